package io.github.metricstcp.benchmarks.client;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;

/**
 * A process that sends events of many series to one client: half of the series are
 * histograms, a quarter counters and a quarter gauges, a hundred of each name. All series
 * are sent once, and then series at random at a steady rate, or as fast as the client
 * takes them.
 */
public final class SyntheticExporter {

	private static final VarHandle OPERAND = MethodHandles.byteArrayViewVarHandle(long[].class,
			ByteOrder.LITTLE_ENDIAN);

	private static final int SERIES_OF_A_NAME = 100;

	private static final int FLOOD_EVENTS = 100_000;

	private static final int CHUNK = 1 << 16;

	private static final long TICK = TimeUnit.MILLISECONDS.toNanos(10);

	private final Random random = new Random(1);

	private final List<byte[]> frames = new ArrayList<>();

	/**
	 * Creates an exporter that sends nothing by itself.
	 * @param series the number of series
	 */
	SyntheticExporter(int series) {
		for (int i = 0; i < series; i++) {
			this.frames.add(frame(i));
		}
	}

	/**
	 * Listens on a port of its own, prints that, and serves the first client until it is
	 * gone.
	 * @param args the number of series; events a second, 0 for as many as the client
	 * takes
	 * @throws IOException if there is no port
	 */
	public static void main(String[] args) throws IOException {
		SyntheticExporter exporter = new SyntheticExporter(Integer.parseInt(args[0]));
		int rate = Integer.parseInt(args[1]);
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			System.out.println(server.getLocalPort());
			try (Socket client = server.accept()) {
				client.setTcpNoDelay(true);
				exporter.serve(client.getOutputStream(), rate);
			}
		}
	}

	/**
	 * Starts a process that serves one client.
	 * @param series the number of series
	 * @param rate events a second, 0 for as many as the client takes
	 * @return the process
	 * @throws IOException if it does not start
	 */
	public static Running start(int series, int rate) throws IOException {
		Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
				System.getProperty("java.class.path"), SyntheticExporter.class.getName(), String.valueOf(series),
				String.valueOf(rate))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try {
			BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
			return new Running(process, Integer.parseInt(reader.readLine()));
		}
		catch (IOException | RuntimeException ex) {
			process.destroyForcibly();
			throw ex;
		}
	}

	private void serve(OutputStream out, int rate) {
		try {
			for (byte[] frame : this.frames) {
				out.write(frame);
			}
			if (rate == 0) {
				flood(out);
			}
			else {
				steady(out, rate);
			}
		}
		catch (IOException ex) {
			// The client is gone: that is the end of a measurement
		}
	}

	private void flood(OutputStream out) throws IOException {
		ByteArrayOutputStream events = new ByteArrayOutputStream();
		for (int i = 0; i < FLOOD_EVENTS; i++) {
			events.writeBytes(next());
		}
		byte[] bytes = events.toByteArray();
		while (true) {
			for (int i = 0; i < bytes.length; i += CHUNK) {
				out.write(bytes, i, Math.min(CHUNK, bytes.length - i));
			}
		}
	}

	private void steady(OutputStream out, int rate) throws IOException {
		long begin = System.nanoTime();
		long sent = 0;
		while (true) {
			long due = (long) ((System.nanoTime() - begin) / 1e9 * rate);
			ByteArrayOutputStream events = new ByteArrayOutputStream();
			for (; sent < due; sent++) {
				events.writeBytes(next());
			}
			events.writeTo(out);
			LockSupport.parkNanos(TICK);
		}
	}

	/**
	 * Returns an event of each series.
	 */
	List<byte[]> frames() {
		return this.frames;
	}

	/**
	 * Returns an event of some series; a sample or value is another one each time.
	 */
	byte[] next() {
		int number = this.random.nextInt(this.frames.size());
		byte[] frame = this.frames.get(number);
		if (kind(number) != Kind.COUNTER) {
			OPERAND.set(frame, frame.length - Long.BYTES, operand());
		}
		return frame;
	}

	private long operand() {
		return Double.doubleToLongBits(0.01 * Math.exp(this.random.nextGaussian()));
	}

	private static Kind kind(int number) {
		return switch (number / SERIES_OF_A_NAME % 4) {
			case 0 -> Kind.COUNTER;
			case 1 -> Kind.GAUGE;
			default -> Kind.HISTOGRAM;
		};
	}

	private byte[] frame(int number) {
		Kind kind = kind(number);
		SeriesKey key = new SeriesKey(kind, "shop.orders.processed." + number / SERIES_OF_A_NAME, Map.of("method",
				"GET", "outcome", "SUCCESS", "status", "200", "uri", "/orders/" + number % SERIES_OF_A_NAME));
		Operation operation = switch (kind) {
			case COUNTER -> Operation.INCREMENT_COUNTER;
			case GAUGE -> Operation.SET_GAUGE;
			case HISTOGRAM -> Operation.RECORD_HISTOGRAM;
		};
		return FrameEncoder.encode(key, operation, operation.isWhole() ? 1 : operand(), 1_700_000_000L, 1);
	}

	/**
	 * A process that serves one client.
	 *
	 * @param process the process
	 * @param port the port that it listens on
	 */
	public record Running(Process process, int port) implements AutoCloseable {

		@Override
		public void close() {
			this.process.destroyForcibly();
		}

	}

}
