package io.github.metricstcp.benchmarks.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * The process that reads: any number of clients on one thread, and others that are
 * connected and never read.
 */
final class Clients {

	private final Conversation parent = Conversation.withParent();

	private final Queue<String> words = new ConcurrentLinkedQueue<>();

	private final Selector selector;

	private final InetSocketAddress server;

	private final boolean probes;

	private final int meters;

	private final SingleWriterRecorder latencies = Quantiles.recorder();

	private final List<Reader> readers = new ArrayList<>();

	private final List<SocketChannel> stalled = new ArrayList<>();

	private @Nullable Reader newcomer;

	private Clients(int port, Scenario scenario) throws IOException {
		this.selector = Selector.open();
		this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		this.probes = (scenario.load() == Scenario.Load.PROBES);
		this.meters = scenario.meters();
		for (int i = 0; i < scenario.stalled(); i++) {
			this.stalled.add(SocketChannel.open(this.server));
		}
		for (int i = 0; i < scenario.clients(); i++) {
			this.readers.add(new Reader());
		}
	}

	public static void main(String[] args) throws IOException {
		Clients clients = new Clients(Integer.parseInt(args[0]), Scenarios.byName(args[1]));
		Thread listener = new Thread(clients::listen, "listener");
		listener.setDaemon(true);
		listener.start();
		clients.parent.answer(clients.report());
		clients.run();
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
				if (word.equals(Conversation.NEWCOMER)) {
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
	 */
	record Counts(long events, long total, long bytes) {

	}

	private final class Reader {

		private final long connectedAt = System.nanoTime();

		private final SocketChannel channel;

		private final FrameCounter frames = new FrameCounter(Clients.this.latencies);

		private double snapshotMillis;

		Reader() throws IOException {
			this.channel = SocketChannel.open(Clients.this.server);
			this.channel.configureBlocking(false);
			SelectionKey key = this.channel.register(Clients.this.selector, SelectionKey.OP_READ, this);
			Objects.requireNonNull(key);
		}

		private void read() {
			int length;
			try {
				length = this.channel.read(this.frames.buffer);
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
			this.frames.read(Clients.this.probes && this != Clients.this.newcomer);
			if (this.snapshotMillis == 0 && this.frames.values >= Clients.this.meters - 1) {
				this.snapshotMillis = (System.nanoTime() - this.connectedAt) / Nanos.PER_MILLI;
			}
		}

		private Counts counts() {
			return new Counts(this.frames.events, this.frames.total, this.frames.bytes);
		}

	}

}
