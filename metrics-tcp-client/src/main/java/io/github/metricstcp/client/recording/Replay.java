package io.github.metricstcp.client.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * A source that plays a recording again, each event when its time has come by a
 * {@link ReplayClock}.
 *
 * @since 0.1.0
 */
public final class Replay {

	private static final int CHUNK = 1 << 16;

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

	private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(100);

	private final Recording recording;

	private final ReplayClock clock;

	private final int maxSeries;

	// Held while the listener may be called, and not while more is waited for
	private final ReentrantLock calling = new ReentrantLock();

	// Guarded by it: whether the listener must not be called any more
	private boolean muted;

	private volatile boolean stopped;

	// Whether it is stopped for another replay of the same recording
	private volatile boolean interrupted;

	/**
	 * Creates a replay.
	 * @param recording the recording; it is not closed
	 * @param clock the clock, which is started and stopped
	 * @param maxSeries the maximum number of series that are decoded without an object
	 * for each event
	 */
	public Replay(Recording recording, ReplayClock clock, int maxSeries) {
		this.recording = recording;
		this.clock = clock;
		this.maxSeries = maxSeries;
	}

	/**
	 * Plays the recording from its beginning to its end, or until {@link #stop()}.
	 * @param <S> the type of the object that the listener keeps for a series
	 * @param listener the listener, called by this thread
	 * @return a sentence if the recording ends in the middle of a frame, otherwise
	 * {@code null}
	 * @throws MalformedStreamException if it is no stream, or not from some place on. The
	 * part before has been played.
	 * @throws IOException if it cannot be read
	 */
	public <S> @Nullable String run(StreamListener<S> listener) throws IOException {
		this.calling.lock();
		try {
			return this.stopped ? null : play(listener);
		}
		finally {
			this.calling.unlock();
		}
	}

	private <S> @Nullable String play(StreamListener<S> listener) throws IOException {
		Paced<S> paced = new Paced<>(listener);
		listener.opened(this.recording.name());
		this.clock.start();
		String end = "The recording has ended";
		try {
			List<String> torn = new ArrayList<>();
			long frames = 0;
			do {
				frames += playPart(paced, torn);
			}
			while (!this.stopped && this.recording.next());
			if (this.stopped) {
				return null;
			}
			if (frames == 0) {
				throw new IOException("%s holds no whole frame".formatted(this.recording.name()));
			}
			if (torn.isEmpty()) {
				return null;
			}
			end = String.join("; ", torn);
			return end;
		}
		catch (MalformedStreamException ex) {
			end = String.valueOf(ex.getMessage());
			throw ex;
		}
		finally {
			if (!this.muted && !this.interrupted) {
				listener.consumed();
				listener.closed(end, null);
			}
			this.clock.stop();
		}
	}

	/**
	 * Plays one part of the recording, which begins with a whole frame.
	 * @param torn takes a clause if it does not end with one
	 * @return the number of whole frames
	 */
	private <S> long playPart(Paced<S> paced, List<String> torn) throws IOException {
		FrameDecoder<S> decoder = new FrameDecoder<>(paced, FrameDecoder.DEFAULT_MAX_FRAME_LENGTH, this.maxSeries);
		byte[] chunk = new byte[CHUNK];
		int read = read(chunk);
		while (read >= 0 && !this.stopped) {
			decoder.decode(ByteBuffer.wrap(chunk, 0, read));
			paced.listener.consumed();
			read = read(chunk);
		}
		if (!this.stopped && decoder.pending() > 0) {
			torn.add("%s ends in the middle of a frame: %s bytes at its end are not used, all %s frames before them are"
				.formatted(this.recording.partName(), decoder.pending(), decoder.frames()));
		}
		else if (!this.stopped && this.recording.isPartCut()) {
			torn.add("%s ends in the middle of its compressed bytes: all %s frames before that are used"
				.formatted(this.recording.partName(), decoder.frames()));
		}
		return decoder.frames();
	}

	private int read(byte[] chunk) throws IOException {
		this.calling.unlock();
		try {
			return this.recording.read(chunk);
		}
		catch (IOException ex) {
			if (this.stopped) {
				// Closed, for the replay is stopped
				return -1;
			}
			throw ex;
		}
		finally {
			this.calling.lock();
		}
	}

	/**
	 * Stops the replay. The listener is not called any more when this returns, unless it
	 * holds the replay up for more than 3 seconds. May be called by any thread.
	 */
	public void stop() {
		this.stopped = true;
		boolean locked = false;
		try {
			locked = this.calling.tryLock(STOP_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (locked) {
			this.muted = true;
			this.calling.unlock();
		}
	}

	/**
	 * Stops the replay for another one, without waiting. The listener may be called until
	 * {@link #run} returns.
	 */
	void interrupt() {
		this.interrupted = true;
		this.stopped = true;
	}

	/**
	 * A sink that waits for the time of each event. A frame that holds an event is passed
	 * on with it.
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
				await(EventTime.nanos(seconds, nanos));
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
