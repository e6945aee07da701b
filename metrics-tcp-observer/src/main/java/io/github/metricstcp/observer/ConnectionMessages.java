package io.github.metricstcp.observer;

import java.time.Duration;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * The messages about the connection to a target while there is no screen that shows it:
 * each change once, however many attempts there are.
 */
final class ConnectionMessages implements StreamListener<SeriesKey> {

	private final Session session;

	private final String target;

	private @Nullable String lastReason;

	private volatile boolean everOpened;

	ConnectionMessages(Session session, String target) {
		this.session = session;
		this.target = target;
	}

	boolean everOpened() {
		return this.everOpened;
	}

	@Override
	public void opened(String peer) {
		this.everOpened = true;
		this.lastReason = null;
		this.session.say(
				"%s is connected".formatted(this.target) + (peer.equals(this.target) ? "." : " (%s).".formatted(peer)));
	}

	@Override
	public void closed(String reason, @Nullable Duration retryDelay) {
		if (!reason.equals(this.lastReason)) {
			this.lastReason = reason;
			this.session.say(reason + ((retryDelay != null) ? "; trying again." : "."));
		}
	}

	@Override
	public SeriesKey series(SeriesKey key) {
		return key;
	}

	@Override
	public void event(SeriesKey series, Operation operation, long operand, long seconds, int nanos) {
	}

}
