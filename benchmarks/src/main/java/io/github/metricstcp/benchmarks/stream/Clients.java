package io.github.metricstcp.benchmarks.stream;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.SSLContext;

import io.github.metricstcp.benchmarks.run.Conversation;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * The process that reads: any number of clients on one thread, and others that are
 * connected and never read.
 */
final class Clients {

	private static final long STARTING_NANOS = TimeUnit.SECONDS.toNanos(20);

	private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	private final Conversation parent = Conversation.withParent();

	private final Queue<String> words = new ConcurrentLinkedQueue<>();

	private final Selector selector;

	private final InetSocketAddress server;

	private final FrameCounter.Latency latency;

	/**
	 * Whether another exporter sends.
	 */
	private final boolean peer;

	private final int meters;

	/**
	 * The context of the connections, {@code null} if they are not encrypted.
	 */
	private final @Nullable SSLContext tls;

	private final SingleWriterRecorder latencies = Quantiles.recorder();

	private final List<Reader> readers = new ArrayList<>();

	private final List<SocketChannel> stalled = new ArrayList<>();

	private @Nullable Reader newcomer;

	private Clients(int port, Scenario scenario, boolean peer) throws IOException {
		this.peer = peer;
		this.selector = Selector.open();
		this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		this.latency = switch (scenario.load()) {
			case PROBES -> FrameCounter.Latency.OF_SAMPLES;
			case BURSTS -> FrameCounter.Latency.OF_INCREMENTS;
			default -> FrameCounter.Latency.NONE;
		};
		this.meters = scenario.meters();
		this.tls = scenario.tls() ? TlsContexts.ofClient() : null;
		for (int i = 0; i < scenario.stalled(); i++) {
			this.stalled.add(connect());
		}
		for (int i = 0; i < scenario.clients(); i++) {
			this.readers.add(new Reader());
		}
	}

	public static void main(String[] args) throws IOException {
		Clients clients = new Clients(Integer.parseInt(args[0]), Scenarios.byName(args[1]),
				Boolean.parseBoolean(args[2]));
		Thread listener = new Thread(clients::listen, "listener");
		listener.setDaemon(true);
		listener.start();
		clients.parent.answer(clients.report());
		clients.run();
	}

	/**
	 * Connects, and waits for a server that does not listen yet: a peer does not say when
	 * it does.
	 */
	private SocketChannel connect() throws IOException {
		long deadline = System.nanoTime() + STARTING_NANOS;
		while (true) {
			try {
				return SocketChannel.open(this.server);
			}
			catch (ConnectException ex) {
				if (System.nanoTime() > deadline) {
					throw ex;
				}
				LockSupport.parkNanos(RETRY_NANOS);
			}
		}
	}

	private void listen() {
		for (String word = this.parent.word(); word != null; word = this.parent.word()) {
			this.words.add(word);
			this.selector.wakeup();
		}
		System.exit(0);
	}

	private void run() throws IOException {
		while (true) {
			this.selector.select((key) -> ((Reader) key.attachment()).read());
			for (String word = this.words.poll(); word != null; word = this.words.poll()) {
				if (word.equals(Words.NEWCOMER)) {
					this.newcomer = new Reader();
				}
				else {
					this.parent.answer(report());
				}
			}
		}
	}

	private Report report() {
		Reader joined = this.newcomer;
		return new Report(System.nanoTime(), this.readers.stream().map(Reader::counts).toList(),
				Quantiles.of(this.latencies.getIntervalHistogram()), (joined != null) ? joined.snapshotMillis : 0);
	}

	/**
	 * The counts of all clients at one time.
	 *
	 * @param nanoTime when this was
	 * @param clients the counts of each since it connected
	 * @param latencies the latencies since the last report
	 * @param newcomerMillis the time until the newcomer had all values, 0 if it does not
	 * have them yet
	 */
	record Report(long nanoTime, List<Counts> clients, Quantiles latencies, double newcomerMillis) {

	}

	/**
	 * The counts of one client.
	 *
	 * @param events increments and samples
	 * @param total the only counter's total, as sent
	 * @param bytes all bytes
	 * @param torn how often the stream was torn
	 */
	record Counts(long events, long total, long bytes, long torn) {

	}

	private final class Reader {

		private final long connectedAt = System.nanoTime();

		private final SocketChannel channel;

		/**
		 * The channel or, over TLS, what decrypts it.
		 */
		private final ReadableByteChannel plain;

		private final FrameCounter frames = new FrameCounter(Clients.this.latencies, Clients.this.peer);

		private double snapshotMillis;

		Reader() throws IOException {
			this.channel = connect();
			this.channel.configureBlocking(false);
			SSLContext tls = Clients.this.tls;
			this.plain = (tls != null) ? new TlsChannel(this.channel, tls.createSSLEngine()) : this.channel;
			SelectionKey key = this.channel.register(Clients.this.selector, SelectionKey.OP_READ, this);
			Objects.requireNonNull(key);
		}

		private void read() {
			int length;
			try {
				length = this.plain.read(this.frames.buffer);
				if (length < 0) {
					this.channel.close();
					return;
				}
			}
			catch (IOException ex) {
				throw new IllegalStateException("The connection broke", ex);
			}
			this.frames.bytes += length;
			// Only clients that were there from the start measure latency
			this.frames.read((this != Clients.this.newcomer) ? Clients.this.latency : FrameCounter.Latency.NONE);
			if (this.snapshotMillis == 0 && this.frames.values >= Clients.this.meters - 1) {
				this.snapshotMillis = (System.nanoTime() - this.connectedAt) / Nanos.PER_MILLI;
			}
		}

		private Counts counts() {
			return new Counts(this.frames.events, this.frames.total, this.frames.bytes, this.frames.torn);
		}

	}

}
