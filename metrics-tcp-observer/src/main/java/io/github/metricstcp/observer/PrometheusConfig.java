package io.github.metricstcp.observer;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

import io.github.metricstcp.prometheus.HistogramForm;
import io.github.metricstcp.prometheus.PrometheusEndpoint;

/**
 * The settings of a target for Prometheus, from a file. No message has the token.
 */
final class PrometheusConfig {

	private static final String BUCKETS = "buckets";

	private static final String BUCKETS_KEY = BUCKETS + ".";

	private PrometheusConfig() {
	}

	/**
	 * Reads the settings, and sets them.
	 * @param builder the builder that is given them
	 * @param file the file
	 * @throws IllegalArgumentException if the file or a line of it is wrong, with a
	 * sentence that names it
	 */
	static void apply(PrometheusEndpoint.Builder builder, Path file) {
		KeyValueFile.read(file, (key, value) -> apply(builder, key, value));
	}

	private static void apply(PrometheusEndpoint.Builder builder, String key, String value) {
		if (key.startsWith(BUCKETS_KEY)) {
			builder.bucketsOf(key.substring(BUCKETS_KEY.length()), bounds(value));
			return;
		}
		switch (key) {
			case "histograms" -> builder.histograms(form(value));
			case BUCKETS -> builder.buckets(bounds(value));
			case "token" -> builder.token(value);
			default -> throw new IllegalArgumentException(
					"there is no key '%s', but histograms, buckets, buckets.NAME and token".formatted(key));
		}
	}

	private static HistogramForm form(String value) {
		return switch (value.toLowerCase(Locale.ROOT)) {
			case "classic" -> HistogramForm.CLASSIC;
			case "native" -> HistogramForm.NATIVE;
			case "both" -> HistogramForm.BOTH;
			default -> throw new IllegalArgumentException("histograms are classic, native or both");
		};
	}

	private static double[] bounds(String value) {
		try {
			return Arrays.stream(value.split(",", -1)).map(String::strip).mapToDouble(Double::parseDouble).toArray();
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("bounds are numbers with commas between them", ex);
		}
	}

}
