package io.github.metricstcp.internal.stream;

import io.github.metricstcp.ClientCounts;

/**
 * The counts of one client's events, which are added to those of all clients as well.
 * Confined to the event loop.
 */
final class DeliveryCounter {

	private final DeliveryTotals totals;

	private long offered;

	private long sent;

	private long coalesced;

	private long dropped;

	private long bytesSent;

	private int eventsInFlight;

	private int bytesInFlight;

	DeliveryCounter(DeliveryTotals totals) {
		this.totals = totals;
	}

	void offered(int events) {
		this.offered += events;
	}

	void coalesced(int events) {
		this.coalesced += events;
		this.totals.coalesced(events);
	}

	void dropped(int events) {
		this.dropped += events;
		this.totals.dropped(events);
	}

	/**
	 * Says that a chunk is being written.
	 */
	void writing(Chunk chunk) {
		this.eventsInFlight = chunk.events;
		this.bytesInFlight = chunk.length();
	}

	/**
	 * Says that the last chunk, if there was one, has been written.
	 */
	void written() {
		this.sent += this.eventsInFlight;
		this.bytesSent += this.bytesInFlight;
		this.totals.sent(this.eventsInFlight, this.bytesInFlight);
		this.eventsInFlight = 0;
		this.bytesInFlight = 0;
	}

	/**
	 * Returns the counts as they are now.
	 * @param waiting how many events wait in the client's buffer
	 */
	ClientCounts counts(long waiting) {
		return new ClientCounts(this.offered, this.sent, this.coalesced, this.dropped, waiting + this.eventsInFlight,
				this.bytesSent);
	}

}
