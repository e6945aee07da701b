package io.github.metricstcp.client.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

/**
 * A file to which whole frames are written, compressed if its name says so. Not
 * thread-safe, but for {@link #written()}.
 */
final class FrameFile {

	private static final int BUFFER = 1 << 16;

	/**
	 * At least as many bytes as gzip and zstd need to begin, to flush and to end.
	 */
	private static final int COMPRESSION_END = 100;

	private final Path path;

	private final FileChannel channel;

	private final @Nullable OutputStream compressor;

	private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

	// The bytes in the file; one thread writes
	private volatile long written;

	// The part of an uncompressed file that is whole frames, for the buffer never holds a
	// part of one
	private long flushed;

	// The frames that the compressor was given since it was flushed
	private long compressing;

	private FrameFile(Path path, FileChannel channel) throws IOException {
		this.path = path;
		this.channel = channel;
		Compression compression = Compression.ofName(path);
		this.compressor = (compression != Compression.NONE) ? compression.compress(new Target()) : null;
	}

	/**
	 * Creates the file.
	 * @throws IOException if that is not possible or there is such a file, with a
	 * sentence that says why
	 */
	static FrameFile create(Path path) throws IOException {
		FileChannel channel = open(path);
		try {
			return new FrameFile(path, channel);
		}
		catch (IOException ex) {
			channel.close();
			if (Files.isRegularFile(path)) {
				Files.delete(path);
			}
			throw new IOException("%s can't be written: %s".formatted(path, reason(ex)), ex);
		}
	}

	private static FileChannel open(Path path) throws IOException {
		try {
			// A device, such as /dev/null, is there already
			return (Files.exists(path) && !Files.isRegularFile(path)) ? FileChannel.open(path, StandardOpenOption.WRITE)
					: FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
		}
		catch (FileAlreadyExistsException ex) {
			throw new IOException("%s already exists: remove it, or record to another file".formatted(path), ex);
		}
		catch (NoSuchFileException ex) {
			throw new IOException("%s can't be written: no such directory".formatted(path), ex);
		}
		catch (IOException ex) {
			throw new IOException("%s can't be written: %s".formatted(path, reason(ex)), ex);
		}
	}

	static String reason(IOException ex) {
		return (ex instanceof AccessDeniedException) ? "permission denied"
				: (ex.getMessage() != null) ? ex.getMessage() : ex.toString();
	}

	Path path() {
		return this.path;
	}

	boolean isCompressed() {
		return this.compressor != null;
	}

	/**
	 * Returns the bytes that are in the file. May be called by any thread.
	 */
	long written() {
		return this.written;
	}

	/**
	 * Returns the size that the file will have if it is closed now: if it is compressed,
	 * the largest that is possible, and all but exact once it was flushed.
	 */
	long size() {
		long size = this.written + this.compressing + this.buffer.position();
		// What cannot be compressed becomes larger, a little with each block
		return (this.compressor != null) ? size + this.compressing / 1000 + COMPRESSION_END : size;
	}

	void write(byte[] bytes, int offset, int length) throws IOException {
		if (length > this.buffer.remaining()) {
			drain();
		}
		if (length > this.buffer.capacity()) {
			pass(ByteBuffer.wrap(bytes, offset, length));
			this.flushed += length;
		}
		else {
			this.buffer.put(bytes, offset, length);
		}
	}

	/**
	 * Hands all frames to the system, so that they can be read from the file.
	 */
	void flush() throws IOException {
		drain();
		if (this.compressor != null && this.compressing > 0) {
			this.compressor.flush();
			this.compressing = 0;
		}
	}

	private void drain() throws IOException {
		this.buffer.flip();
		pass(this.buffer);
		this.flushed += this.buffer.limit();
		this.buffer.clear();
	}

	private void pass(ByteBuffer frames) throws IOException {
		if (this.compressor == null) {
			writeFully(frames);
		}
		else if (frames.hasRemaining()) {
			this.compressing += frames.remaining();
			this.compressor.write(frames.array(), frames.arrayOffset() + frames.position(), frames.remaining());
			frames.position(frames.limit());
		}
	}

	private void writeFully(ByteBuffer bytes) throws IOException {
		while (bytes.hasRemaining()) {
			int taken = this.channel.write(bytes);
			// Not atomic: one thread writes
			long written = this.written + taken;
			this.written = written;
		}
	}

	/**
	 * Closes the file, whose frames were handed to the system before.
	 */
	void close() throws IOException {
		try {
			if (this.compressor != null) {
				this.compressor.close();
			}
		}
		finally {
			this.channel.close();
		}
	}

	/**
	 * Closes the file after a failure, behind its last whole frame. If it is compressed,
	 * a part of a frame may remain, which a replay can cope with.
	 */
	void cut() {
		try (FileChannel closing = this.channel) {
			if (this.compressor == null) {
				closing.truncate(this.flushed + wholeFrames());
			}
		}
		catch (IOException ex) {
			// The last frame is torn then
		}
		if (this.compressor != null) {
			try {
				this.compressor.close();
			}
			catch (IOException ex) {
				// It has no file to write to any more, and gives its memory back
			}
		}
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

	/**
	 * The file as the compressor sees it.
	 */
	private final class Target extends OutputStream {

		@Override
		public void write(int value) throws IOException {
			writeFully(ByteBuffer.wrap(new byte[] { (byte) value }));
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			writeFully(ByteBuffer.wrap(bytes, offset, length));
		}

	}

}
