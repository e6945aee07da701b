package io.github.metricstcp.internal.stream;

import java.util.concurrent.atomic.AtomicLong;

import io.github.metricstcp.DeliveryCounts;

/**
 * The deliveries to all clients, present and past. Written by the event loop alone, read
 * by any thread.
 */
final class DeliveryTotals {

	private final AtomicLong sent = new AtomicLong();

	private final AtomicLong coalesced = new AtomicLong();

	private final AtomicLong dropped = new AtomicLong();

	private final AtomicLong bytes = new AtomicLong();

	void sent(int events, int bytes) {
		add(this.sent, events);
		add(this.bytes, bytes);
	}

	void coalesced(int events) {
		add(this.coalesced, events);
	}

	void dropped(int events) {
		add(this.dropped, events);
	}

	// One writer: a plain addition and an ordered store are enough
	private static void add(AtomicLong total, int amount) {
		total.lazySet(total.getPlain() + amount);
	}

	/**
	 * Returns the counts as they are now.
	 */
	DeliveryCounts counts() {
		return new DeliveryCounts(this.sent.get(), this.coalesced.get(), this.dropped.get(), this.bytes.get());
	}

}
