package io.github.metricstcp.observer;

import java.io.IOException;

import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which other systems get the metrics of a run.
 *
 * @param otlp the export to a collector
 * @param prometheus the target for Prometheus
 */
record Exports(OtlpRun otlp, PrometheusRun prometheus) {

	/**
	 * Begins to export.
	 * @throws IOException if an address cannot be listened on
	 */
	void start() throws IOException {
		this.prometheus.start();
		this.otlp.start();
	}

	/**
	 * Returns a listener by whose events the metrics of a target are exported.
	 * @param target the names of the target
	 * @param listener the listener that has them too, {@code null} for none
	 */
	@Nullable StreamListener<?> listener(TargetNames target, @Nullable StreamListener<?> listener) {
		return this.prometheus.listener(target, this.otlp.listener(target, listener));
	}

	/**
	 * Forgets a target that does not send any more.
	 */
	void letGo(String target) {
		this.prometheus.letGo(target);
		this.otlp.letGo(target);
	}

	/**
	 * Exports what has not been yet, and ends.
	 */
	void close() {
		this.otlp.close();
		this.prometheus.close();
	}

}
