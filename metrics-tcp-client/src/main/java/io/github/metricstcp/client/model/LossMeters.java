package io.github.metricstcp.client.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;

/**
 * The series of a target in which the exporter counts what it did not send singly. They
 * are needed whether or not they are kept for the user, so there is a limit of their own.
 * Written by the thread that reads the stream, read by any.
 */
final class LossMeters {

	/**
	 * The number of series beyond which no more are needed: an exporter has four, and a
	 * few times as many if their labels have changed.
	 */
	static final int MOST = 64;

	private static final String ARRIVAL = "metrics.tcp.events";

	private static final String DELIVERY = "metrics.tcp.deliveries";

	private static final String OUTCOME = "outcome";

	private static final String DROPPED = "dropped";

	private static final String COALESCED = "coalesced";

	private final Map<SeriesKey, CounterSeries> series = new ConcurrentHashMap<>();

	/**
	 * Returns whether a series is one of them, and there are not too many. With more
	 * labels, such as common tags, it is one too.
	 */
	boolean needs(SeriesKey key) {
		String outcome = key.labels().get(OUTCOME);
		return key.kind() == Kind.COUNTER && (key.name().equals(ARRIVAL) || key.name().equals(DELIVERY))
				&& (DROPPED.equals(outcome) || COALESCED.equals(outcome)) && !key.isTooLong()
				&& this.series.size() < MOST;
	}

	/**
	 * Adds a series, if it is one of them.
	 */
	void add(Series added) {
		if (added instanceof CounterSeries counter && needs(added.key())) {
			this.series.put(added.key(), counter);
		}
	}

	Losses losses() {
		return this.series.isEmpty() ? new Losses(0, 0, 0, 0) : new Losses(count(ARRIVAL, DROPPED),
				count(ARRIVAL, COALESCED), count(DELIVERY, DROPPED), count(DELIVERY, COALESCED));
	}

	private long count(String name, String outcome) {
		double count = 0;
		for (Map.Entry<SeriesKey, CounterSeries> each : this.series.entrySet()) {
			SeriesKey key = each.getKey();
			if (key.name().equals(name) && outcome.equals(key.labels().get(OUTCOME))) {
				count += each.getValue().increased();
			}
		}
		return (long) count;
	}

}
