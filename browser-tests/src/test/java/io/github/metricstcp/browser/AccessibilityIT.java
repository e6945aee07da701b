package io.github.metricstcp.browser;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the page for those who do not use a mouse, or a large screen, or see colours.
 */
@BrowserTest
class AccessibilityIT {

	private static final String OVERVIEW = "#";

	private static final String METRIC = "#page=metric&id=h:http.requests&by=uri";

	private static final String METRIC_NUMBERS = "#page=metric&id=h:http.requests&numbers=1";

	private static final String OVERVIEW_NUMBERS = "#numbers=1";

	private static final String BOARD = "#page=board&pins=h:http.requests~uri,c:shop.orders~product";

	/**
	 * Says which element one is, also after it was replaced by one that looks the same.
	 */
	private static final String NAME = """
			const name = (each) => `${each.tagName} ${each.id || each.getAttribute('aria-label')
			  || (each.querySelector('h3') || each).textContent.trim().replaceAll(/[\\d.]+ ?[a-zµ]*s/g, '#')}`;
			""";

	private final Browser browser;

	private final Shop shop;

	AccessibilityIT(Browser browser, Shop shop) {
		this.browser = browser;
		this.shop = shop;
	}

	private void open(String view) {
		this.browser.open(this.shop.link().resolve(view));
		await().until(() -> this.browser.number("document.querySelectorAll('main canvas, main svg').length") > 0
				&& this.browser.documents() > 0);
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"',
			value = { "light, " + OVERVIEW, "dark, " + OVERVIEW, "light, " + METRIC, "dark, " + METRIC,
					"light, " + METRIC_NUMBERS, "dark, " + METRIC_NUMBERS, "light, " + OVERVIEW_NUMBERS,
					"dark, " + OVERVIEW_NUMBERS, "light, \"" + BOARD + '"', "dark, \"" + BOARD + '"' })
	void axeFindsNothing(String scheme, String view) throws IOException {
		this.browser.prefer(scheme);
		open(view);
		assertThat(this.browser.<String>run("return getComputedStyle(document.documentElement).colorScheme"))
			.isEqualTo(scheme);
		this.browser.picture(scheme + '-' + name(view));
		assertThat(Axe.findings(this.browser)).isEmpty();
	}

	private static String name(String view) {
		String page = view.contains("page=") ? view.replaceAll(".*page=(\\w+).*", "$1") : "overview";
		return view.contains("numbers=1") ? page + "-numbers" : page;
	}

	@ParameterizedTest
	@ValueSource(strings = { OVERVIEW, METRIC, BOARD })
	void tabReachesEachControl(String view) {
		open(view);
		Set<String> controls = new TreeSet<>(this.browser.<List<String>>run(NAME + """
				return [...document.querySelectorAll('a[href], button, input, select, textarea, [tabindex="0"]')]
				  .filter((each) => each.checkVisibility() && !each.disabled).map(name)"""));
		Set<String> reached = new TreeSet<>();
		for (int i = 0; i < 2 * controls.size() + 10 && !reached.containsAll(controls); i++) {
			this.browser.press(Keys.TAB);
			reached.add(this.browser.run(NAME + "return name(document.activeElement)"));
		}
		assertThat(reached).containsAll(controls);
	}

	@Test
	void focusStaysWhereItIsWhileNumbersChange() {
		open(METRIC);
		for (String selector : List.of(".legend button", ".tablebox td button", ".tablebox th button")) {
			await().until(() -> this.browser.number("document.querySelectorAll(arguments[0]).length", selector) > 1);
			String before = this.browser.run(NAME + """
					const second = document.querySelectorAll(arguments[0])[1];
					second.focus();
					return name(second)""", selector);
			long documents = this.browser.documents();
			await().until(() -> this.browser.documents() >= documents + 2);
			assertThat(this.browser.<String>run(NAME + "return name(document.activeElement)")).isEqualTo(before);
		}
	}

	@Test
	void metricOpensByKeys() {
		open("#filter=http");
		await().until(() -> this.browser.texts(".card").size() == 1);
		this.browser.run("document.querySelector('.card a').focus(); return true");
		this.browser.press(Keys.ENTER);
		await().until(() -> this.browser.text("main h2").contains("http.requests"));
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"',
			value = { "360, " + OVERVIEW, "360, " + METRIC, "360, " + METRIC_NUMBERS, "360, " + OVERVIEW_NUMBERS,
					"360, \"" + BOARD + '"', "2560, " + OVERVIEW, "2560, " + METRIC, "2560, \"" + BOARD + '"',
					"3840, " + OVERVIEW })
	void nothingIsWiderThanTheScreen(int width, String view) throws IOException {
		this.browser.resize(width, 740);
		open(view);
		await().until(() -> this.browser.documents() > 1);
		this.browser.picture(width + "-" + name(view));
		assertThat(this.browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
		// Charts take the room that there is
		assertThat(this.browser.<List<Number>>run(
				"""
						return [...document.querySelectorAll('.chart, .canvas')].filter((each) => each.querySelector('canvas, svg'))
						  .map((each) => each.querySelector('canvas, svg').clientWidth / each.clientWidth)"""))
			.isNotEmpty()
			.allSatisfy((share) -> assertThat(share.doubleValue()).isBetween(0.85, 1.001));
	}

	@ParameterizedTest
	@ValueSource(strings = { "#page=metric&id=g:none", "#page=board&pins=g:none", "#filter=none", "#end=1" })
	void axeFindsNothingWhereThereIsNothing(String view) throws IOException {
		this.browser.open(this.shop.link().resolve(view));
		await().until(() -> this.browser.documents() > 0);
		assertThat(Axe.findings(this.browser)).isEmpty();
	}

	@Test
	void axeFindsNothingInTheOpenMenuAndTheKeys() throws IOException {
		open(METRIC);
		this.browser.click("#downloads summary", "Download");
		await().until(() -> this.browser.texts("#downloads li button").stream().anyMatch("Recording"::equals));
		assertThat(Axe.findings(this.browser)).isEmpty();
		this.browser.press(Keys.ESCAPE);
		this.browser.press("?");
		await().until(() -> this.browser.number("document.querySelectorAll('dialog[open]').length") == 1);
		// What is behind it cannot be reached
		assertThat(Axe.findings(this.browser, 5)).isEmpty();
		this.browser.press(Keys.ESCAPE);
	}

}
