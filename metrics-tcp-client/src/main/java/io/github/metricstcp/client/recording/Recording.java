package io.github.metricstcp.client.recording;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.github.metricstcp.client.wire.FrameDecoder;
import io.github.metricstcp.client.wire.MalformedStreamException;

/**
 * A recorded stream, to be read from files, one behind the other, or from another
 * program: one that a {@link Recorder} wrote, or any program that writes what it
 * receives. What is compressed with gzip or zstd is recognised by its first bytes; zstd
 * needs {@code com.github.luben:zstd-jni} on the class path.
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

	private final List<String> files;

	private final boolean repeatable;

	private final long beginning;

	// Read already to find the beginning
	private ByteBuffer prologue;

	// What follows is guarded by this, but for reading

	private volatile RecordingPart part;

	private int index;

	private boolean closed;

	private Recording(List<String> files, RecordingPart first) throws IOException {
		this.files = files;
		this.repeatable = files.stream()
			.allMatch((file) -> !file.equals(STANDARD_INPUT) && Files.isRegularFile(Path.of(file)));
		this.part = first;
		ByteArrayOutputStream prologue = new ByteArrayOutputStream();
		this.beginning = findBeginning(first, prologue);
		this.prologue = ByteBuffer.wrap(prologue.toByteArray());
	}

	/**
	 * Opens a recording.
	 * @param file its file, {@value #STANDARD_INPUT} for the standard input
	 * @return the recording, to be closed
	 * @throws IOException if it cannot be read, with a sentence that says why
	 */
	public static Recording open(String file) throws IOException {
		return open(List.of(file));
	}

	/**
	 * Opens a recording of several files, which are read one behind the other.
	 * @param files its files, at least one, {@value #STANDARD_INPUT} for the standard
	 * input
	 * @return the recording, to be closed
	 * @throws IOException if the first file cannot be read or another one is not there,
	 * with a sentence that says why
	 */
	public static Recording open(List<String> files) throws IOException {
		for (String file : files) {
			if (!file.equals(STANDARD_INPUT) && !Files.exists(Path.of(file))) {
				throw new IOException("%s can't be read: no such file".formatted(file));
			}
		}
		RecordingPart first = RecordingPart.open(files.get(0));
		try {
			return new Recording(List.copyOf(files), first);
		}
		catch (IOException ex) {
			first.close();
			throw ex;
		}
	}

	/**
	 * Returns the files of a recording that was written to several.
	 * @param file the first of them
	 * @return the file and those in which it goes on, in order: the files {@code FILE.1},
	 * {@code FILE.2} and so on beside it, compressed or not, up to the first number that
	 * is missing, as far as its directory can be searched
	 */
	public static List<String> filesOf(String file) {
		List<String> files = new ArrayList<>(List.of(file));
		if (!file.equals(STANDARD_INPUT)) {
			try {
				Map<Integer, Path> following = RotatedFiles.following(Path.of(file));
				for (int i = 1; following.containsKey(i); i++) {
					files.add(String.valueOf(following.get(i)));
				}
			}
			catch (IOException ex) {
				// The file itself may be readable all the same
			}
		}
		return List.copyOf(files);
	}

	private static long findBeginning(RecordingPart part, ByteArrayOutputStream prologue) throws IOException {
		FirstAndLastTime times = new FirstAndLastTime();
		FrameDecoder<String> decoder = new FrameDecoder<>(times, FrameDecoder.DEFAULT_MAX_FRAME_LENGTH, 1);
		byte[] chunk = new byte[CHUNK];
		try {
			while (!times.found() && prologue.size() < MAX_PROLOGUE) {
				int read = part.read(chunk);
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
		return times.first();
	}

	/**
	 * Returns the name of the recording.
	 * @return its file and the number of others, or a word for the standard input
	 */
	public String name() {
		String first = this.files.get(0).equals(STANDARD_INPUT) ? "standard input" : this.files.get(0);
		return (this.files.size() == 1) ? first : "%s and %s more".formatted(first, this.files.size() - 1);
	}

	/**
	 * Returns the time of the first event.
	 * @return nanoseconds since the epoch, 0 if there is no event
	 */
	public long beginning() {
		return this.beginning;
	}

	/**
	 * Returns whether the recording can be read again from its beginning.
	 * @return {@code false} if a part of it comes from another program
	 */
	public boolean isRepeatable() {
		return this.repeatable;
	}

	/**
	 * Finds out how long the recording is: reads its last file, as far as it can be read.
	 * @return the time from the first event to the last one
	 * @throws IOException if there is no event, or it is not {@link #isRepeatable()
	 * repeatable}, with a sentence that says so
	 */
	public Duration length() throws IOException {
		if (!this.repeatable) {
			throw new IOException(
					"%s is no file, and can't be compared: its length is not known before its end".formatted(name()));
		}
		if (this.beginning == 0) {
			throw new IOException("%s holds no event".formatted(name()));
		}
		return Duration.ofNanos(Math.max(0, findEnd(() -> false) - this.beginning));
	}

	/**
	 * Reads the last file of the recording that has an event for the time of its last
	 * one, as far as it can be read. It is {@link #isRepeatable() repeatable}, and being
	 * replayed meanwhile.
	 * @param stopped whether the time is not needed any more
	 * @return nanoseconds since the epoch, 0 if there is no event
	 */
	long findEnd(BooleanSupplier stopped) {
		long end = 0;
		// The last file that has an event has the last one
		for (int i = this.files.size() - 1; i >= 0 && end == 0; i--) {
			end = findEnd(this.files.get(i), stopped);
		}
		return end;
	}

	private static long findEnd(String file, BooleanSupplier stopped) {
		FirstAndLastTime times = new FirstAndLastTime();
		FrameDecoder<String> decoder = new FrameDecoder<>(times, FrameDecoder.DEFAULT_MAX_FRAME_LENGTH, 1);
		byte[] chunk = new byte[CHUNK];
		try (RecordingPart read = RecordingPart.open(file)) {
			for (int length = read.read(chunk); length >= 0 && !stopped.getAsBoolean(); length = read.read(chunk)) {
				decoder.decode(ByteBuffer.wrap(chunk, 0, length));
			}
		}
		catch (IOException ex) {
			// The replay says so once it comes there
		}
		return times.last();
	}

	/**
	 * Reads the next bytes of a part.
	 * @return the number of bytes, -1 at the end of the part
	 */
	int read(byte[] bytes) throws IOException {
		int left = Math.min(this.prologue.remaining(), bytes.length);
		if (left > 0) {
			this.prologue.get(bytes, 0, left);
			return left;
		}
		return this.part.read(bytes);
	}

	/**
	 * Goes on with the next part.
	 * @return {@code false} if there is none
	 */
	synchronized boolean next() throws IOException {
		if (this.closed || this.index + 1 >= this.files.size()) {
			return false;
		}
		this.part.close();
		this.part = RecordingPart.open(this.files.get(this.index + 1));
		this.index++;
		return true;
	}

	/**
	 * Goes back to the beginning of a recording that is repeatable.
	 */
	synchronized void rewind() throws IOException {
		if (!this.closed) {
			this.part.close();
			this.part = RecordingPart.open(this.files.get(0));
			this.index = 0;
			this.prologue = ByteBuffer.allocate(0);
		}
	}

	/**
	 * Returns the name of the part that is read.
	 */
	String partName() {
		return this.part.name();
	}

	/**
	 * Returns whether the part has ended where compressed bytes are missing.
	 */
	boolean isPartCut() {
		return this.part.isCut();
	}

	@Override
	public synchronized void close() throws IOException {
		this.closed = true;
		this.part.close();
	}

}
