package io.github.metricstcp.client.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A writer of recordings: the whole frames of a target's streams, as they are, one behind
 * the other. Frames that were received are handed to the system before more are waited
 * for.
 * <p>
 * If the file reaches a size, the next one is begun at the end of a frame, as
 * {@code FILE.1}, {@code FILE.2} and so on. It begins with the metadata so far and the
 * values of all counters and gauges, so that it can be read without the ones before it.
 * <p>
 * Not thread-safe, but for {@link #close()}.
 *
 * @since 0.1.0
 */
public final class Recorder extends StreamRelay implements AutoCloseable {

	/**
	 * The maximum size of a file that has no limit.
	 */
	public static final long UNLIMITED = Long.MAX_VALUE;

	private static final int BUFFER = 1 << 16;

	private final Path file;

	private final long maxSize;

	private final Consumer<String> failed;

	private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

	// Guarded by this

	private FileChannel channel;

	private Path current;

	private int number;

	// The size of the file, the buffer included
	private long size;

	// The part of it that is the state of the stream before it
	private long headSize;

	// The part of it that is in the file: whole frames, for the buffer never holds a part
	// of one
	private long flushed;

	private boolean ended;

	/**
	 * Opens the file.
	 * @param file the file to write; there must be no such file yet, nor any of those
	 * that may follow it
	 * @param maxSize the size in bytes at which the next file is begun,
	 * {@link #UNLIMITED} for one file
	 * @param maxSeries the maximum number of series whose values the next file begins
	 * with
	 * @param failed takes a sentence if the recording had to be ended. The part that was
	 * written stays there, and ends with a whole frame.
	 * @throws IOException if the file cannot be opened, with a sentence that says why
	 */
	public Recorder(Path file, long maxSize, int maxSeries, Consumer<String> failed) throws IOException {
		super(maxSeries);
		this.file = file;
		this.maxSize = maxSize;
		this.failed = failed;
		this.current = file;
		if (maxSize != UNLIMITED) {
			requireNoOlder(file);
		}
		this.channel = open(file);
	}

	/**
	 * Requires that there are no files of an older recording where this one may go on:
	 * found out at once, and not when the first file is full.
	 */
	private static void requireNoOlder(Path file) throws IOException {
		Path directory = file.toAbsolutePath().getParent();
		Pattern following = Pattern.compile(Pattern.quote(file.getFileName() + ".") + "\\d+");
		if (directory == null || !Files.isDirectory(directory)) {
			return;
		}
		Path older = null;
		try (DirectoryStream<Path> all = Files.newDirectoryStream(directory,
				(each) -> following.matcher(each.getFileName().toString()).matches())) {
			for (Path each : all) {
				older = each.getFileName();
			}
		}
		catch (DirectoryIteratorException ex) {
			throw notSearched(directory, Objects.requireNonNull(ex.getCause()));
		}
		catch (IOException ex) {
			throw notSearched(directory, ex);
		}
		if (older != null) {
			throw new IOException("%s already exists, from an older recording: remove it, or record to another file"
				.formatted(file.resolveSibling(older)));
		}
	}

	private static IOException notSearched(Path directory, IOException reason) {
		return new IOException(
				"%s can't be searched for files of an older recording: %s".formatted(directory, reason(reason)),
				reason);
	}

	private static FileChannel open(Path file) throws IOException {
		try {
			// A device, such as /dev/null, is there already
			return Files.exists(file) && !Files.isRegularFile(file) ? FileChannel.open(file, StandardOpenOption.WRITE)
					: FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
		}
		catch (FileAlreadyExistsException ex) {
			throw new IOException("%s already exists: remove it, or record to another file".formatted(file), ex);
		}
		catch (NoSuchFileException ex) {
			throw new IOException("%s can't be written: no such directory".formatted(file), ex);
		}
		catch (IOException ex) {
			throw new IOException("%s can't be written: %s".formatted(file, reason(ex)), ex);
		}
	}

	private static String reason(IOException ex) {
		return (ex instanceof AccessDeniedException) ? "permission denied"
				: (ex.getMessage() != null) ? ex.getMessage() : ex.toString();
	}

	@Override
	public synchronized void frame(byte[] bytes, int offset, int length) {
		if (this.ended) {
			return;
		}
		try {
			if (this.size > this.headSize && this.size + length > limit()) {
				next();
			}
			write(bytes, offset, length);
		}
		catch (IOException ex) {
			fail(ex);
		}
	}

	/**
	 * Returns the size at which the next file is begun: if the state of the stream takes
	 * more than half of it, there is still as much room behind.
	 */
	private long limit() {
		return Math.max(this.maxSize, this.headSize + this.maxSize / 2);
	}

	private void next() throws IOException {
		flush();
		this.channel.close();
		this.number++;
		this.current = this.file.resolveSibling(this.file.getFileName() + "." + this.number);
		this.size = 0;
		this.flushed = 0;
		this.channel = open(this.current);
		List<byte[]> state = new ArrayList<>();
		writeState(state::add);
		for (byte[] frame : state) {
			write(frame, 0, frame.length);
		}
		this.headSize = this.size;
	}

	private void write(byte[] bytes, int offset, int length) throws IOException {
		if (length > this.buffer.remaining()) {
			flush();
		}
		if (length > this.buffer.capacity()) {
			writeFully(ByteBuffer.wrap(bytes, offset, length));
			this.flushed += length;
		}
		else {
			this.buffer.put(bytes, offset, length);
		}
		this.size += length;
	}

	private void flush() throws IOException {
		this.buffer.flip();
		writeFully(this.buffer);
		this.flushed += this.buffer.limit();
		this.buffer.clear();
	}

	private void writeFully(ByteBuffer bytes) throws IOException {
		while (bytes.hasRemaining()) {
			this.channel.write(bytes);
		}
	}

	@Override
	public synchronized void consumed() {
		if (!this.ended) {
			try {
				flush();
			}
			catch (IOException ex) {
				fail(ex);
			}
		}
	}

	@Override
	public void closed(String reason, @Nullable Duration retryDelay) {
		consumed();
	}

	/**
	 * Writes the rest, and closes the file.
	 */
	@Override
	public synchronized void close() {
		consumed();
		this.ended = true;
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			this.failed.accept("%s may not be complete: %s".formatted(this.current, reason(ex)));
		}
	}

	/**
	 * Ends the recording, and the file behind its last whole frame.
	 */
	private void fail(IOException failure) {
		this.ended = true;
		long whole = this.flushed + wholeFrames();
		try (FileChannel closing = this.channel) {
			closing.truncate(whole);
		}
		catch (IOException ex) {
			// The last frame is torn then, which a replay can cope with
		}
		this.failed.accept("The recording has ended: %s can't be written: %s. The part written before is kept."
			.formatted(this.current, reason(failure)));
	}

	/**
	 * Returns the number of bytes of the buffer that were written and are whole frames.
	 */
	private int wholeFrames() {
		int written = this.buffer.position();
		ByteBuffer frames = this.buffer.duplicate();
		frames.position(0);
		int whole = 0;
		while (frames.position() < written) {
			long length = 0;
			byte group = -1;
			for (int shift = 0; group < 0 && frames.position() < written; shift += 7) {
				group = frames.get();
				length |= (group & 0x7FL) << shift;
			}
			if (group < 0 || length > written - frames.position()) {
				break;
			}
			frames.position(frames.position() + (int) length);
			whole = frames.position();
		}
		return whole;
	}

}
