package io.github.metricstcp.client.model;

import java.util.Collection;

import io.github.metricstcp.client.wire.FamilyKey;
import org.jspecify.annotations.Nullable;

/**
 * The state of several series of one kind and name together. It does not change. A number
 * that does not apply to their kind is {@code NaN}.
 *
 * @param family the kind and name of the series
 * @param unit the unit of their values, {@code null} if they have none
 * @param series the number of series
 * @param live whether at least one of them is {@link SeriesSnapshot#live() live}
 * @param lastChange the time at which one of them last changed, in nanoseconds since the
 * epoch
 * @param sum the sum of the totals of counters or of the values of gauges
 * @param greatest the greatest of the totals or values, for gauges whose sum has no
 * meaning, such as durations and ratios
 * @param totalKnown whether the exporter has sent all of the totals or values
 * @param rates the sums of their rates
 * @param summary the sums of their counts and sums, the least and the greatest of their
 * values, and of histograms the quantiles of all samples
 * @since 0.1.0
 */
public record GroupSnapshot(FamilyKey family, @Nullable String unit, int series, boolean live, long lastChange,
		double sum, double greatest, boolean totalKnown, Rates rates, Summary summary) {

	/**
	 * Returns the state of several series together.
	 * @param snapshots the states of the series, which are of one kind and name
	 * @param samples the samples of all of them, such as {@link Distribution#merged
	 * merged} ones; without samples if they are no histograms
	 * @return their state together
	 * @throws IllegalArgumentException if there is no snapshot
	 */
	public static GroupSnapshot of(Collection<SeriesSnapshot> snapshots, Distribution samples) {
		if (snapshots.isEmpty()) {
			throw new IllegalArgumentException("A group has at least one series");
		}
		SeriesSnapshot first = snapshots.iterator().next();
		boolean live = false;
		boolean totalKnown = true;
		long lastChange = Long.MIN_VALUE;
		double sum = Double.NaN;
		double greatest = Double.NaN;
		for (SeriesSnapshot each : snapshots) {
			live |= each.live();
			totalKnown &= each.totalKnown();
			lastChange = Math.max(lastChange, each.lastChange());
			double value = switch (each.key().kind()) {
				case COUNTER, GAUGE -> each.value();
				case HISTOGRAM -> Double.NaN;
			};
			sum = plus(sum, value);
			greatest = greater(greatest, value);
		}
		return new GroupSnapshot(new FamilyKey(first.key().kind(), first.key().name()), first.unit(), snapshots.size(),
				live, lastChange, sum, greatest, totalKnown, rates(snapshots), summary(snapshots, samples));
	}

	private static Rates rates(Collection<SeriesSnapshot> snapshots) {
		Rates rates = Rates.NONE;
		for (SeriesSnapshot snapshot : snapshots) {
			Rates each = snapshot.rates();
			rates = new Rates(plus(rates.oneSecond(), each.oneSecond()), plus(rates.tenSeconds(), each.tenSeconds()),
					plus(rates.oneMinute(), each.oneMinute()));
		}
		return rates;
	}

	private static Summary summary(Collection<SeriesSnapshot> snapshots, Distribution samples) {
		long count = 0;
		double sum = Double.NaN;
		double min = Double.NaN;
		double max = Double.NaN;
		for (SeriesSnapshot snapshot : snapshots) {
			Summary each = snapshot.summary();
			count += each.count();
			sum = plus(sum, each.sum());
			min = -greater(-min, -each.min());
			max = greater(max, each.max());
		}
		return new Summary(count, sum, min, max, samples.quantiles());
	}

	private static double plus(double total, double value) {
		return Double.isNaN(total) ? value : (Double.isNaN(value) ? total : total + value);
	}

	private static double greater(double one, double other) {
		return Double.isNaN(one) ? other : (Double.isNaN(other) ? one : Math.max(one, other));
	}

}
