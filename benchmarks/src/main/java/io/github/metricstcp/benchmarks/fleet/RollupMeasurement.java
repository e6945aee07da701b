package io.github.metricstcp.benchmarks.fleet;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.benchmarks.fleet.RollupProcess.Read;
import io.github.metricstcp.benchmarks.run.Conversation;
import io.github.metricstcp.benchmarks.run.ProcessMemory;
import io.github.metricstcp.benchmarks.run.ProcessTime;
import io.github.metricstcp.benchmarks.run.Processes;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.kafka.CatchUpClock;
import io.github.metricstcp.kafka.KafkaReader;
import io.github.metricstcp.kafka.KafkaSettings;
import io.github.metricstcp.kafka.KafkaSource;

/**
 * What one rollup does: at first with what a relay has written before, as fast as it can,
 * and then with what comes.
 */
final class RollupMeasurement implements AutoCloseable {

	private static final String OUTPUT = "fleet-rollup";

	private static final int HEAP_MEGABYTES = 768;

	private static final long POLL_MILLIS = 50;

	// So much longer than its steps that nothing more comes
	private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

	private static final long START_NANOS = TimeUnit.SECONDS.toNanos(120);

	private static final int WINDOWS = 3;

	private static final long LAG_NANOS = TimeUnit.SECONDS.toNanos(180);

	private final String servers;

	private final Process process;

	private final Conversation conversation;

	/**
	 * Starts a rollup.
	 * @param servers the broker
	 * @param topic what it reads
	 */
	RollupMeasurement(String servers, String topic) throws IOException {
		this.servers = servers;
		this.process = FleetProcesses.start(RollupProcess.class, HEAP_MEGABYTES, List.of(servers, topic, OUTPUT));
		this.conversation = Conversation.with(this.process);
	}

	private Read read() {
		return this.conversation.ask("read", Read.class);
	}

	/**
	 * Measures how fast it reads what is there.
	 */
	Figures limit() throws InterruptedException {
		long begin = System.nanoTime();
		Read first = read();
		while (first.events() == 0) {
			if (System.nanoTime() - begin > START_NANOS) {
				throw new IllegalStateException("The rollup reads nothing");
			}
			TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
			first = read();
		}
		long from = System.nanoTime();
		ProcessTime before = ProcessTime.of(this.process);
		Read last = first;
		long to = from;
		ProcessTime after = before;
		while (System.nanoTime() - to < QUIET_NANOS) {
			TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
			Read now = read();
			if (now.events() > last.events()) {
				last = now;
				to = System.nanoTime();
				after = ProcessTime.of(this.process);
			}
		}
		double events = last.events() - first.events();
		return new Figures(events / ((to - from) / 1e9), after.since(before) / events,
				ProcessMemory.of(this.process.toHandle()).greatest());
	}

	/**
	 * Measures how long after the end of a window its frames are in the topic that it
	 * writes, while events come, and prints that.
	 */
	void lag() throws InterruptedException {
		Arrivals arrivals = new Arrivals();
		KafkaSettings settings = new KafkaSettings(this.servers, OUTPUT, Map.of());
		Read before = read();
		try (KafkaReader reader = new KafkaReader(new KafkaSource(settings, null), new CatchUpClock(null), 100_000,
				(instance) -> arrivals, RollupProcess::say)) {
			reader.start();
			long begin = System.nanoTime();
			// The last one may not be whole
			while (arrivals.lags.size() <= WINDOWS) {
				if (System.nanoTime() - begin > LAG_NANOS) {
					throw new IllegalStateException("The rollup writes no windows");
				}
				TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
			}
		}
		Read after = read();
		List<Long> lags = arrivals.lags.headMap(arrivals.lags.lastKey()).values().stream().sorted().toList();
		System.out.printf(Locale.ROOT,
				"rollup: the last frame of a window is there %.1f to %.1f s after the window's end; %,d events were late%n",
				lags.get(0) / 1e3, lags.get(lags.size() - 1) / 1e3, after.late() - before.late());
	}

	@Override
	public void close() {
		Processes.end(this.process);
	}

	/**
	 * The milliseconds until the last frame of each window, by its end.
	 */
	private static final class Arrivals implements StreamListener<SeriesKey> {

		private final NavigableMap<Long, Long> lags = new ConcurrentSkipListMap<>();

		private final long begin = System.currentTimeMillis();

		@Override
		public SeriesKey series(SeriesKey key) {
			return key;
		}

		@Override
		public void event(SeriesKey series, Operation operation, long operand, long seconds, int nanos) {
			long end = TimeUnit.SECONDS.toMillis(seconds) + TimeUnit.NANOSECONDS.toMillis(nanos);
			if (end > this.begin) {
				this.lags.put(end, System.currentTimeMillis() - end);
			}
		}

	}

}
