package io.github.metricstcp.page;

import java.nio.file.Path;
import java.util.Map;

import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.testing.RequiresTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what {@code terms.js} writes, in a browser, against the filter that reads it.
 */
@RequiresTool(Chromium.NAME)
class FilterTermTests {

	@TempDir
	private Path directory;

	@Test
	void termMatchesItsValueAlone() throws Exception {
		String[] terms = new ScriptModule(this.directory, "terms").evaluate("""
				['/**', '/or?ers', '~(', '~x', 'a (b)*', 'the "big" one', 'plain', 'two words', '5.*']
				  .map((value) => terms.labelTerm('uri', value)).join('\\n')""").split("\n");
		String[] values = { "/**", "/or?ers", "~(", "~x", "a (b)*", "the \"big\" one", "plain", "two words", "5.*" };
		assertThat(terms).hasSameSizeAs(values);
		for (int i = 0; i < values.length; i++) {
			SeriesFilter filter = SeriesFilter.parse(terms[i]);
			assertThat(matches(filter, "uri", values[i])).as(terms[i]).isTrue();
			for (String other : new String[] { "/orders", "/", "x", "a b", "5x", "the 'big' one", "plainer" }) {
				assertThat(matches(filter, "uri", other)).as("%s of %s", terms[i], other).isFalse();
			}
		}
	}

	@Test
	void labelMayHaveAnyName() throws Exception {
		String[] terms = new ScriptModule(this.directory, "terms").evaluate("""
				['target', 'name', 'two words', '!not', '~x'].map((label) => terms.labelTerm(label, 'a')).join('\\n')
				""").split("\n");
		String[] labels = { "target", "name", "two words", "!not", "~x" };
		assertThat(terms).hasSameSizeAs(labels);
		for (int i = 0; i < labels.length; i++) {
			assertThat(matches(SeriesFilter.parse(terms[i]), labels[i], "a")).as(terms[i]).isTrue();
			assertThat(matches(SeriesFilter.parse(terms[i]), labels[i], "b")).as(terms[i]).isFalse();
		}
	}

	private static boolean matches(SeriesFilter filter, String label, String value) {
		return filter.matches(new SeriesKey(Kind.COUNTER, "orders", Map.of(label, value)), null, null);
	}

}
