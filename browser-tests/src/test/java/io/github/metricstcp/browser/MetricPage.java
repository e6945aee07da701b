package io.github.metricstcp.browser;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static org.awaitility.Awaitility.await;

/**
 * The page of one metric, as it is shown in a browser.
 */
final class MetricPage {

	private final Browser browser;

	MetricPage(Browser browser) {
		this.browser = browser;
	}

	/**
	 * Opens the page, and waits for its first document.
	 * @param link the address of all metrics
	 * @param view the rest of the part of the address behind the {@code #}
	 */
	void open(URI link, String view) {
		this.browser.open(link.resolve("#page=metric&" + view));
		await()
			.until(() -> this.browser.number("document.querySelectorAll('.description:not(.connecting)').length") == 1);
	}

	/**
	 * Returns the value that the legend has of each line.
	 */
	Map<String, Double> lines() {
		List<List<String>> lines = this.browser.run("""
				return [...document.querySelectorAll('.legend button')].map((button) =>
				  [button.children[1].textContent.trim(), button.children[2].textContent])""");
		return lines.stream().collect(Collectors.toMap((line) -> line.get(0), (line) -> Shown.value(line.get(1))));
	}

	/**
	 * Returns the rows of the table by the names of its columns.
	 */
	List<Map<String, String>> rows() {
		return this.browser.run("""
				const names = [...document.querySelectorAll('.tablebox th')].map((each) => each.textContent.trim());
				return [...document.querySelectorAll('.tablebox tbody tr')].map((row) =>
				  Object.fromEntries([...row.children].map((cell, i) => [names[i], cell.textContent.trim()])))""");
	}

	/**
	 * Returns a column of the table, from above.
	 */
	List<String> column(String name) {
		return rows().stream().map((row) -> row.getOrDefault(name, "")).toList();
	}

}
