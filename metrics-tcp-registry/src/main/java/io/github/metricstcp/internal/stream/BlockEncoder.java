package io.github.metricstcp.internal.stream;

/**
 * The encoder of live events: each is encoded once, for all clients, into the block.
 * Confined to the event loop.
 */
final class BlockEncoder {

	private final Block block = new Block();

	private final PublishedState published;

	private final EventClock clock;

	private final FanOut fanOut;

	BlockEncoder(PublishedState published, EventClock clock, FanOut fanOut) {
		this.published = published;
		this.clock = clock;
		this.fanOut = fanOut;
	}

	boolean isFull() {
		return this.block.isFull();
	}

	boolean isEmpty() {
		return this.block.isEmpty();
	}

	/**
	 * Publishes an event from the ingress, whose series is registered, and encodes it.
	 */
	void publish(RecordedEvent event) {
		Series series = event.series;
		encode(series, series.publish(this.published, event.value), this.clock.epochNanos(event.monotonicTime));
	}

	/**
	 * Publishes what never went through the ingress of a series, and encodes it.
	 */
	void absorb(Series series) {
		// Before anything is published: a client is sent values when a block is flushed,
		// and would be sent the increment besides
		if (this.block.isFull()) {
			flush();
		}
		if (series.index == Series.UNREGISTERED || series.retired) {
			return;
		}
		long increment = series.absorb(this.published);
		if (increment > 0) {
			encode(series, increment, this.clock.epochNanos());
		}
	}

	private void encode(Series series, long bits, long epochNanos) {
		series.template.write(this.block.writer, this.published.timestamp(series.index, epochNanos), bits);
		this.block.end(series);
	}

	/**
	 * Hands what was encoded to all clients.
	 */
	void flush() {
		this.fanOut.flush(this.block);
	}

	/**
	 * Discards what was encoded, which nobody has asked for.
	 */
	void discard() {
		this.block.clear();
	}

	/**
	 * Goes on after a failure.
	 */
	void recover(Throwable failure) {
		this.fanOut.recover(this.block, failure);
	}

}
