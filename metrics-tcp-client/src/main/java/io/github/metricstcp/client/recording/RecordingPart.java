package io.github.metricstcp.client.recording;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * One file of a recording, or the standard input, while it is read. Compressed ones are
 * recognised by their first bytes.
 */
final class RecordingPart implements AutoCloseable {

	private final String name;

	private final InputStream source;

	private final InputStream in;

	private boolean cut;

	private RecordingPart(String name, InputStream source) throws IOException {
		this.name = name;
		this.source = source;
		this.in = decompressed(source);
	}

	/**
	 * Opens the file.
	 * @throws IOException if it cannot be read, with a sentence that says why
	 */
	static RecordingPart open(String file) throws IOException {
		if (file.equals(Recording.STANDARD_INPUT)) {
			return open("standard input", System.in);
		}
		Path path = Path.of(file);
		if (Files.isDirectory(path)) {
			throw new IOException("%s can't be read: it is a directory".formatted(file));
		}
		InputStream source;
		try {
			source = Files.newInputStream(path);
		}
		catch (NoSuchFileException ex) {
			throw new IOException("%s can't be read: no such file".formatted(file), ex);
		}
		catch (AccessDeniedException ex) {
			throw new IOException("%s can't be read: permission denied".formatted(file), ex);
		}
		return open(file, source);
	}

	private static RecordingPart open(String name, InputStream source) throws IOException {
		try {
			return new RecordingPart(name, source);
		}
		catch (IOException ex) {
			if (source != System.in) {
				source.close();
			}
			throw new IOException("%s can't be read: %s".formatted(name, FrameFile.reason(ex)), ex);
		}
	}

	private InputStream decompressed(InputStream source) throws IOException {
		PushbackInputStream in = new PushbackInputStream(source, Compression.LONGEST_MAGIC);
		Compression compression = Compression.of(in);
		if (compression == Compression.NONE) {
			return in;
		}
		try {
			return compression.decompress(new BufferedInputStream(in));
		}
		catch (EOFException ex) {
			this.cut = true;
			return InputStream.nullInputStream();
		}
	}

	/**
	 * Returns its file, or a word for the standard input.
	 */
	String name() {
		return this.name;
	}

	/**
	 * Reads the next bytes.
	 * @return the number of bytes, -1 at the end
	 */
	synchronized int read(byte[] bytes) throws IOException {
		if (this.cut) {
			return -1;
		}
		try {
			return this.in.read(bytes);
		}
		catch (EOFException ex) {
			this.cut = true;
			return -1;
		}
	}

	/**
	 * Returns whether the end was reached, and compressed bytes are missing there.
	 */
	boolean isCut() {
		return this.cut;
	}

	/**
	 * Closes the file, which may be read meanwhile, and gives back the memory of the
	 * decompressor. The standard input stays open.
	 */
	@Override
	public void close() throws IOException {
		if (this.source != System.in) {
			// First, for a thread that reads may wait for its bytes
			this.source.close();
			synchronized (this) {
				this.in.close();
			}
		}
	}

}
