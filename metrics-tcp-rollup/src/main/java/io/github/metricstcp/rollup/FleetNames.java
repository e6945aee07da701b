package io.github.metricstcp.rollup;

import java.util.function.Predicate;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;

/**
 * The names of the metrics that are written for a series of the fleet.
 * <p>
 * A gauge {@code x} becomes {@code x.sum}, {@code x.min}, {@code x.max} and
 * {@code x.instances}, so a gauge that is called {@code y.p50} is not taken for the one
 * of a histogram {@code y}. What a histogram {@code x} may share with others is
 * {@code x.max}, with a gauge {@code x}, and {@code x.count}, with a counter of that
 * name. If there is such a series with the same labels, they are {@code x.histogram.max}
 * and {@code x.histogram.count}.
 */
final class FleetNames {

	static final String COUNT = ".count";

	private static final String MAX = ".max";

	private static final String HISTOGRAM = ".histogram";

	private FleetNames() {
	}

	/**
	 * Returns the name of the histogram that may share a metric with a series.
	 */
	static String histogram(SeriesKey key) {
		boolean count = key.kind() == Kind.COUNTER && key.name().endsWith(COUNT);
		return count ? key.name().substring(0, key.name().length() - COUNT.length()) : key.name();
	}

	/**
	 * Returns the name of the number of a histogram's samples.
	 * @param others whether there is a series
	 */
	static String count(SeriesKey key, Predicate<SeriesKey> others) {
		boolean taken = others.test(new SeriesKey(Kind.COUNTER, key.name() + COUNT, key.labels()));
		return key.name() + (taken ? HISTOGRAM : "") + COUNT;
	}

	/**
	 * Returns the name of a histogram's greatest sample.
	 * @param others whether there is a series
	 */
	static String max(SeriesKey key, Predicate<SeriesKey> others) {
		boolean taken = others.test(new SeriesKey(Kind.GAUGE, key.name(), key.labels()));
		return key.name() + (taken ? HISTOGRAM : "") + MAX;
	}

}
