package io.github.metricstcp.client.model;

import java.util.Arrays;

/**
 * One value for each of the last spans: the increase of a counter, or the last value of a
 * gauge. Not thread-safe.
 */
final class ValueHistory {

	// Whether a value holds on, and is not added to others
	private final boolean holding;

	private final SecondRing spans;

	private long span = Long.MIN_VALUE;

	// The value of the span that is not over
	private double open;

	ValueHistory(boolean holding) {
		this.holding = holding;
		this.spans = SecondRing.ofSpans(holding, History.SPANS);
	}

	/**
	 * Called when a second is over.
	 * @param second the second, later than the last one
	 * @param value its value
	 */
	void close(long second, double value) {
		long span = Math.floorDiv(second, History.SPAN_SECONDS);
		if (span != this.span) {
			closeSpan(span);
		}
		this.open = this.holding ? value : this.open + value;
	}

	private void closeSpan(long span) {
		if (this.span != Long.MIN_VALUE) {
			this.spans.put(this.span, this.open);
			if (span - 1 > this.span) {
				// With the value that has held on since
				this.spans.put(span - 1, this.holding ? this.open : 0);
			}
		}
		this.span = span;
		this.open = this.holding ? this.open : 0;
	}

	/**
	 * Returns the values of the slots of a range, which are made of spans: {@code NaN}
	 * where there is none.
	 */
	double[] values(TimeRange range) {
		int each = range.step() / History.SPAN_SECONDS;
		long first = Math.floorDiv(range.from(), History.SPAN_SECONDS);
		long behind = first + (long) range.slots() * each;
		int closed = (int) Math.max(0, Math.min(behind, this.span) - first);
		double[] spans = (closed > 0) ? this.spans.last(first + closed - 1, closed) : new double[0];
		double[] values = new double[range.slots()];
		for (int slot = 0; slot < values.length; slot++) {
			double value = Double.NaN;
			for (int i = 0; i < each; i++) {
				long span = first + (long) slot * each + i;
				value = joined(value, value(span, spans, first), this.holding);
			}
			values[slot] = value;
		}
		return values;
	}

	private double value(long span, double[] closed, long first) {
		if (span == this.span) {
			return this.open;
		}
		return (span < this.span) ? closed[(int) (span - first)] : Double.NaN;
	}

	/**
	 * Returns the values of a range whose slots are made of seconds.
	 */
	static double[] valuesOf(SecondRing ring, boolean holding, TimeRange range, long second) {
		double[] values = new double[range.slots()];
		Arrays.fill(values, Double.NaN);
		int closed = (int) Math.max(0, Math.min(range.to(), second) - range.from());
		int count = Math.min(closed, SecondRing.SECONDS);
		double[] seconds = ring.last(range.from() + closed - 1, count);
		for (int i = 0; i < count; i++) {
			int slot = range.slot(range.from() + closed - count + i);
			values[slot] = joined(values[slot], seconds[i], holding);
		}
		return values;
	}

	/**
	 * Returns the value of two times together, of which one may have none.
	 */
	static double joined(double earlier, double later, boolean holding) {
		if (Double.isNaN(later)) {
			return earlier;
		}
		return (Double.isNaN(earlier) || holding) ? later : earlier + later;
	}

}
