package io.github.metricstcp.client.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A writer of recordings: the whole frames of a target's streams, as they are, one behind
 * the other. A recording may begin at any time. Frames that were received are handed to
 * the system before more are waited for; those of a compressed file within a second.
 * <p>
 * If the file reaches a size, the next one is begun at the end of a frame, as
 * {@code FILE.1}, {@code FILE.2} and so on. It begins with the metadata so far and the
 * values of all counters and gauges, so that it can be read without the ones before it.
 * So does a recording that begins in the middle of a stream.
 * <p>
 * A file whose name ends with {@code .gz} or {@code .zst} is compressed; its size is that
 * of the compressed bytes. {@code .zst} needs {@code com.github.luben:zstd-jni} on the
 * class path.
 * <p>
 * As a listener it is called by one thread at a time; its other methods may be called by
 * any.
 *
 * @since 0.1.0
 */
public final class Recorder extends StreamRelay implements AutoCloseable {

	/**
	 * The maximum size of a file that has no limit.
	 */
	public static final long UNLIMITED = Long.MAX_VALUE;

	private static final long FLUSH_SECONDS = 1;

	private final Consumer<String> failed;

	// Guarded by this. While there is no recording, frames are not even locked for
	private volatile @Nullable FrameFile out;

	// What follows is guarded by this

	private @Nullable Path file;

	private long maxSize;

	private int number;

	// The part of the file that is the state of the stream before it
	private long headSize;

	private boolean headIsMissing;

	private @Nullable ScheduledExecutorService flusher;

	/**
	 * Creates a recorder that follows the stream, and records nothing until it is
	 * started.
	 * @param maxSeries the maximum number of series whose values a file begins with
	 * @param failed takes a sentence if a recording had to be ended. The part that was
	 * written stays there, and ends with a whole frame unless it is compressed.
	 */
	public Recorder(int maxSeries, Consumer<String> failed) {
		super(maxSeries);
		this.failed = failed;
	}

	/**
	 * Creates a recorder, and starts a recording.
	 * @param file the file to write; there must be no such file yet, nor any of those
	 * that may follow it
	 * @param maxSize the size in bytes at which the next file is begun,
	 * {@link #UNLIMITED} for one file
	 * @param maxSeries the maximum number of series whose values the next file begins
	 * with
	 * @param failed takes a sentence if the recording had to be ended. The part that was
	 * written stays there, and ends with a whole frame unless it is compressed.
	 * @throws IOException if the file cannot be opened, with a sentence that says why
	 */
	public Recorder(Path file, long maxSize, int maxSeries, Consumer<String> failed) throws IOException {
		this(maxSeries, failed);
		start(file, maxSize);
	}

	/**
	 * Starts a recording.
	 * @param file the file to write; there must be no such file yet, nor any of those
	 * that may follow it
	 * @param maxSize the size in bytes at which the next file is begun,
	 * {@link #UNLIMITED} for one file
	 * @throws IOException if the file cannot be opened, with a sentence that says why
	 * @throws IllegalStateException if a recording has been started and not ended
	 */
	public synchronized void start(Path file, long maxSize) throws IOException {
		if (this.out != null) {
			throw new IllegalStateException("A recording is being written to " + this.file);
		}
		RotatedFiles.requireNone(file);
		this.file = file;
		this.maxSize = maxSize;
		this.number = 0;
		FrameFile out = FrameFile.create(file);
		// With the next frame: there may be one whose event is not part of the state yet
		this.headIsMissing = true;
		this.out = out;
		if (out.isCompressed()) {
			flushRegularly();
		}
	}

	/**
	 * Ends the recording, if there is one: writes the rest, and closes the file.
	 */
	public synchronized void stop() {
		handOver();
		FrameFile out = this.out;
		if (out == null) {
			return;
		}
		ended();
		try {
			out.close();
		}
		catch (IOException ex) {
			this.failed.accept("%s may not be complete: %s".formatted(out.path(), FrameFile.reason(ex)));
		}
	}

	/**
	 * Returns the progress of the recording.
	 * @return its file and size, {@code null} if nothing is recorded
	 */
	public @Nullable RecordingProgress progress() {
		FrameFile out = this.out;
		return (out != null) ? new RecordingProgress(out.path(), out.written()) : null;
	}

	private void flushRegularly() {
		ScheduledExecutorService flusher = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "recording-flush");
			thread.setDaemon(true);
			return thread;
		});
		this.flusher = flusher;
		ScheduledFuture<?> unused = flusher.scheduleWithFixedDelay(this::handOver, FLUSH_SECONDS, FLUSH_SECONDS,
				TimeUnit.SECONDS);
	}

	private void ended() {
		this.out = null;
		if (this.flusher != null) {
			this.flusher.shutdown();
			this.flusher = null;
		}
	}

	@Override
	public void frame(byte[] bytes, int offset, int length) {
		if (this.out != null) {
			record(bytes, offset, length);
		}
	}

	private synchronized void record(byte[] bytes, int offset, int length) {
		FrameFile out = this.out;
		if (out == null) {
			return;
		}
		try {
			if (this.headIsMissing) {
				writeHead(out);
			}
			else if (isFull(out, length)) {
				out = next(out);
			}
			if (out != null) {
				out.write(bytes, offset, length);
			}
		}
		catch (IOException ex) {
			fail(ex);
		}
	}

	/**
	 * Whether a frame may be too much for the file.
	 */
	private boolean isFull(FrameFile out, int length) throws IOException {
		if (out.isCompressed() && out.size() + length > limit()) {
			// Now its size is known
			out.flush();
		}
		return out.size() > this.headSize && out.size() + length > limit();
	}

	/**
	 * Returns the size at which the next file is begun: if the state of the stream takes
	 * more than half of it, there is still as much room behind.
	 */
	private long limit() {
		return Math.max(this.maxSize, this.headSize + this.maxSize / 2);
	}

	/**
	 * Goes on in the next file.
	 * @return the file, {@code null} if it cannot be created and the recording has ended
	 */
	private @Nullable FrameFile next(FrameFile last) throws IOException {
		Path file = this.file;
		if (file == null) {
			throw new IllegalStateException("There is no first file");
		}
		last.flush();
		last.close();
		this.number++;
		FrameFile next;
		try {
			next = FrameFile.create(RotatedFiles.file(file, this.number));
		}
		catch (IOException ex) {
			ended();
			this.failed
				.accept("The recording has ended: %s. The part written before is kept.".formatted(ex.getMessage()));
			return null;
		}
		this.out = next;
		writeHead(next);
		return next;
	}

	/**
	 * Writes the state of the stream, of all frames before the next one.
	 */
	private void writeHead(FrameFile out) throws IOException {
		this.headIsMissing = false;
		List<byte[]> state = new ArrayList<>();
		writeState(state::add);
		for (byte[] frame : state) {
			out.write(frame, 0, frame.length);
		}
		if (out.isCompressed()) {
			// Its size is not known before
			out.flush();
		}
		this.headSize = out.size();
	}

	@Override
	public void consumed() {
		FrameFile out = this.out;
		// To flush a compressor makes its output larger
		if (out != null && !out.isCompressed()) {
			handOver();
		}
	}

	/**
	 * Hands everything to the system.
	 */
	private synchronized void handOver() {
		FrameFile out = this.out;
		if (out != null) {
			try {
				if (this.headIsMissing) {
					writeHead(out);
				}
				out.flush();
			}
			catch (IOException ex) {
				fail(ex);
			}
		}
	}

	@Override
	public void closed(String reason, @Nullable Duration retryDelay) {
		handOver();
	}

	/**
	 * Ends the recording, as {@link #stop()} does.
	 */
	@Override
	public void close() {
		stop();
	}

	/**
	 * Ends the recording after a failure, and the file behind its last whole frame.
	 */
	private void fail(IOException failure) {
		FrameFile out = this.out;
		ended();
		if (out != null) {
			out.cut();
			this.failed.accept("The recording has ended: %s can't be written: %s. The part written before is kept."
				.formatted(out.path(), FrameFile.reason(failure)));
		}
	}

}
