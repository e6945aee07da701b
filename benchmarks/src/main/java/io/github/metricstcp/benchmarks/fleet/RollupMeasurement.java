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

	private static final long POLL_MILLIS = 50;

	// So much longer than its steps that nothing more comes
	private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

	private static final long START_NANOS = TimeUnit.SECONDS.toNanos(120);

	private static final int WINDOWS = 3;

	private static final long LAG_NANOS = TimeUnit.SECONDS.toNanos(180);

	private final String servers;

	private final String output;

	private final Process process;

	private final Conversation conversation;

	/**
	 * Starts a rollup.
	 * @param servers the broker
	 * @param topic what it reads
	 * @param heap its heap in megabytes
	 */
	RollupMeasurement(String servers, String topic, int heap) throws IOException {
		this.servers = servers;
		this.output = topic + "-rollup";
		this.process = FleetProcesses.start(RollupProcess.class, heap, List.of(servers, topic, this.output));
		this.conversation = Conversation.with(this.process);
	}

	private Read read() {
		return this.conversation.ask("read", Read.class);
	}

	/**
	 * Returns the process.
	 */
	ProcessHandle process() {
		return this.process.toHandle();
	}

	/**
	 * Measures how fast it reads what is there.
	 */
	Speed limit() throws InterruptedException {
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
		return new Speed(events / ((to - from) / 1e9), after.since(before) / events);
	}

	/**
	 * Measures, while events come, what they cost, and how long after the end of a window
	 * its frames are in the topic that it writes. Prints that.
	 * @param broker the broker
	 * @return the costs of an event in the rollup, and then in the broker
	 */
	List<Speed> live(ProcessHandle broker) throws InterruptedException {
		Arrivals arrivals = new Arrivals();
		KafkaSettings settings = new KafkaSettings(this.servers, this.output, Map.of());
		Read before = read();
		long begin = System.nanoTime();
		ProcessTime rollupBefore = ProcessTime.of(this.process);
		ProcessTime brokerBefore = ProcessTime.of(broker);
		try (KafkaReader reader = new KafkaReader(new KafkaSource(settings, null), new CatchUpClock(null), 100_000,
				(instance) -> arrivals, RollupProcess::say)) {
			reader.start();
			// The last one may not be whole
			while (arrivals.lags.size() <= WINDOWS) {
				if (System.nanoTime() - begin > LAG_NANOS) {
					throw new IllegalStateException("The rollup writes no windows");
				}
				TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
			}
		}
		Read after = read();
		double events = after.events() - before.events();
		double rate = events / ((System.nanoTime() - begin) / 1e9);
		Speed rollup = new Speed(rate, ProcessTime.of(this.process).since(rollupBefore) / events);
		Speed other = new Speed(rate, ProcessTime.of(broker).since(brokerBefore) / events);
		List<Long> lags = arrivals.lags.headMap(arrivals.lags.lastKey()).values().stream().sorted().toList();
		System.out.printf(Locale.ROOT,
				"rollup   %,11.0f events/s as they come; processor: %,.0f ns an event (%.0f %%), broker %,.0f ns (%.0f %%); "
						+ "the last frame of a window is there %.1f to %.1f s after the window's end; %,d events were late%n",
				rate, rollup.nanos(), rate * rollup.nanos() / 1e7, other.nanos(), rate * other.nanos() / 1e7,
				lags.get(0) / 1e3, lags.get(lags.size() - 1) / 1e3, after.late() - before.late());
		return List.of(rollup, other);
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
