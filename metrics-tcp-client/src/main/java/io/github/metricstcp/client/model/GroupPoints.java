package io.github.metricstcp.client.model;

import java.util.Arrays;
import java.util.Collection;

import io.github.metricstcp.client.wire.Kind;

/**
 * The values of several series of one kind and name together, over time: one for each
 * slot of a range, {@code NaN} where there is none. It does not change.
 *
 * @since 0.1.0
 */
public final class GroupPoints {

	private final TimeRange range;

	private final Kind kind;

	// The sums of values, or the greatest of those that cannot be added
	private final double[] values;

	private final Timeline samples;

	private GroupPoints(TimeRange range, Kind kind, double[] values, Timeline samples) {
		this.range = range;
		this.kind = kind;
		this.values = values;
		this.samples = samples;
	}

	/**
	 * Returns the values of some series.
	 * @param kind the kind of the series
	 * @param series the series, all of that kind
	 * @param range the time and its slots
	 * @return their values together
	 */
	public static GroupPoints of(Kind kind, Collection<Series> series, TimeRange range) {
		boolean additive = series.stream().allMatch(Series::isAdditive);
		double[] together = new double[range.slots()];
		Arrays.fill(together, Double.NaN);
		Timeline samples = new Timeline(range);
		for (Series each : series) {
			double[] values = each.values(range);
			for (int slot = 0; slot < values.length; slot++) {
				if (Double.isNaN(together[slot])) {
					together[slot] = values[slot];
				}
				else if (!Double.isNaN(values[slot])) {
					together[slot] = additive ? together[slot] + values[slot] : Math.max(together[slot], values[slot]);
				}
			}
			each.addTo(samples);
		}
		return new GroupPoints(range, kind, together, samples);
	}

	/**
	 * Returns the time and its slots.
	 * @return the range
	 */
	public TimeRange range() {
		return this.range;
	}

	/**
	 * Returns what comes a second: increases of counters, or samples of histograms.
	 * @return an array that is the caller's; empty for gauges
	 */
	public double[] rates() {
		return (this.kind == Kind.GAUGE) ? new double[0]
				: Arrays.stream(this.values).map((sum) -> sum / this.range.step()).toArray();
	}

	/**
	 * Returns what comes a second, as {@link #rates()} does: of a slot that is not over,
	 * in the seconds of it that are.
	 * @param now the second that is not over, since the epoch
	 * @return an array that is the caller's; empty for gauges
	 */
	public double[] rates(long now) {
		double[] rates = rates();
		int open = this.range.slot(now);
		if (open >= 0 && open < rates.length && now > this.range.second(open)) {
			rates[open] *= (double) this.range.step() / (now - this.range.second(open));
		}
		return rates;
	}

	/**
	 * Returns the values of gauges: their sums, or the greatest of those of which sums
	 * have no {@link Series#isAdditive() meaning}.
	 * @return an array that is the caller's; empty for other kinds
	 */
	public double[] values() {
		return (this.kind != Kind.GAUGE) ? new double[0] : this.values.clone();
	}

	/**
	 * Returns the last one of the values of gauges.
	 * @return the value of the last slot that has one; {@code NaN} if none has, and for
	 * other kinds
	 */
	public double lastValue() {
		double last = Double.NaN;
		for (double value : values()) {
			last = Double.isNaN(value) ? last : value;
		}
		return last;
	}

	/**
	 * Returns the samples of histograms.
	 * @return a timeline, without samples for other kinds
	 */
	public Timeline samples() {
		return this.samples;
	}

}
