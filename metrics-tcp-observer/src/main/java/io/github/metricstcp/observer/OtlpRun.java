package io.github.metricstcp.observer;

import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.otlp.OtlpExport;
import org.jspecify.annotations.Nullable;

/**
 * The export of a run to a collector, if there is one.
 */
final class OtlpRun {

	private final @Nullable OtlpExport export;

	/**
	 * Creates a run whose export has not begun.
	 * @param export the export, {@code null} for none
	 */
	OtlpRun(@Nullable OtlpExport export) {
		this.export = export;
	}

	/**
	 * Begins to export.
	 */
	void start() {
		if (this.export != null) {
			this.export.start();
		}
	}

	/**
	 * Returns a listener by whose events the metrics of a target are exported.
	 * @param target the names of the target
	 * @param listener the listener that has them too, {@code null} for none
	 */
	@Nullable StreamListener<?> listener(TargetNames target, @Nullable StreamListener<?> listener) {
		if (this.export == null) {
			return listener;
		}
		StreamListener<?> exported = this.export.addTarget(target, ServiceNames.of(target));
		return (listener != null) ? Listeners.both(listener, exported) : exported;
	}

	/**
	 * Forgets a target.
	 */
	void letGo(String target) {
		if (this.export != null) {
			this.export.removeTarget(target);
		}
	}

	/**
	 * Exports what has not been yet, and ends.
	 */
	void close() {
		if (this.export != null) {
			this.export.close();
		}
	}

}
