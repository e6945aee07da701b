package io.github.metricstcp.observer;

import java.net.InetSocketAddress;
import java.nio.file.Path;

import io.github.metricstcp.observer.ObserverOptions.Format;
import io.github.metricstcp.observer.ObserverOptions.Live;
import io.github.metricstcp.prometheus.PrometheusEndpoint;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of a target for Prometheus.
 */
final class PrometheusOptions {

	private static final String PROMETHEUS = "--prometheus";

	private static final String CONFIG = "--prometheus-config";

	@Option(names = PROMETHEUS, arity = "0..1", preprocessor = AttachedPort.class, paramLabel = "[HOST:]PORT",
			description = "offer the metrics to Prometheus, at http://127.0.0.1:9464/metrics unless an address is given as "
					+ "=[HOST:]PORT; without encryption")
	private @Nullable String address;

	@Option(names = CONFIG, paramLabel = "FILE",
			description = "with --prometheus: a file of histograms = classic, native or both, buckets = 0.01, 0.1, 1, "
					+ "buckets.NAME for one metric, and token = a bearer token to ask for")
	private @Nullable Path config;

	private PrometheusEndpoint.@Nullable Builder builder;

	/**
	 * Checks the options, and reads the settings.
	 * @param past whether what is watched begins in the past
	 * @throws IllegalArgumentException if the options exclude others or a setting is
	 * wrong, with a sentence that says why
	 */
	void check(boolean past) {
		ObserverOptions.require(this.address != null || this.config == null, CONFIG + " goes with " + PROMETHEUS);
		if (this.address == null) {
			return;
		}
		ObserverOptions.require(!past,
				PROMETHEUS + " goes with neither --replay nor ?from=: Prometheus takes values as those of now");
		InetSocketAddress listened = ListenAddress.parse(PROMETHEUS, this.address);
		ObserverOptions.require(!listened.isUnresolved(),
				PROMETHEUS + ": there is no address of the name " + listened.getHostString());
		PrometheusEndpoint.Builder builder = PrometheusEndpoint.builder()
			.address(listened.getAddress())
			.port(listened.getPort());
		if (this.config != null) {
			PrometheusConfig.apply(builder, this.config);
		}
		this.builder = builder;
	}

	/**
	 * Returns the form of the output beside a target for Prometheus, which needs no
	 * other.
	 * @param format the form without one
	 */
	Format format(Format format) {
		return (this.address != null && format == Format.NONE) ? Format.EXPORT : format;
	}

	/**
	 * Returns the target of a run that begins.
	 * @param options the command line
	 * @param session takes its messages
	 */
	PrometheusRun run(ObserverOptions options, Session session) {
		if (this.builder == null) {
			return new PrometheusRun(null, session);
		}
		boolean single = options.source() instanceof Live live && live.sources().isEmpty()
				&& live.targets().size() == 1;
		return new PrometheusRun(this.builder.targetLabel(!single)
			.filter(options.filter())
			.maxSeries(options.maxSeries(), ObserverOptions.MAX_SERIES)
			.notices(session::say)
			.build(), session);
	}

	/**
	 * An address that is attached to its option. The argument that follows is a target.
	 */
	static final class AttachedPort extends OptionalValue {

		AttachedPort() {
			super(String.valueOf(PrometheusEndpoint.DEFAULT_PORT));
		}

		@Override
		boolean isValue(String argument) {
			return false;
		}

	}

}
