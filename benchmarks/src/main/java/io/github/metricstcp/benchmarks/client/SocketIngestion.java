package io.github.metricstcp.benchmarks.client;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import com.sun.management.ThreadMXBean;
import io.github.metricstcp.client.MetricsTcpClient;
import io.github.metricstcp.client.TargetAddress;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TimeSource;

/**
 * The events that one client takes in from a socket, with the one thread that it has,
 * while another process sends as fast as it can: the events a second, and the thread's
 * processor time and allocation for each.
 */
public final class SocketIngestion {

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private SocketIngestion() {
	}

	/**
	 * Measures, and prints a line.
	 * @param args the number of series, 100 by default; the seconds of warm-up and of the
	 * measurement, 5 by default
	 * @throws IOException if the sending process does not start
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		int series = (args.length > 0) ? Integer.parseInt(args[0]) : 100;
		double seconds = (args.length > 1) ? Double.parseDouble(args[1]) : 5;
		measure(series, seconds, System.out);
	}

	/**
	 * Measures, and prints a line.
	 * @param series the number of series
	 * @param seconds the seconds of warm-up and of the measurement
	 * @param out where to
	 */
	static void measure(int series, double seconds, PrintStream out) throws IOException, InterruptedException {
		Set<Long> others = clientThreads();
		ObserverModel model = new ObserverModel(TimeSource.system(), series);
		TargetModel target = model.addTarget("measured");
		try (SyntheticExporter.Running exporter = SyntheticExporter.start(series, 0);
				MetricsTcpClient client = MetricsTcpClient.builder(TargetAddress.parse("127.0.0.1:" + exporter.port()))
					.maxSeries(series)
					.build(target)) {
			client.start();
			TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
			Reading before = Reading.of(target, others);
			TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
			Reading after = Reading.of(target, others);
			double events = after.events - before.events;
			out.printf(Locale.ROOT, "socket     %6d series: %,12.0f events/s, %.2f B/event, processor %.0f ns/event%n",
					series, events / (after.nanos - before.nanos) * 1e9, (after.allocated - before.allocated) / events,
					(after.processor - before.processor) / events);
		}
	}

	/**
	 * Returns the numbers of the threads of all clients in this process.
	 */
	private static Set<Long> clientThreads() {
		Set<Long> numbers = new HashSet<>();
		for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
			if (thread != null && thread.getThreadName().startsWith("metrics-tcp-client")) {
				numbers.add(thread.getThreadId());
			}
		}
		return numbers;
	}

	/**
	 * The state of the client at one moment.
	 *
	 * @param nanos the time, in nanoseconds
	 * @param events the number of events so far
	 * @param processor the processor time of the client's thread, in nanoseconds
	 * @param allocated the bytes that it has allocated
	 */
	private record Reading(long nanos, long events, long processor, long allocated) {

		private static Reading of(TargetModel target, Set<Long> others) {
			Set<Long> own = clientThreads();
			own.removeAll(others);
			if (own.size() != 1) {
				throw new IllegalStateException("The client has %d threads".formatted(own.size()));
			}
			long id = own.iterator().next();
			return new Reading(System.nanoTime(), target.snapshot().events(), threads.getThreadCpuTime(id),
					threads.getThreadAllocatedBytes(id));
		}

	}

}
