package io.github.metricstcp.benchmarks.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/**
 * The reading end of a TLS connection. It decrypts what has come, and does not block.
 */
final class TlsChannel implements ReadableByteChannel {

	private static final int CAPACITY = 256 * 1024;

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	private final SocketChannel socket;

	private final SSLEngine engine;

	// On the heap, where the JDK decrypts in place
	private final ByteBuffer records = ByteBuffer.allocate(CAPACITY);

	/**
	 * Creates a channel, and begins the handshake, which goes on as the channel is read.
	 * @param socket a connected socket, which does not block
	 * @param engine an engine that was not used yet
	 * @throws IOException if the connection breaks
	 */
	TlsChannel(SocketChannel socket, SSLEngine engine) throws IOException {
		this.socket = socket;
		this.engine = engine;
		engine.setUseClientMode(true);
		engine.beginHandshake();
		answer();
	}

	/**
	 * Reads once from the socket, and decrypts all whole records.
	 * @param target room for all of them: more than the socket is read into
	 */
	@Override
	public int read(ByteBuffer target) throws IOException {
		int before = target.position();
		boolean ended = this.socket.read(this.records) < 0;
		this.records.flip();
		while (isDecrypted(target)) {
			answer();
		}
		this.records.compact();
		int length = target.position() - before;
		return (ended && length == 0) ? -1 : length;
	}

	/**
	 * Decrypts the next record.
	 * @return whether there was a whole one
	 */
	private boolean isDecrypted(ByteBuffer target) throws IOException {
		SSLEngineResult result = this.engine.unwrap(this.records, target);
		if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
			throw new IllegalStateException("There is no room for a record");
		}
		return result.getStatus() == SSLEngineResult.Status.OK && result.bytesConsumed() > 0;
	}

	/**
	 * Does what the protocol asks for before the next record.
	 */
	private void answer() throws IOException {
		HandshakeStatus status = this.engine.getHandshakeStatus();
		while (status == HandshakeStatus.NEED_TASK
				|| (status == HandshakeStatus.NEED_WRAP && !this.engine.isOutboundDone())) {
			if (status == HandshakeStatus.NEED_TASK) {
				this.engine.getDelegatedTask().run();
			}
			else {
				send();
			}
			status = this.engine.getHandshakeStatus();
		}
	}

	private void send() throws IOException {
		ByteBuffer record = ByteBuffer.allocate(this.engine.getSession().getPacketBufferSize());
		this.engine.wrap(NOTHING, record);
		record.flip();
		// So little that a socket on which nothing else is sent always has room for it
		while (record.hasRemaining()) {
			this.socket.write(record);
		}
	}

	@Override
	public boolean isOpen() {
		return this.socket.isOpen();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
