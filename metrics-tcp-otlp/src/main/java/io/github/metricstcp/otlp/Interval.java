package io.github.metricstcp.otlp;

/**
 * The time of one export.
 *
 * @param since the time of the export before, or that at which the first one began to
 * wait, in nanoseconds since the epoch
 * @param until the time at which the values are read, in nanoseconds since the epoch
 * @param temporality whether sums and histograms are of this time only
 */
record Interval(long since, long until, Temporality temporality) {

	boolean isDelta() {
		return this.temporality == Temporality.DELTA;
	}

	/**
	 * Returns the interval of a target that ends earlier, unless it does not.
	 * @param end the time at which the target ends
	 */
	Interval endingAt(long end) {
		return (end < this.until) ? new Interval(this.since, Math.max(this.since, end), this.temporality) : this;
	}

}
