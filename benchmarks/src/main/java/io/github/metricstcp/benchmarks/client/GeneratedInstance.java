package io.github.metricstcp.benchmarks.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a generated fleet: an exporter with one client. A client is sent all
 * totals and values first, and then what is due, as long as it takes that.
 */
final class GeneratedInstance {

	private static final int CHUNK = 1 << 16;

	// Small, so that it is soon known that a client takes no more, but enough for a tick
	private static final int SEND_BUFFER = 1 << 18;

	private static final byte[] scratch = new byte[CHUNK];

	private final FrameTemplates templates;

	private final Selector selector;

	private final int port;

	private final long[] totals;

	private @Nullable ServerSocketChannel server;

	private @Nullable SocketChannel client;

	// What the client did not take yet
	private @Nullable ByteBuffer pending;

	private double due;

	private long sent;

	private long unsent;

	private long samples;

	/**
	 * Begins to listen on a port of its own.
	 * @param templates the frames of its series
	 * @param selector wakes for new clients
	 */
	GeneratedInstance(FrameTemplates templates, Selector selector) throws IOException {
		this.templates = templates;
		this.selector = selector;
		this.totals = new long[templates.series()];
		this.port = listen(0);
	}

	private int listen(int port) throws IOException {
		ServerSocketChannel server = ServerSocketChannel.open();
		this.server = server;
		server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
		server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		server.configureBlocking(false);
		server.register(this.selector, SelectionKey.OP_ACCEPT, this);
		return ((InetSocketAddress) server.getLocalAddress()).getPort();
	}

	int port() {
		return this.port;
	}

	boolean isConnected() {
		return this.client != null;
	}

	boolean isEnded() {
		return this.server == null;
	}

	/**
	 * Takes a client in place of the one that there may be.
	 */
	void accept() throws IOException {
		SocketChannel client = (this.server != null) ? this.server.accept() : null;
		if (client == null) {
			return;
		}
		disconnect();
		client.configureBlocking(false);
		client.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
		client.setOption(StandardSocketOptions.TCP_NODELAY, true);
		this.client = client;
		this.pending = snapshot();
		flush();
	}

	private ByteBuffer snapshot() {
		byte[] bytes = new byte[this.templates.series() * (this.templates.longest() + Long.BYTES)];
		int length = 0;
		for (int i = 0; i < this.templates.series(); i++) {
			if (this.templates.kind(i) == Kind.COUNTER) {
				byte[] total = this.templates.total(i, this.totals[i]);
				System.arraycopy(total, 0, bytes, length, total.length);
				length += total.length;
			}
			else {
				length = this.templates.write(bytes, length, i);
				count(i);
			}
		}
		return ByteBuffer.wrap(bytes, 0, length);
	}

	/**
	 * Sends what has become due.
	 * @param events the number of events, perhaps a part of one
	 */
	void send(double events) {
		if (this.client == null) {
			return;
		}
		this.due += events;
		int whole = (int) this.due;
		this.due -= whole;
		flush();
		while (whole > 0 && this.client != null && this.pending == null) {
			int length = 0;
			for (; whole > 0 && length <= scratch.length - this.templates.longest(); whole--) {
				int number = this.templates.any();
				length = this.templates.write(scratch, length, number);
				count(number);
				this.sent++;
			}
			write(ByteBuffer.wrap(scratch, 0, length));
		}
		this.unsent += whole;
	}

	private void count(int number) {
		switch (this.templates.kind(number)) {
			case COUNTER -> this.totals[number]++;
			case HISTOGRAM -> this.samples++;
			case GAUGE -> {
			}
		}
	}

	private void flush() {
		ByteBuffer rest = this.pending;
		if (rest != null) {
			this.pending = null;
			write(rest);
		}
	}

	private void write(ByteBuffer bytes) {
		SocketChannel client = this.client;
		if (client == null) {
			return;
		}
		try {
			client.write(bytes);
			if (bytes.hasRemaining()) {
				// Others write into the array
				this.pending = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
			}
		}
		catch (IOException ex) {
			disconnect();
		}
	}

	/**
	 * Cuts the connection in the middle of a frame.
	 * @return {@code false} if there is none
	 */
	boolean cut() throws IOException {
		SocketChannel client = this.client;
		if (client == null) {
			return false;
		}
		if (this.pending == null) {
			int length = this.templates.write(scratch, 0, this.templates.any());
			write(ByteBuffer.wrap(scratch, 0, length / 2));
		}
		if (client.isOpen()) {
			client.setOption(StandardSocketOptions.SO_LINGER, 0);
		}
		disconnect();
		return true;
	}

	/**
	 * Ends: nothing listens on its port any more.
	 */
	void end() throws IOException {
		if (this.server != null) {
			this.server.close();
			// The port is free then
			this.selector.selectNow();
			this.server = null;
		}
		disconnect();
	}

	/**
	 * Comes back on its port, with counters at zero.
	 */
	void comeBack() throws IOException {
		Arrays.fill(this.totals, 0);
		listen(this.port);
	}

	private void disconnect() {
		if (this.client != null) {
			try {
				this.client.close();
			}
			catch (IOException ex) {
				// It is gone
			}
			this.client = null;
			this.pending = null;
		}
	}

	/**
	 * Returns the counts with those of this instance.
	 * @param others the counts without it
	 */
	FleetCounts addTo(FleetCounts others) {
		return new FleetCounts(others.connected() + (isConnected() ? 1 : 0), others.sent() + this.sent,
				others.unsent() + this.unsent, others.increments() + Arrays.stream(this.totals).sum(),
				others.samples() + this.samples, others.cuts(), others.ends(), others.returns());
	}

}
