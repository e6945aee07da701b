package io.github.metricstcp.autoconfigure;

import java.time.Duration;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener that logs why the live page is without data, once until there is some. The
 * page says it too, to those who look at it.
 */
final class WatchedStream implements StreamListener<SeriesKey> {

	private static final Logger logger = LoggerFactory.getLogger(WatchedStream.class);

	private final String target;

	// Confined to the client's thread

	private boolean received;

	private boolean logged;

	/**
	 * Creates a listener.
	 * @param target the address of the stream
	 */
	WatchedStream(String target) {
		this.target = target;
	}

	@Override
	public void opened(String peer) {
		this.received = false;
	}

	@Override
	public void received(int bytes) {
		this.received = true;
		this.logged = false;
	}

	@Override
	public void closed(String reason, @Nullable Duration retryDelay) {
		if (!this.received && !this.logged) {
			this.logged = true;
			logger.warn("The live page is without data. The metrics stream at {}: {}.", this.target, reason);
		}
		this.received = false;
	}

	@Override
	public SeriesKey series(SeriesKey key) {
		return key;
	}

	@Override
	public void event(SeriesKey series, Operation operation, long operand, long seconds, int nanos) {
		// Only whether something comes matters here
	}

}
