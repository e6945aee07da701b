package io.github.metricstcp.prometheus;

import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.metricstcp.client.testing.FedTarget;
import io.github.metricstcp.client.wire.Kind;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_36_2.Metrics.MetricFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests of names, units, labels and values of which one alone could fail a scrape.
 */
class HostileSeriesTests {

	private static final String[] PARTS = { "a", "b", "total", "created", "bucket", "count", "sum", "info", "seconds",
			"bytes", "ratio", "1", "", "é", "\n", "\"", "\\", "\u0000", "\ud800", ":", "__" };

	private static final String[] UNITS = { "seconds", "milliseconds", "days", "bytes", "total", "created", "bucket",
			"count", "sum", "info", "_", "%", "1", "é", "a\n\"b", "percent", "le", ":" };

	private static final String[] LABELS = { "le", "quantile", "target", "exported_target", "__name__", "", "a.b",
			"a_b", "1", "job", "\u0000", "é", "\n\"" };

	private static final Pattern SAMPLE = Pattern
		.compile("[a-zA-Z_:][a-zA-Z0-9_:]*(\\{([a-zA-Z_][a-zA-Z0-9_]*=\"([^\\\\\"\\n]|\\\\[\\\\\"n])*\",?)*\\})? \\S+");

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void eachSeriesIsExposedOrCountedInAllFormats(long seed) throws Exception {
		Random random = new Random(seed);
		try (PrometheusEndpoint endpoint = PrometheusEndpoint.builder()
			.port(0)
			.targetLabel(true)
			.histograms(HistogramForm.BOTH)
			.build()) {
			Scraper scraper = new Scraper(endpoint.start());
			FedTarget target = new FedTarget(endpoint.addTarget(FedTarget.SHOP)).open();
			Set<String> fed = new HashSet<>();
			for (int i = 0; i < 2000; i++) {
				Kind kind = one(Kind.values(), random);
				String name = one(PARTS, random) + "." + one(PARTS, random) + one(PARTS, random);
				if (random.nextInt(3) == 0) {
					target.metadata(kind, name, one(UNITS, random), one(PARTS, random));
				}
				Map<String, String> labels = new TreeMap<>();
				for (int j = random.nextInt(4); j > 0; j--) {
					labels.put(one(LABELS, random), one(PARTS, random));
				}
				feed(target, kind, name, labels);
				fed.add(kind + name + labels);
			}
			Map<String, Double> samples = scraper.samples();
			assertThat(samples.keySet().stream().map((sample) -> sample + " 1")).allMatch(SAMPLE.asMatchPredicate());
			scraper.text("application/openmetrics-text; version=1.0.0");
			long exposed = scraper.families().values().stream().mapToLong(MetricFamily::getMetricCount).sum();
			assertThat(exposed - 3 + samples.get("metrics_tcp_left_out_series")).isLessThanOrEqualTo(fed.size())
				.isGreaterThan(fed.size() * 0.8);
		}
	}

	private static void feed(FedTarget target, Kind kind, String name, Map<String, String> labels) {
		String[] pairs = labels.entrySet()
			.stream()
			.flatMap((label) -> Stream.of(label.getKey(), label.getValue()))
			.toArray(String[]::new);
		switch (kind) {
			case COUNTER -> target.set(name, 1, pairs);
			case GAUGE -> target.gauge(name, 1, pairs);
			case HISTOGRAM -> target.sample(name, 1, pairs);
		}
	}

	private static <T> T one(T[] of, Random random) {
		return of[random.nextInt(of.length)];
	}

	@ParameterizedTest
	@EnumSource
	void sampleThatIsInfiniteInItsUnitIsLeftOut(HistogramForm form) throws Exception {
		try (PrometheusEndpoint endpoint = PrometheusEndpoint.builder().port(0).histograms(form).build()) {
			Scraper scraper = new Scraper(endpoint.start());
			FedTarget target = new FedTarget(endpoint.addTarget(FedTarget.SHOP)).open();
			target.metadata(Kind.HISTOGRAM, "age", "days", null);
			target.sample("age", 1);
			target.sample("age", Double.MAX_VALUE);
			assertThat(scraper.samples()).contains(entry("age_seconds_count", 1d), entry("age_seconds_sum", 86_400d));
		}
	}

	@Test
	void seriesMayHaveAHundredLabels() throws Exception {
		try (PrometheusEndpoint endpoint = PrometheusEndpoint.builder().port(0).build()) {
			Scraper scraper = new Scraper(endpoint.start());
			String[] labels = new String[200];
			for (int i = 0; i < 200; i += 2) {
				labels[i] = "label" + i;
				labels[i + 1] = "v";
			}
			new FedTarget(endpoint.addTarget(FedTarget.SHOP)).open().gauge("many", 1, labels);
			assertThat(scraper.text("text/plain")).contains("label0=\"v\"", "label198=\"v\"");
		}
	}

}
