package io.github.metricstcp.browser;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.github.metricstcp.client.model.Mark;
import io.github.metricstcp.client.model.MarkKind;
import io.github.metricstcp.client.model.TimeSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the marks on the charts, of an application that has paused, has lost samples
 * and was restarted.
 */
@BrowserTest
class MarksIT {

	private static final String OVERVIEW = "#filter=name=shop.orders";

	private static final String METRIC = "#page=metric&id=h:http.requests&figure=rate";

	private static final Map<String, String> COLOURS = Map.of("restart", "--ink", "loss", "--bad", "pause", "--line-4");

	/**
	 * Of the columns of a canvas that one colour has most of, the one with the most of
	 * it, as a share of the width of an area above the canvas.
	 */
	private static final String COLUMN = """
			const canvas = document.querySelector(arguments[0]);
			const colour = getComputedStyle(document.documentElement).getPropertyValue(arguments[1]).trim();
			const data = pixelsOf(canvas);
			const found = new Array(canvas.width).fill(0);
			for (let i = 0; i < data.length; i += 4) {
			  const hex = '#' + [...data.slice(i, i + 3)].map((part) => part.toString(16).padStart(2, '0')).join('');
			  found[(i / 4) % canvas.width] += hex === colour && data[i + 3] === 255 ? 1 : 0;
			}
			const most = Math.max(...found);
			if (most < canvas.height / 4) {
			  return -1;
			}
			const area = document.querySelector(arguments[2]).getBoundingClientRect();
			const left = canvas.getBoundingClientRect().left - area.left;
			return (left + ((found.indexOf(most) + 1) * canvas.clientWidth) / canvas.width) / area.width;
			""";

	private static Shop shop;

	private static long pausedAt;

	private static long lost;

	private final Browser browser;

	MarksIT(Browser browser) {
		this.browser = browser;
	}

	/**
	 * Has everything happen once, seconds apart.
	 */
	private static Shop shop() {
		if (shop == null) {
			shop = Shop.start();
			pausedAt = Instant.now().getEpochSecond();
			shop.pause(Duration.ofMillis(40));
			shop.pause(Duration.ofMillis(120));
			awaitMark(MarkKind.PAUSE);
			lost = shop.lose();
			awaitMark(MarkKind.LOSS);
			Instant down = Instant.now();
			shop.restart(() -> await().until(() -> Instant.now().isAfter(down.plusSeconds(2))));
			awaitMark(MarkKind.RESTART);
		}
		return shop;
	}

	private static Mark awaitMark(MarkKind kind) {
		await().atMost(Duration.ofSeconds(30))
			.until(() -> shop.marks().stream().anyMatch((mark) -> mark.kind() == kind));
		return mark(kind);
	}

	private static Mark mark(MarkKind kind) {
		return shop.marks().stream().filter((mark) -> mark.kind() == kind).findFirst().orElseThrow();
	}

	@AfterEach
	void leave() {
		this.browser.open(URI.create("about:blank"));
	}

	@AfterAll
	static void close() {
		if (shop != null) {
			shop.close();
			shop = null;
		}
	}

	private void open(String view) {
		this.browser.open(shop().link().resolve(view));
		await().until(() -> this.browser.texts("#marks tbody tr").size() == 3 && this.browser.documents() > 1);
	}

	/**
	 * Returns the cells of the mark of a kind.
	 */
	private List<String> row(String kind) {
		return this.browser.texts("#marks tr[data-kind=" + kind + "] td");
	}

	private static String clock(long second) {
		return LocalTime.ofInstant(Instant.ofEpochSecond(second), ZoneId.systemDefault())
			.format(DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT));
	}

	private static long second(MarkKind kind) {
		return TimeSource.secondOf(mark(kind).time());
	}

	@ParameterizedTest
	@ValueSource(strings = { OVERVIEW, METRIC })
	void eachMarkIsListedWithItsTimeItsTargetAndItsSentence(String view) {
		open(view);
		assertThat(second(MarkKind.PAUSE)).isBetween(pausedAt, pausedAt + 2);
		assertThat(row("pause")).containsExactly(clock(second(MarkKind.PAUSE)), "GC pause", "shop",
				"GC pause of 120 ms: end of major GC, System.gc()");
		List<String> loss = row("loss");
		assertThat(loss.subList(0, 3)).containsExactly(clock(second(MarkKind.LOSS)), "Lost samples", "shop");
		assertThat(loss.get(3))
			.startsWith(String.format(Locale.ROOT, "%,d samples lost between the application and the stream", lost));
		List<String> restart = row("restart");
		assertThat(restart.subList(0, 3)).containsExactly(clock(second(MarkKind.RESTART)), "Restart", "shop");
		assertThat(restart.get(3))
			.matches("Restarted; connected again after [2-9]\\.\\d s \\(has closed the connection\\)");
		// The latest first
		assertThat(this.browser.texts("#marks td:nth-child(2)")).containsExactly("Restart", "Lost samples", "GC pause");
		assertThat(this.browser.texts("#markkinds li:not([hidden])")).containsExactly("Restart1", "Lost samples1",
				"GC pause1");
	}

	private double column(String canvas, String kind, String area) {
		return this.browser.<Number>run(COLUMN, canvas, Objects.requireNonNull(COLOURS.get(kind)), area).doubleValue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "restart", "loss", "pause" })
	void eachMarkIsDrawnAtItsSecondAndSaysWhatItIs(String kind) {
		open(METRIC);
		await().until(() -> column(".plot canvas", kind, ".plot .u-over") > 0);
		List<String> row = row(kind);
		await().untilAsserted(() -> {
			this.browser.pointAt(".plot .u-over", column(".plot canvas", kind, ".plot .u-over"), 0.5);
			assertThat(this.browser.text(".plot .marktip:not([hidden])")).contains(row.get(0) + " shop: " + row.get(3));
			assertThat(LocalTime.parse(this.browser.text(".plot .moment")).toSecondOfDay())
				.isCloseTo(LocalTime.parse(row.get(0)).toSecondOfDay(), org.assertj.core.api.Assertions.within(1));
		});
		await().untilAsserted(() -> {
			this.browser.pointAt("canvas.heat", column("canvas.heat", kind, "canvas.heat"), 0.5);
			assertThat(this.browser.text(".heatbox .tip")).contains(" · " + row.get(0) + " shop: " + row.get(3));
		});
	}

	@Test
	void cardsOfTheOverviewHaveTheMarksToo() {
		open(OVERVIEW);
		String mark = "document.querySelector('.card path.mark[data-kind=restart]')";
		await().until(() -> this.browser.number(mark + " ? 1 : 0") == 1);
		await().untilAsserted(() -> {
			double place = this.browser
				.<Number>run("const mark = %s; return mark.getBBox().x / mark.ownerSVGElement.viewBox.baseVal.width"
					.formatted(mark))
				.doubleValue();
			this.browser.pointAt(".card .chart", place, 0.5);
			assertThat(this.browser.text(".card .marktip:not([hidden])")).contains("shop: Restarted; connected again");
		});
	}

	@Test
	void kindThatIsSwitchedOffIsNeitherDrawnNorListed() {
		open(METRIC);
		await().until(() -> column(".plot canvas", "restart", ".plot .u-over") > 0);
		this.browser.click("#markkinds button", "Restart");
		await().until(() -> column(".plot canvas", "restart", ".plot .u-over") < 0
				&& column("canvas.heat", "restart", "canvas.heat") < 0);
		assertThat(column("canvas.heat", "pause", "canvas.heat")).isPositive();
		assertThat(this.browser.texts("#marks td:nth-child(2)")).containsExactly("Lost samples", "GC pause");
		assertThat(this.browser.<String>run(
				"return document.querySelector('#markkinds button[data-kind=restart]').getAttribute('aria-pressed')"))
			.isEqualTo("false");
		this.browser.click("#markkinds button", "Restart");
		await().until(() -> column(".plot canvas", "restart", ".plot .u-over") > 0);
		assertThat(this.browser.texts("#marks tbody tr")).hasSize(3);
	}

	@ParameterizedTest
	@CsvSource({ "light, " + OVERVIEW, "dark, " + OVERVIEW, "light, " + METRIC, "dark, " + METRIC })
	void everybodyCanUseThem(String scheme, String view) throws IOException {
		this.browser.prefer(scheme);
		open(view);
		String name = view.equals(METRIC) ? "-metric" : "-overview";
		for (int width : List.of(360, 1440)) {
			this.browser.resize(width, 1400);
			long documents = this.browser.documents();
			// Charts are as wide as the page from the next document on
			await().until(() -> this.browser.documents() > documents + 1);
			this.browser.picture("marks-" + scheme + "-" + width + name);
			assertThat(this.browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
			assertThat(Axe.findings(this.browser)).isEmpty();
		}
	}

}
