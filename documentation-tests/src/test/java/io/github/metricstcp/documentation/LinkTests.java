package io.github.metricstcp.documentation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the links between pages.
 */
class LinkTests {

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

	private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

	static List<Page> pages() {
		return Page.all();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void relativeLinksLeadToFilesAndHeadings(Page page) {
		List<String> broken = new ArrayList<>();
		for (MatchResult link : LINK.matcher(page.prose()).results().toList()) {
			String target = link.group(1);
			if (!target.contains("://") && !target.startsWith("mailto:") && !leads(page, target)) {
				broken.add(target);
			}
		}
		assertThat(broken).isEmpty();
	}

	private static boolean leads(Page page, String target) {
		int hash = target.indexOf('#');
		String path = (hash < 0) ? target : target.substring(0, hash);
		Path file = path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
		if (!Files.exists(file)) {
			return false;
		}
		return hash < 0 || anchors(Page.of(Page.ROOT.relativize(file).toString())).contains(target.substring(hash + 1));
	}

	/**
	 * Returns the anchors that GitHub makes of headings.
	 */
	private static List<String> anchors(Page page) {
		List<String> anchors = new ArrayList<>();
		Map<String, Integer> times = new HashMap<>();
		for (MatchResult heading : HEADING.matcher(page.prose()).results().toList()) {
			String anchor = heading.group(1)
				.toLowerCase(Locale.ROOT)
				.replaceAll("\\[([^]]*)\\]\\([^)]*\\)", "$1")
				.replaceAll("[^\\p{L}\\p{N} _-]", "")
				.replace(' ', '-');
			int earlier = times.merge(anchor, 1, Integer::sum) - 1;
			anchors.add((earlier == 0) ? anchor : anchor + "-" + earlier);
		}
		return anchors;
	}

	// A page that nothing leads to is read by nobody
	@ParameterizedTest
	@MethodSource("pages")
	void theIndexLeadsToEachPage(Page page) {
		String name = page.name();
		if (name.startsWith("docs/") && !name.equals("docs/index.md")) {
			assertThat(Page.of("docs/index.md").text()).contains("](" + name.substring("docs/".length()) + ")");
		}
	}

}
