package io.github.metricstcp.prometheus;

import java.util.Map;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import org.jspecify.annotations.Nullable;

/**
 * A series that is not exposed. It stands for all that do not match, are too long or
 * beyond the limit.
 */
final class UnexposedSeries extends ExposedSeries {

	UnexposedSeries(StreamState state) {
		super(new SeriesKey(Kind.COUNTER, "", Map.of()), Labels.EMPTY, state);
	}

	@Override
	void record(Operation operation, long operand, boolean first) {
	}

	@Override
	@Nullable DataPointSnapshot point(Labels labels, BaseUnit unit) {
		return null;
	}

}
