package io.github.metricstcp.client.model;

import java.util.HashSet;
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
		return ((long) (31 * key.name().hashCode() + key.kind().name().hashCode()) << 32)
				^ (key.labels().hashCode() & 0xffffffffL);
	}

}
