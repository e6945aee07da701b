package io.github.metricstcp.internal.stream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The deliveries to all clients, present and past. Written by the event loop alone, read
 * by any thread.
 *
 * @since 0.1.0
 */
public final class DeliveryTotals {

	private final AtomicLong sent = new AtomicLong();

	private final AtomicLong coalesced = new AtomicLong();

	private final AtomicLong dropped = new AtomicLong();

	private final AtomicLong bytes = new AtomicLong();

	DeliveryTotals() {
	}

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
	 * Returns how many events were written singly.
	 */
	public long sent() {
		return this.sent.get();
	}

	/**
	 * Returns how many events went into a value told instead.
	 */
	public long coalesced() {
		return this.coalesced.get();
	}

	/**
	 * Returns how many events were lost on the way to a client that lagged.
	 */
	public long dropped() {
		return this.dropped.get();
	}

	/**
	 * Returns how many bytes were written.
	 */
	public long bytes() {
		return this.bytes.get();
	}

}
