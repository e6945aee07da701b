package io.github.metricstcp.benchmarks.stream;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * The quantiles of some durations, in microseconds.
 *
 * @param count how many there were
 * @param p50 the median
 * @param p99 of a hundred only one was longer
 * @param p999 of a thousand only one was longer
 * @param max the longest
 */
record Quantiles(long count, double p50, double p99, double p999, double max) {

	static Quantiles of(Histogram nanos) {
		return new Quantiles(nanos.getTotalCount(), at(nanos, 50), at(nanos, 99), at(nanos, 99.9),
				nanos.getMaxValue() / Nanos.PER_MICRO);
	}

	private static double at(Histogram nanos, double percentile) {
		return nanos.getValueAtPercentile(percentile) / Nanos.PER_MICRO;
	}

	/**
	 * Returns what durations in nanoseconds are recorded with.
	 */
	static SingleWriterRecorder recorder() {
		return new SingleWriterRecorder(3);
	}

}
