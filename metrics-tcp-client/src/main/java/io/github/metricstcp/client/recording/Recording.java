package io.github.metricstcp.client.recording;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.EventSink;
import io.github.metricstcp.client.wire.FrameDecoder;
import io.github.metricstcp.client.wire.MalformedStreamException;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;

/**
 * A recorded stream, to be read from a file or from another program: one that a
 * {@link Recorder} wrote, or any program that writes what it receives.
 *
 * @since 0.1.0
 */
public final class Recording implements AutoCloseable {

	/**
	 * The name that stands for the standard input.
	 */
	public static final String STANDARD_INPUT = "-";

	private static final int CHUNK = 1 << 16;

	// The number of bytes in which the first event is looked for
	private static final int MAX_PROLOGUE = 16 << 20;

	private final String name;

	private final InputStream in;

	private final InputStream rest;

	private final long beginning;

	private Recording(String name, InputStream in) throws IOException {
		this.name = name;
		this.rest = in;
		ByteArrayOutputStream prologue = new ByteArrayOutputStream();
		this.beginning = findBeginning(in, prologue);
		this.in = new SequenceInputStream(new ByteArrayInputStream(prologue.toByteArray()), in);
	}

	/**
	 * Opens a recording.
	 * @param file its file, {@value #STANDARD_INPUT} for the standard input
	 * @return the recording, to be closed
	 * @throws IOException if it cannot be read, with a sentence that says why
	 */
	public static Recording open(String file) throws IOException {
		if (file.equals(STANDARD_INPUT)) {
			return new Recording("standard input", System.in);
		}
		try {
			Path path = Path.of(file);
			if (Files.isDirectory(path)) {
				throw new IOException("%s can't be read: it is a directory".formatted(file));
			}
			return new Recording(file, Files.newInputStream(path));
		}
		catch (NoSuchFileException ex) {
			throw new IOException("%s can't be read: no such file".formatted(file), ex);
		}
	}

	private static long findBeginning(InputStream in, ByteArrayOutputStream prologue) throws IOException {
		FirstTime first = new FirstTime();
		FrameDecoder<String> decoder = new FrameDecoder<>(first, FrameDecoder.DEFAULT_MAX_FRAME_LENGTH, 1);
		byte[] chunk = new byte[CHUNK];
		try {
			while (!first.found && prologue.size() < MAX_PROLOGUE) {
				int read = in.read(chunk);
				if (read < 0) {
					break;
				}
				prologue.write(chunk, 0, read);
				decoder.decode(ByteBuffer.wrap(chunk, 0, read));
			}
		}
		catch (MalformedStreamException ex) {
			// The replay will come across it, too
		}
		return first.nanos;
	}

	/**
	 * Returns the name of the recording.
	 * @return its file, or a word for the standard input
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns the time of the first event.
	 * @return nanoseconds since the epoch, 0 if there is no event
	 */
	public long beginning() {
		return this.beginning;
	}

	/**
	 * Reads the next bytes.
	 * @return the number of bytes, -1 at the end
	 */
	int read(byte[] bytes) throws IOException {
		return this.in.read(bytes);
	}

	@Override
	public void close() throws IOException {
		if (this.rest != System.in) {
			this.rest.close();
		}
	}

	/**
	 * Returns the time of an event in nanoseconds since the epoch, the nearest that can
	 * be expressed in them.
	 */
	static long nanos(long seconds, int nanos) {
		long limit = TimeSource.secondOf(Long.MAX_VALUE) - 1;
		return Math.max(-limit, Math.min(limit, seconds)) * TimeSource.NANOS_PER_SECOND + nanos;
	}

	/**
	 * A sink that looks for the first event that has a time.
	 */
	private static final class FirstTime implements EventSink<String> {

		private boolean found;

		private long nanos;

		@Override
		public String series(SeriesKey key) {
			return key.name();
		}

		@Override
		public void event(String series, Operation operation, long operand, long seconds, int nanos) {
			if (!this.found && seconds != 0) {
				this.found = true;
				this.nanos = Recording.nanos(seconds, nanos);
			}
		}

	}

}
