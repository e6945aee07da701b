package io.github.metricstcp.client.model;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.github.metricstcp.client.wire.SeriesKey;

/**
 * The number of a target's series of which nothing is kept. They are distinguished by a
 * fingerprint, so that they take little memory, and only so many are. Written by the
 * thread that reads the stream, read by any.
 */
final class DiscardedSeriesCount {

	/**
	 * The number beyond which no more are counted.
	 */
	static final int MOST = 100_000;

	/**
	 * An odd number whose bits look random: 2^64 divided by the golden ratio.
	 */
	private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

	private final Set<Long> fingerprints = new HashSet<>();

	private volatile int count;

	void add(SeriesKey key) {
		if (this.fingerprints.size() < MOST && this.fingerprints.add(fingerprint(key))) {
			this.count = this.fingerprints.size();
		}
	}

	int count() {
		return this.count;
	}

	private static long fingerprint(SeriesKey key) {
		long fingerprint = mixed(mixed(0, key.kind().name()), key.name());
		for (Map.Entry<String, String> label : key.labels().entrySet()) {
			fingerprint = mixed(mixed(fingerprint, label.getKey()), label.getValue());
		}
		return fingerprint;
	}

	/**
	 * Adds a text. The hash code of a map would not do: it is a sum, and the same for
	 * many labels that are numbers.
	 */
	private static long mixed(long fingerprint, String text) {
		long mixed = (fingerprint ^ text.hashCode()) * MULTIPLIER;
		return mixed ^ (mixed >>> 32);
	}

}
