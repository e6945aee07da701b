package io.github.metricstcp.page.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/**
 * A connection of a client that does as it likes.
 */
final class RawConnection implements AutoCloseable {

	private static final int READ_TIMEOUT_MILLIS = 20_000;

	private final Socket socket = new Socket();

	private final InputStream input;

	RawConnection(InetSocketAddress address) throws IOException {
		// So that little is taken off the server unless it is read
		this.socket.setReceiveBufferSize(4096);
		this.socket.setTcpNoDelay(true);
		this.socket.setSoTimeout(READ_TIMEOUT_MILLIS);
		this.socket.connect(address);
		this.input = this.socket.getInputStream();
	}

	/**
	 * Sends text in which each line ends as in HTTP.
	 */
	void send(String text) throws IOException {
		this.socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
		this.socket.getOutputStream().flush();
	}

	/**
	 * Sends a request without a body.
	 */
	void request(String method, String target, String... headers) throws IOException {
		String lines = (headers.length > 0) ? String.join("\n", headers) + "\n" : "";
		send("%s %s HTTP/1.1\nHost: localhost\n%s\n".formatted(method, target, lines));
	}

	/**
	 * Returns the head of the next answer: its lines up to the empty one.
	 */
	String head() throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			int read = this.input.read();
			if (read < 0) {
				throw new IOException("The connection was closed behind: " + head);
			}
			head.write(read);
		}
		return head.toString(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Returns so many bytes of a body.
	 */
	byte[] body(int length) throws IOException {
		return this.input.readNBytes(length);
	}

	/**
	 * Reads to the end of the connection.
	 * @return the number of bytes that were left
	 */
	long toEnd() throws IOException {
		long bytes = 0;
		byte[] buffer = new byte[8192];
		try {
			for (int read = this.input.read(buffer); read >= 0; read = this.input.read(buffer)) {
				bytes += read;
			}
		}
		catch (SocketException ex) {
			// A reset is an end too
		}
		return bytes;
	}

	/**
	 * Closes the connection so that the server sees it reset.
	 */
	void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
