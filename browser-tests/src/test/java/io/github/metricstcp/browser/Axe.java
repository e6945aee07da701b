package io.github.metricstcp.browser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The rules of axe-core for pages that everybody can use.
 */
final class Axe {

	private Axe() {
	}

	/**
	 * Returns what breaks a rule on the page that is open.
	 */
	static List<String> findings(Browser browser) throws IOException {
		return findings(browser, 20);
	}

	/**
	 * Returns what breaks a rule on the page that is open.
	 * @param rules more than so many rules are kept, or too little was looked at
	 */
	static List<String> findings(Browser browser, int rules) throws IOException {
		browser.run(script() + "; return true");
		return browser.runLater("""
				const done = arguments[arguments.length - 1];
				axe.run(document, { resultTypes: ['violations'] }).then((results) =>
				  done([...(results.passes.length > %d ? [] : ['too little was looked at']),
				    ...results.violations.flatMap((found) =>
				      found.nodes.map((node) => `${found.id}: ${node.target} ${node.failureSummary}`))]))"""
			.formatted(rules));
	}

	private static String script() throws IOException {
		try (InputStream script = Axe.class.getResourceAsStream("/axe.min.js")) {
			return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
