package io.github.metricstcp.otlp;

import io.github.metricstcp.client.model.ExponentialSamples;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;

/**
 * A histogram: the samples that were received. They are summed up here, so that a restart
 * of the target takes nothing away from them, unless none comes for an hour. Those that
 * are infinite or no number are no samples.
 */
final class ExportedHistogram extends ExportedSeries {

	private ExponentialSamples samples = new ExponentialSamples();

	// Since when samples are received of which this has all
	private final long start;

	ExportedHistogram(SeriesKey key, StreamTimes times) {
		super(key, times);
		this.start = times.knownSince();
	}

	@Override
	boolean outlivesStreams() {
		return true;
	}

	@Override
	void record(Operation operation, long operand, boolean first, StreamTimes times) {
		double sample = Double.longBitsToDouble(operand);
		if (Double.isFinite(sample)) {
			this.samples.add(sample);
		}
	}

	@Override
	int addPoints(Metric.Builder metric, Interval interval) {
		if (this.samples.count() == 0) {
			return 0;
		}
		long start = interval.isDelta() ? interval.since() : this.start;
		ExponentialHistogramDataPoint.Builder point = ExponentialHistogramDataPoint.newBuilder()
			.addAllAttributes(attributes())
			.setStartTimeUnixNano(start)
			.setTimeUnixNano(Math.max(interval.until(), start));
		ExponentialPoint.add(this.samples, point);
		metric.getExponentialHistogramBuilder().addDataPoints(point);
		if (interval.isDelta()) {
			this.samples = new ExponentialSamples();
		}
		return 1;
	}

}
