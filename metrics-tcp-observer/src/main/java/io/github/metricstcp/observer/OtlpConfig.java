package io.github.metricstcp.observer;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.github.metricstcp.otlp.OtlpExport;
import io.github.metricstcp.otlp.Temporality;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an export to a collector: those of OpenTelemetry's environment
 * variables, and in their place those of a file, a key and a value on each line. No
 * message has the value of a header.
 */
final class OtlpConfig {

	private static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";

	private static final String METRICS_HEADERS = "OTEL_EXPORTER_OTLP_METRICS_HEADERS";

	private static final String TEMPORALITY = "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE";

	private static final String INTERVAL = "OTEL_METRIC_EXPORT_INTERVAL";

	private static final String HEADER_KEY = "header.";

	private final Map<String, String> headers = new LinkedHashMap<>();

	private Duration interval = OtlpExport.DEFAULT_INTERVAL;

	private Temporality temporality = Temporality.CUMULATIVE;

	private OtlpConfig() {
	}

	/**
	 * Reads the settings, and sets them.
	 * @param builder the builder that is given them
	 * @param environment the environment variables
	 * @param file the file, {@code null} for none
	 * @throws IllegalArgumentException if a variable, the file or a line of it is wrong,
	 * with a sentence that names it
	 */
	static void apply(OtlpExport.Builder builder, Map<String, String> environment, @Nullable Path file) {
		OtlpConfig config = new OtlpConfig();
		config.readEnvironment(builder, environment);
		if (file != null) {
			KeyValueFile.read(file, (key, value) -> config.readSetting(builder, key, value));
		}
		config.headers.forEach(builder::header);
		builder.interval(config.interval).temporality(config.temporality);
	}

	private void readEnvironment(OtlpExport.Builder builder, Map<String, String> environment) {
		// As OpenTelemetry has it, the variable for metrics takes the place of the other
		String name = environment.containsKey(METRICS_HEADERS) ? METRICS_HEADERS : HEADERS;
		KeyValueFile.with(name, () -> addHeaders(builder, environment.getOrDefault(name, "")));
		KeyValueFile.with(TEMPORALITY, () -> temporality(environment.getOrDefault(TEMPORALITY, "")));
		KeyValueFile.with(INTERVAL, () -> {
			String millis = environment.getOrDefault(INTERVAL, "");
			if (!millis.isBlank()) {
				this.interval = TimeSpan.parse(millis.strip() + "ms").duration();
			}
		});
	}

	/**
	 * Adds headers in the form of the environment variables: pairs with commas between
	 * them, whose values may be percent-encoded.
	 */
	private void addHeaders(OtlpExport.Builder builder, String pairs) {
		for (String pair : pairs.split(",", -1)) {
			if (pair.isBlank()) {
				continue;
			}
			int equals = pair.indexOf('=');
			ObserverOptions.require(equals > 0, "it is not written NAME=VALUE,NAME=VALUE");
			// A plus sign is one, unlike in forms
			String encoded = pair.substring(equals + 1).strip().replace("+", "%2B");
			addHeader(builder, pair.substring(0, equals).strip(), decoded(encoded));
		}
	}

	private static String decoded(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("a value is not percent-encoded as it should be", ex);
		}
	}

	private void addHeader(OtlpExport.Builder builder, String name, String value) {
		// Checked here, where it is known which line or variable it is of
		builder.header(name, value);
		this.headers.put(name.toLowerCase(Locale.ROOT), value);
	}

	private void temporality(String text) {
		switch (text.strip().toLowerCase(Locale.ROOT)) {
			case "" -> {
			}
			case "cumulative" -> this.temporality = Temporality.CUMULATIVE;
			// What is counted here is what a program would count itself
			case "delta", "lowmemory" -> this.temporality = Temporality.DELTA;
			default -> throw new IllegalArgumentException("it is cumulative or delta");
		}
	}

	private void readSetting(OtlpExport.Builder builder, String key, String value) {
		if (key.startsWith(HEADER_KEY)) {
			addHeader(builder, key.substring(HEADER_KEY.length()), value);
		}
		else if (key.equals("interval")) {
			this.interval = TimeSpan.parse(value).duration();
		}
		else {
			ObserverOptions.require(key.equals("temporality"),
					"there is no key '%s', but header.NAME, interval and temporality".formatted(key));
			temporality(value);
		}
	}

}
