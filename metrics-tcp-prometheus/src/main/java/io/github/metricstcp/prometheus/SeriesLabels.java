package io.github.metricstcp.prometheus;

import java.util.Map;
import java.util.TreeMap;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;
import io.prometheus.metrics.model.snapshots.Labels;
import org.jspecify.annotations.Nullable;

/**
 * The labels of series as Prometheus has them. One without a value is none. Those that
 * have the same name there are one, with both values, as OpenTelemetry has it. A label
 * whose name is needed here is called {@code exported_} and that name, as Prometheus
 * itself would call it.
 */
final class SeriesLabels {

	/**
	 * The label that has the name of the target.
	 */
	static final String TARGET = "target";

	private static final String BUCKET = "le";

	private static final String EXPORTED = "exported_";

	private SeriesLabels() {
	}

	/**
	 * Returns the labels of a series.
	 * @param target the name of the target, {@code null} if there is no label of it
	 */
	static Labels of(SeriesKey key, @Nullable String target) {
		Map<String, String> labels = new TreeMap<>();
		key.labels().forEach((name, value) -> {
			if (!value.isEmpty()) {
				String exposed = MetricNames.label(name);
				boolean needed = (target != null && exposed.equals(TARGET))
						|| (key.kind() == Kind.HISTOGRAM && exposed.equals(BUCKET));
				labels.merge(needed ? EXPORTED + exposed : exposed, value, (one, other) -> one + ";" + other);
			}
		});
		if (target != null) {
			labels.put(TARGET, target);
		}
		return Labels.of(labels.keySet().toArray(String[]::new), labels.values().toArray(String[]::new));
	}

}
