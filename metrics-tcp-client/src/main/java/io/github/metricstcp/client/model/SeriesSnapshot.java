package io.github.metricstcp.client.model;

/**
 * What was known of a series at one moment. What does not apply to its kind is
 * {@code NaN}, or 0 where that is not possible.
 *
 * @param series the series
 * @param window over what time count, sum, minimum, maximum and quantiles are taken
 * @param live whether the target is connected and has said something of the series since
 * it is; otherwise everything is what was last known
 * @param lastEvent when something was last said of it, in nanoseconds since the epoch
 * @param lastChange when it last changed, in nanoseconds since the epoch
 * @param value the total of a counter, the value of a gauge, the last sample of a
 * histogram
 * @param total the total of a counter, without a sign
 * @param totalTold whether the exporter told the counter's total; if not, it is the sum
 * of what was seen since the target was connected
 * @param last the last increase of a counter, the value of a gauge, the last sample of a
 * histogram
 * @param rate1s increase or samples in the last second that has passed
 * @param rate10s increase or samples a second over the last ten
 * @param rate1m increase or samples a second over the last sixty
 * @param count how many samples the window has; of a counter or gauge, how many events
 * (counters: since {@link Window#ALL all} began)
 * @param sum the sum of the window's samples; of a counter, its increase in the window
 * @param min the least sample or value of the window
 * @param max the greatest sample or value of the window
 * @param p50 the median of the window's samples, as all quantiles at most 1 % off
 * @param p90 the 90th percentile
 * @param p95 the 95th percentile
 * @param p99 the 99th percentile
 * @param p999 the 99.9th percentile
 * @since 0.1.0
 */
public record SeriesSnapshot(Series series, Window window, boolean live, long lastEvent, long lastChange, double value,
		long total, boolean totalTold, double last, double rate1s, double rate10s, double rate1m, long count,
		double sum, double min, double max, double p50, double p90, double p95, double p99, double p999) {

	/**
	 * Returns the mean of the window's samples, {@code NaN} if there is none.
	 */
	public double mean() {
		return (this.count > 0) ? this.sum / this.count : Double.NaN;
	}

	/**
	 * A snapshot as far as it is filled in.
	 */
	static final class Builder {

		private static final double[] QUANTILES = { 0.5, 0.9, 0.95, 0.99, 0.999 };

		private final Series series;

		private final Window window;

		boolean live;

		long lastEvent;

		long lastChange;

		double value = Double.NaN;

		long total;

		boolean totalTold;

		double last = Double.NaN;

		double rate1s = Double.NaN;

		double rate10s = Double.NaN;

		double rate1m = Double.NaN;

		long count;

		double sum = Double.NaN;

		double min = Double.NaN;

		double max = Double.NaN;

		private final double[] quantiles = { Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN };

		Builder(Series series, Window window) {
			this.series = series;
			this.window = window;
		}

		void stats(Stats stats) {
			this.count = stats.count;
			this.sum = stats.sum;
			if (stats.min <= stats.max) {
				this.min = stats.min;
				this.max = stats.max;
			}
			for (int i = 0; i < QUANTILES.length; i++) {
				this.quantiles[i] = stats.quantile(QUANTILES[i]);
			}
		}

		SeriesSnapshot build() {
			return new SeriesSnapshot(this.series, this.window, this.live, this.lastEvent, this.lastChange, this.value,
					this.total, this.totalTold, this.last, this.rate1s, this.rate10s, this.rate1m, this.count, this.sum,
					this.min, this.max, this.quantiles[0], this.quantiles[1], this.quantiles[2], this.quantiles[3],
					this.quantiles[4]);
		}

	}

}
