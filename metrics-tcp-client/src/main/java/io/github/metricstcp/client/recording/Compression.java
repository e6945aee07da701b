package io.github.metricstcp.client.recording;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The compression of a file: chosen by its name when it is written, and recognised by its
 * first bytes when it is read. What is compressed can be read up to each place where the
 * compressor was flushed, even if the rest is missing.
 */
enum Compression {

	NONE("", "") {

		@Override
		OutputStream compress(OutputStream out) {
			return out;
		}

		@Override
		InputStream decompress(InputStream in) {
			return in;
		}

	},

	GZIP(".gz", "\u001F\u008B") {

		@Override
		OutputStream compress(OutputStream out) throws IOException {
			return new GZIPOutputStream(out, BUFFER, true);
		}

		@Override
		InputStream decompress(InputStream in) throws IOException {
			return new GZIPInputStream(new Joined(in), BUFFER);
		}

	},

	ZSTD(".zst", "(\u00B5/\u00FD") {

		@Override
		OutputStream compress(OutputStream out) throws IOException {
			try {
				return ZstdStreams.compress(out);
			}
			catch (LinkageError ex) {
				throw missing(ex);
			}
		}

		@Override
		InputStream decompress(InputStream in) throws IOException {
			try {
				return ZstdStreams.decompress(in);
			}
			catch (LinkageError ex) {
				throw missing(ex);
			}
		}

	};

	private static final int BUFFER = 1 << 16;

	/**
	 * The number of bytes that may be looked at to recognise a compression.
	 */
	static final int LONGEST_MAGIC = 4;

	private final String suffix;

	// A character is a byte
	private final String magic;

	Compression(String suffix, String magic) {
		this.suffix = suffix;
		this.magic = magic;
	}

	/**
	 * Returns the end of the names of files that are compressed this way.
	 */
	String suffix() {
		return this.suffix;
	}

	/**
	 * Returns a stream whose bytes go to another one, compressed.
	 * @throws IOException if there is no such compressor here, with a clause that says
	 * why
	 */
	abstract OutputStream compress(OutputStream out) throws IOException;

	/**
	 * Returns the bytes of a compressed stream. It throws an {@link java.io.EOFException}
	 * where compressed bytes are missing at the end, behind all that could be read.
	 * @throws IOException if there is no such decompressor here, with a clause that says
	 * why
	 */
	abstract InputStream decompress(InputStream in) throws IOException;

	/**
	 * Returns the compression that the name of a file asks for.
	 */
	static Compression ofName(Path file) {
		String name = String.valueOf(file.getFileName());
		for (Compression each : values()) {
			if (each != NONE && name.endsWith(each.suffix)) {
				return each;
			}
		}
		return NONE;
	}

	/**
	 * Returns the compression of a stream. It reads no more bytes than are needed to
	 * tell, and pushes them back.
	 * @param in the stream at its beginning, with room for {@link #LONGEST_MAGIC} bytes
	 */
	static Compression of(PushbackInputStream in) throws IOException {
		byte[] read = new byte[LONGEST_MAGIC];
		int length = 0;
		Compression possible;
		do {
			int next = in.read();
			if (next >= 0) {
				read[length++] = (byte) next;
			}
			possible = (next >= 0) ? beginningWith(read, length) : NONE;
		}
		while (possible != NONE && length < possible.magic.length());
		in.unread(read, 0, length);
		return possible;
	}

	private static Compression beginningWith(byte[] read, int length) {
		for (Compression each : values()) {
			boolean same = length <= each.magic.length();
			for (int i = 0; same && i < length; i++) {
				same = (read[i] & 0xFF) == each.magic.charAt(i);
			}
			if (same) {
				return each;
			}
		}
		return NONE;
	}

	private static IOException missing(LinkageError reason) {
		return (reason instanceof NoClassDefFoundError)
				? new IOException("zstd needs com.github.luben:zstd-jni on the class path", reason) : new IOException(
						"the library of zstd cannot be loaded (%s); gzip needs none".formatted(reason), reason);
	}

	/**
	 * A stream of several compressed ones. The decompressor looks for the next one only
	 * where bytes are available, which a pipe does not say before they are there.
	 */
	private static final class Joined extends FilterInputStream {

		Joined(InputStream in) {
			super(in);
		}

		@Override
		public int available() {
			return 1;
		}

	}

}
