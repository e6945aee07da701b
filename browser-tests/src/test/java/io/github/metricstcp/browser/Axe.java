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
		browser.run(script() + "; return true");
		return browser.runLater("""
				const done = arguments[arguments.length - 1];
				axe.run(document, { resultTypes: ['violations'] }).then((results) =>
				  done([...(results.passes.length > 20 ? [] : ['too little was looked at']),
				    ...results.violations.flatMap((found) =>
				      found.nodes.map((node) => `${found.id}: ${node.target} ${node.failureSummary}`))]))""");
	}

	private static String script() throws IOException {
		try (InputStream script = Axe.class.getResourceAsStream("/axe.min.js")) {
			return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
