package io.github.metricstcp.client.model;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * The histogram in which Micrometer keeps how long the garbage collector stopped the
 * application. Long ones are marks: the longest of each second.
 */
final class PauseSeries extends HistogramSeries {

	/**
	 * The name of the meter.
	 */
	static final String NAME = "jvm.gc.pause";

	/**
	 * Longer pauses are marks, in seconds. That is what browsers call a long task: people
	 * notice it.
	 */
	private static final double LEVEL = 0.05;

	private final TargetMarks marks;

	// Guarded by this

	private @Nullable Mark mark;

	private long second;

	private double longest;

	PauseSeries(SeriesKey key, Family family, StreamStatus status, TimeSource time, @Nullable History history,
			TargetMarks marks) {
		super(key, family, status, time, history);
		this.marks = marks;
	}

	@Override
	Effect record(Operation operation, long operand, boolean first, long second) {
		double seconds = seconds(Double.longBitsToDouble(operand));
		boolean same = this.mark != null && second == this.second;
		if (seconds > LEVEL && Double.isFinite(seconds) && (!same || seconds > this.longest)) {
			this.mark = this.marks.paused(same ? this.mark : null, second, seconds, labels());
			this.second = second;
			this.longest = seconds;
		}
		return super.record(operation, operand, first, second);
	}

	/**
	 * Returns a sample in seconds, as it is by default; {@code NaN} if it is no time.
	 */
	private double seconds(double sample) {
		String unit = unit();
		if (unit == null) {
			return sample;
		}
		SentUnit sent = SentUnit.of(kind(), name(), unit);
		return (sent.quantity() == Quantity.DURATION) ? sample * sent.factor() : Double.NaN;
	}

}
