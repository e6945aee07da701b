package io.github.metricstcp.observer;

import java.nio.file.Path;
import java.util.Map;

import io.github.metricstcp.observer.ObserverOptions.Format;
import io.github.metricstcp.otlp.OtlpExport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of an export to an OpenTelemetry collector.
 */
final class OtlpOptions {

	private static final String OTLP = "--otlp";

	private static final String CONFIG = "--otlp-config";

	@Option(names = OTLP, paramLabel = "URL",
			description = "send the metrics to an OpenTelemetry collector, by OTLP over HTTP, each 10s: "
					+ "http://localhost:4318, for one")
	private @Nullable String url;

	@Option(names = CONFIG, paramLabel = "FILE",
			description = "with --otlp: a file of header.NAME = VALUE, interval = 30s and temporality = delta, for what "
					+ "the variables OTEL_EXPORTER_OTLP_HEADERS and others do not say")
	private @Nullable Path config;

	private OtlpExport.@Nullable Builder builder;

	/**
	 * Checks the options, and reads the settings.
	 * @param replayed whether the source is a recording
	 * @param environment the environment variables
	 * @throws IllegalArgumentException if the options exclude others or a setting is
	 * wrong, with a sentence that says why
	 */
	void check(boolean replayed, Map<String, String> environment) {
		ObserverOptions.require(this.url != null || this.config == null, CONFIG + " goes with " + OTLP);
		if (this.url == null) {
			return;
		}
		ObserverOptions.require(!replayed, OTLP + " goes with targets: a collector takes what happens now");
		try {
			this.builder = OtlpExport.builder(this.url).names(OTLP, CONFIG);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("%s: %s".formatted(OTLP, ex.getMessage()), ex);
		}
		OtlpConfig.apply(this.builder, environment, this.config);
	}

	/**
	 * Returns the form of the output beside an export, which needs no other.
	 * @param format the form without one
	 */
	Format format(Format format) {
		return (this.url != null && format == Format.NONE) ? Format.EXPORT : format;
	}

	/**
	 * Returns the export of a run that begins.
	 * @param options the command line
	 * @param session takes its messages
	 */
	OtlpRun run(ObserverOptions options, Session session) {
		if (this.builder == null) {
			return new OtlpRun(null);
		}
		OtlpExport export = this.builder.filter(options.filter())
			.maxSeries(options.maxSeries(), ObserverOptions.MAX_SERIES)
			.notices(session::say)
			.build();
		return new OtlpRun(export);
	}

}
