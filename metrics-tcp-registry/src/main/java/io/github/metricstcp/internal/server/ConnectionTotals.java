package io.github.metricstcp.internal.server;

import java.util.concurrent.atomic.AtomicLong;

import io.github.metricstcp.ConnectionCounts;

/**
 * The connections made to the server since it exists. Written by the event loop, read by
 * any thread.
 */
final class ConnectionTotals {

	private final AtomicLong accepted = new AtomicLong();

	private final AtomicLong refused = new AtomicLong();

	private final AtomicLong failed = new AtomicLong();

	private final AtomicLong evicted = new AtomicLong();

	/**
	 * Counts a connection that became a client.
	 * @return how many did so far, this one included
	 */
	long accepted() {
		return this.accepted.incrementAndGet();
	}

	void refused() {
		this.refused.incrementAndGet();
	}

	void failed() {
		this.failed.incrementAndGet();
	}

	void evicted() {
		this.evicted.incrementAndGet();
	}

	ConnectionCounts counts() {
		return new ConnectionCounts(this.accepted.get(), this.refused.get(), this.failed.get(), this.evicted.get());
	}

}
