package io.github.metricstcp.benchmarks.stream;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.benchmarks.run.ProcessTime;
import io.github.metricstcp.benchmarks.run.Processes;
import io.github.metricstcp.benchmarks.run.ThreadUse;
import io.github.metricstcp.testing.Ports;
import org.HdrHistogram.Histogram;

/**
 * Another exporter of the same wire, started by a command. It records from its start on,
 * and prints how many events it has recorded, a number a line. If it does not, it is
 * taken to record as many as it was asked for.
 */
final class Peer implements SendingProcess {

	/**
	 * The names of a peer's threads begin with this, and that of its first one with
	 * {@link Measurement#RECORDERS}: that is the one which records, unless the peer is a
	 * JVM.
	 */
	static final String THREADS = "peer-";

	private static final int FIRST_COUNT_SECONDS = 2;

	private final Process process;

	private final int port;

	private final double rate;

	private final CountDownLatch counted = new CountDownLatch(1);

	private final long start = System.nanoTime();

	private Count last = new Count(System.nanoTime(), 0);

	private Count beforeLast = this.last;

	private Peer(Process process, int port, double rate) {
		this.process = process;
		this.port = port;
		this.rate = rate;
		Thread counts = new Thread(this::readCounts, "peer-counts");
		counts.setDaemon(true);
		counts.start();
	}

	/**
	 * Starts a peer.
	 * @param command its command line, with {@code {port}} and {@code {rate}} for the
	 * port that it shall listen on, and for the events that it shall record a second, 0
	 * for as many as it can
	 * @param rate the rate
	 */
	static Peer start(String command, long rate) throws IOException {
		int port = Ports.unused();
		List<String> words = Arrays.stream(command.strip().split(" +"))
			.map((word) -> word.replace("{port}", String.valueOf(port)).replace("{rate}", String.valueOf(rate)))
			.toList();
		return new Peer(Processes.start(words), port, rate);
	}

	private void readCounts() {
		try (BufferedReader lines = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				if (line.matches("\\d{1,18}")) {
					add(new Count(System.nanoTime(), Long.parseLong(line)));
				}
			}
		}
		catch (IOException ex) {
			// It has ended
		}
	}

	private synchronized void add(Count count) {
		this.beforeLast = this.last;
		this.last = count;
		this.counted.countDown();
	}

	private synchronized long events(long now) {
		if (this.last.events() == 0) {
			return due(this.rate, now - this.start);
		}
		return events(this.beforeLast, this.last, now);
	}

	/**
	 * Returns how many events a peer that prints nothing is taken to have recorded.
	 * @param rate the events a second
	 * @param nanos the time since its start, in nanoseconds
	 */
	static long due(double rate, long nanos) {
		return (long) (rate * nanos / Nanos.PER_SECOND);
	}

	/**
	 * Returns how many events were recorded until now: those of the last line, and as
	 * many more as fit to the pace between the last two.
	 * @param beforeLast the line before the last one
	 * @param last the last line
	 * @param now the time, as that of the lines
	 */
	static long events(Count beforeLast, Count last, long now) {
		double pace = (double) (last.events() - beforeLast.events())
				/ Math.max(1, last.nanoTime() - beforeLast.nanoTime());
		return last.events() + (long) (pace * (now - last.nanoTime()));
	}

	@Override
	public Process process() {
		return this.process;
	}

	@Override
	public int port() {
		return this.port;
	}

	/**
	 * Waits for the first line, if there is one: it records from its start on.
	 */
	@Override
	public void load() {
		try {
			boolean unused = this.counted.await(FIRST_COUNT_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public Sender.Report mark() {
		if (!this.process.isAlive()) {
			throw new IllegalStateException("The peer has ended with exit code " + this.process.exitValue());
		}
		long now = System.nanoTime();
		Map<String, ThreadUse> threads = new TreeMap<>();
		ProcessTime.of(this.process)
			.threads()
			.forEach((thread, nanos) -> threads.put(
					((thread == this.process.pid()) ? Measurement.RECORDERS : THREADS) + thread,
					new ThreadUse(nanos, 0)));
		return new Sender.Report(now, events(now), 0, Quantiles.of(new Histogram(3)), null, threads, 0);
	}

	@Override
	public void halt() {
		// It records to its end
	}

	@Override
	public void end() {
		Processes.kill(this.process);
	}

	/**
	 * A line that a peer has printed.
	 *
	 * @param nanoTime when
	 * @param events how many events it had recorded
	 */
	record Count(long nanoTime, long events) {

	}

}
