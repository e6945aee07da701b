package io.github.metricstcp.chaos;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.metricstcp.testing.StreamClient;
import org.jspecify.annotations.Nullable;

/**
 * A client that wants the truth, in its own way of reading.
 */
final class Watcher {

	static final long UNKNOWN = -1;

	private final StreamClient client;

	private final Manner manner;

	/**
	 * Number of samples that had been recorded, and taken by the exporter, when the
	 * client connected: known if nothing was being recorded.
	 */
	private final long samplesBefore;

	private long pausedAt;

	private boolean evicted;

	Watcher(StreamClient client, Manner manner, long samplesBefore) {
		this.client = client;
		this.manner = manner;
		this.samplesBefore = samplesBefore;
		client.keepNoEvents();
	}

	StreamClient client() {
		return this.client;
	}

	Manner manner() {
		return this.manner;
	}

	long samplesBefore() {
		return this.samplesBefore;
	}

	void pause() {
		this.client.pause();
		this.pausedAt = System.nanoTime();
	}

	/**
	 * Reads on.
	 * @return for how many nanoseconds the client has not read
	 */
	long resume() {
		long paused = (this.pausedAt != 0) ? System.nanoTime() - this.pausedAt : 0;
		this.pausedAt = 0;
		this.client.resume();
		return paused;
	}

	boolean isPaused() {
		return this.pausedAt != 0;
	}

	/**
	 * Says that the server may have disconnected the client, and rightly.
	 */
	void mayBeEvicted() {
		this.evicted = true;
	}

	boolean isMaybeEvicted() {
		return this.evicted;
	}

	/**
	 * Returns why what the client read is no stream, {@code null} if it is one. Where the
	 * connection was cut off there may be half a frame.
	 */
	@Nullable Throwable corruption() {
		Throwable failure = this.client.failure();
		boolean corrupt = failure instanceof RuntimeException || (failure instanceof InvalidProtocolBufferException
				&& !String.valueOf(failure.getMessage()).contains("ended unexpectedly"));
		return corrupt ? failure : null;
	}

	int port() {
		return this.client.socket().getLocalPort();
	}

	@Override
	public String toString() {
		return "%s client at port %d, %d events".formatted(this.manner, port(), this.client.eventCount());
	}

	/**
	 * The way in which a client reads.
	 */
	enum Manner {

		/**
		 * Always.
		 */
		FAST,

		/**
		 * With short pauses.
		 */
		SLOW,

		/**
		 * With pauses that can be longer than the stall timeout.
		 */
		STALLING

	}

}
