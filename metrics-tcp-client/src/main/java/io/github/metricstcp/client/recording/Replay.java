package io.github.metricstcp.client.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import io.github.metricstcp.client.wire.EventSink;
import io.github.metricstcp.client.wire.FrameDecoder;
import io.github.metricstcp.client.wire.MalformedStreamException;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * A recording that is told again, each event when its time has come by a
 * {@link ReplayClock}.
 *
 * @since 0.1.0
 */
public final class Replay {

	private static final int CHUNK = 1 << 16;

	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(100);

	private final Recording recording;

	private final ReplayClock clock;

	private final int maxSeries;

	// Held while the listener is told something, and not while there is nothing to read
	private final ReentrantLock telling = new ReentrantLock();

	// Guarded by it: whether the listener must not be told anything any more
	private boolean silent;

	private volatile boolean stopped;

	/**
	 * Creates a replay.
	 * @param recording what is told; not closed
	 * @param clock when
	 * @param maxSeries how many series are decoded fast
	 */
	public Replay(Recording recording, ReplayClock clock, int maxSeries) {
		this.recording = recording;
		this.clock = clock;
		this.maxSeries = maxSeries;
	}

	/**
	 * Tells the recording from its beginning to its end, or until {@link #stop()}.
	 * @param listener who is told
	 * @return what is to be said of its end: that it is torn, commonly; {@code null} if
	 * it ended as it should
	 * @throws MalformedStreamException if it is no stream, or not from some place on.
	 * What was before has been told.
	 * @throws IOException if it cannot be read
	 */
	public <S> @Nullable String run(StreamListener<S> listener) throws IOException {
		this.telling.lock();
		try {
			return this.stopped ? null : tell(listener);
		}
		finally {
			this.telling.unlock();
		}
	}

	private <S> @Nullable String tell(StreamListener<S> listener) throws IOException {
		Paced<S> paced = new Paced<>(listener);
		FrameDecoder<S> decoder = new FrameDecoder<>(paced, FrameDecoder.DEFAULT_MAX_FRAME_LENGTH, this.maxSeries);
		byte[] chunk = new byte[CHUNK];
		listener.opened(this.recording.name());
		this.clock.start();
		String end = "The recording has ended";
		try {
			int read = read(chunk);
			while (read >= 0 && !this.stopped) {
				decoder.decode(ByteBuffer.wrap(chunk, 0, read));
				listener.consumed();
				read = read(chunk);
			}
			if (this.stopped) {
				return null;
			}
			if (decoder.frames() == 0) {
				throw new IOException("%s holds no whole frame".formatted(this.recording.name()));
			}
			if (decoder.pending() == 0) {
				return null;
			}
			String torn = "%s ends in the middle of a frame: %d bytes at its end are not used, all %d frames before them are"
				.formatted(this.recording.name(), decoder.pending(), decoder.frames());
			end = torn;
			return torn;
		}
		catch (MalformedStreamException ex) {
			end = String.valueOf(ex.getMessage());
			throw ex;
		}
		finally {
			if (!this.silent) {
				listener.consumed();
				listener.closed(end, null);
			}
			this.clock.stop();
		}
	}

	private int read(byte[] chunk) throws IOException {
		this.telling.unlock();
		try {
			return this.recording.read(chunk);
		}
		catch (IOException ex) {
			if (this.stopped) {
				// Closed, for nobody wants it any more
				return -1;
			}
			throw ex;
		}
		finally {
			this.telling.lock();
		}
	}

	/**
	 * Ends the replay. The listener is told nothing any more when this returns, unless it
	 * holds the replay up for seconds. May be called by any thread.
	 */
	public void stop() {
		this.stopped = true;
		boolean quiet = false;
		try {
			quiet = this.telling.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (quiet) {
			this.silent = true;
			this.telling.unlock();
		}
	}

	/**
	 * What waits for the time of each event. A frame that holds an event is passed on
	 * with it.
	 */
	private final class Paced<S> implements EventSink<S> {

		private final StreamListener<S> listener;

		private byte[] bytes = {};

		private int offset;

		private int length;

		Paced(StreamListener<S> listener) {
			this.listener = listener;
		}

		@Override
		public S series(SeriesKey key) {
			return this.listener.series(key);
		}

		@Override
		public void frame(byte[] bytes, int offset, int length) {
			this.bytes = bytes;
			this.offset = offset;
			this.length = length;
		}

		@Override
		public void event(S series, Operation operation, long operand, long seconds, int nanos) {
			if (seconds != 0) {
				await(Recording.nanos(seconds, nanos));
			}
			if (!Replay.this.stopped) {
				passFrame();
				this.listener.event(series, operation, operand, seconds, nanos);
			}
		}

		@Override
		public void metadata(Metadata metadata) {
			passFrame();
			this.listener.metadata(metadata);
		}

		@Override
		public void unknown() {
			passFrame();
			this.listener.unknown();
		}

		private void passFrame() {
			this.listener.received(this.length);
			this.listener.frame(this.bytes, this.offset, this.length);
		}

		private void await(long time) {
			long wait = Replay.this.clock.nanosUntil(time);
			while (wait > 0 && !Replay.this.stopped) {
				this.listener.consumed();
				LockSupport.parkNanos(Math.min(wait, LONGEST_WAIT));
				wait = Replay.this.clock.nanosUntil(time);
			}
		}

	}

}
