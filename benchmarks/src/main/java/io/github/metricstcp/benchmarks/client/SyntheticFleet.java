package io.github.metricstcp.benchmarks.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A process that is many exporters, each on a port of its own, with one client each. All
 * series of each are sent once, and then events at a steady rate, each of any of them.
 */
final class SyntheticFleet {

	private static final long TICK_MILLIS = 10;

	private final SyntheticExporter events;

	private final int rate;

	private final Random random = new Random(2);

	private final List<SocketChannel> clients = new ArrayList<>();

	private SyntheticFleet(int series, int rate) {
		this.events = new SyntheticExporter(series);
		this.rate = rate;
	}

	/**
	 * Listens on ports of its own, prints them, and serves one client on each.
	 * @param args the number of targets; the number of series of each; events a second,
	 * of all together
	 * @throws IOException if there are no ports
	 */
	public static void main(String[] args) throws IOException {
		try (Selector selector = Selector.open()) {
			List<String> ports = new ArrayList<>();
			for (int i = 0; i < Integer.parseInt(args[0]); i++) {
				ServerSocketChannel server = ServerSocketChannel.open()
					.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
				server.configureBlocking(false);
				server.register(selector, SelectionKey.OP_ACCEPT);
				ports.add(String.valueOf(((InetSocketAddress) server.getLocalAddress()).getPort()));
			}
			System.out.println(String.join(" ", ports));
			new SyntheticFleet(Integer.parseInt(args[1]), Integer.parseInt(args[2])).serve(selector);
		}
	}

	/**
	 * Starts a process that serves one client on each port.
	 * @param targets the number of ports
	 * @param series the number of series of each
	 * @param rate events a second, of all together
	 */
	static Running start(int targets, int series, int rate) throws IOException {
		Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
				System.getProperty("java.class.path"), SyntheticFleet.class.getName(), String.valueOf(targets),
				String.valueOf(series), String.valueOf(rate))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try {
			BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
			return new Running(process,
					Stream.of(String.valueOf(reader.readLine()).split(" ")).map(Integer::valueOf).toList());
		}
		catch (IOException | RuntimeException ex) {
			process.destroyForcibly();
			throw ex;
		}
	}

	private void serve(Selector selector) throws IOException {
		long begin = System.nanoTime();
		long sent = 0;
		while (true) {
			selector.select(this::accept, TICK_MILLIS);
			long due = (long) ((System.nanoTime() - begin) / 1e9 * this.rate);
			for (; sent < due; sent++) {
				if (!this.clients.isEmpty()) {
					send(this.clients.get(this.random.nextInt(this.clients.size())));
				}
			}
		}
	}

	private void accept(SelectionKey key) {
		try {
			SocketChannel client = ((ServerSocketChannel) key.channel()).accept();
			for (byte[] frame : this.events.frames()) {
				client.write(ByteBuffer.wrap(frame));
			}
			this.clients.add(client);
		}
		catch (IOException ex) {
			// The client is gone: that is the end of a measurement
		}
	}

	private void send(SocketChannel client) {
		try {
			client.write(ByteBuffer.wrap(this.events.next()));
		}
		catch (IOException ex) {
			this.clients.remove(client);
		}
	}

	/**
	 * A process that serves one client on each port.
	 *
	 * @param process the process
	 * @param ports the ports that it listens on
	 */
	record Running(Process process, List<Integer> ports) implements AutoCloseable {

		@Override
		public void close() {
			this.process.destroyForcibly();
		}

	}

}
