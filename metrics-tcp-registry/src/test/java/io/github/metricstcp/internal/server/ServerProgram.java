package io.github.metricstcp.internal.server;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

import io.github.metricstcp.MetricsTcpConfig;
import io.github.metricstcp.MetricsTcpMeterRegistry;
import io.github.metricstcp.StreamAccess;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;

/**
 * A server in a JVM of its own, for faults that would hit the tests too. It says on
 * standard output where it listens, how many clients it serves and whether it can open
 * files, whenever that changes.
 */
final class ServerProgram {

	private static final Duration STEP = Duration.ofMillis(10);

	/**
	 * For the case that the test does not end it.
	 */
	private static final Duration LIFE = Duration.ofMinutes(5);

	private ServerProgram() {
	}

	/**
	 * Runs the server.
	 * @param args how many increments it records every 10 ms, and the timing of
	 * {@link PeerWatch}: three numbers of seconds or probes, and milliseconds of silence
	 */
	public static void main(String[] args) throws Exception {
		int increments = Integer.parseInt(args[0]);
		PeerWatch.Timing timing = new PeerWatch.Timing(Integer.parseInt(args[1]), Integer.parseInt(args[2]),
				Integer.parseInt(args[3]), Duration.ofMillis(Long.parseLong(args[4])));
		MetricsTcpMeterRegistry registry = new MetricsTcpMeterRegistry(MetricsTcpConfig.DEFAULT, Clock.SYSTEM);
		Counter counter = registry.counter("ticks");
		MetricsTcpServer server = new MetricsTcpServer(StreamAccess.of(registry),
				new ServerSettings(InetAddress.getByName("0.0.0.0"), 0, false, 10_000, Duration.ofMinutes(5),
						Duration.ofSeconds(2), List.of(), null),
				timing);
		server.start((address) -> false);
		System.out.println("port " + Objects.requireNonNull(server.address()).getPort());
		long start = System.nanoTime();
		int clients = 0;
		boolean full = false;
		while (System.nanoTime() - start < LIFE.toNanos()) {
			for (int i = 0; i < increments; i++) {
				counter.increment();
			}
			int served = served(server);
			if (served != clients) {
				clients = served;
				System.out.println("clients " + clients);
			}
			if (isFull() != full) {
				full = !full;
				System.out.println("descriptors " + (full ? "used up" : "free"));
			}
			LockSupport.parkNanos(STEP.toNanos());
		}
		System.exit(0);
	}

	/**
	 * Returns how many clients have been sent what they are sent first.
	 */
	private static int served(MetricsTcpServer server) {
		return (int) server.clients().stream().filter((client) -> client.deliveries().bytesSent() > 0).count();
	}

	private static boolean isFull() {
		try (InputStream in = new FileInputStream("/dev/null")) {
			return in.read() >= 0;
		}
		catch (IOException ex) {
			return true;
		}
	}

}
