package io.github.metricstcp.client.recording;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;

/**
 * The only class that needs the library of zstd, which not every class path has.
 */
final class ZstdStreams {

	private ZstdStreams() {
	}

	static OutputStream compress(OutputStream out) throws IOException {
		// Without a checksum wrong bytes may go unnoticed
		return new ZstdOutputStreamNoFinalizer(out).setChecksum(true);
	}

	static InputStream decompress(InputStream in) throws IOException {
		return new Decompressed(new Watched(in));
	}

	/**
	 * A stream that remembers whether its end was read.
	 */
	private static final class Watched extends FilterInputStream {

		private boolean ended;

		Watched(InputStream in) {
			super(in);
		}

		@Override
		public int read() throws IOException {
			int read = super.read();
			this.ended |= read < 0;
			return read;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			int read = super.read(bytes, offset, length);
			this.ended |= read < 0;
			return read;
		}

	}

	/**
	 * What is decompressed. The library says of missing bytes what it says of wrong ones:
	 * they are missing if it has asked for more.
	 */
	private static final class Decompressed extends FilterInputStream {

		private final Watched compressed;

		Decompressed(Watched compressed) throws IOException {
			super(new ZstdInputStreamNoFinalizer(compressed));
			this.compressed = compressed;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			try {
				return super.read(bytes, offset, length);
			}
			catch (ZstdIOException ex) {
				if (!this.compressed.ended) {
					throw ex;
				}
				EOFException cut = new EOFException(ex.getMessage());
				cut.initCause(ex);
				throw cut;
			}
		}

	}

}
