package io.github.metricstcp.benchmarks.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.benchmarks.run.Directories;
import io.github.metricstcp.client.MetricsTcpClient;
import io.github.metricstcp.client.TargetAddress;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.kafka.CatchUpClock;
import io.github.metricstcp.kafka.KafkaReader;
import io.github.metricstcp.kafka.KafkaRelay;
import io.github.metricstcp.kafka.KafkaSettings;
import io.github.metricstcp.kafka.KafkaSource;
import io.github.metricstcp.kafka.testing.KafkaBroker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import org.HdrHistogram.Histogram;

/**
 * The time that a sample takes from an application through a relay and a broker to a
 * viewer: from {@code record} to the listener by which the viewer keeps it. The broker is
 * a process of its own; exporter, relay and viewer are this one, with connections between
 * them as they have in three. A screen is drawn five times a second, so it shows a sample
 * up to 200 ms later.
 */
public final class RelayLatency {

	private static final int SAMPLES_A_SECOND = 50;

	private static final int OTHERS_A_SAMPLE = 200;

	private static final String TOPIC = "latency";

	private static final String SAMPLES = "samples";

	// The time of each sample
	private final AtomicLongArray recorded;

	private final Histogram latency = new Histogram(3);

	private final AtomicInteger arrived = new AtomicInteger();

	private volatile boolean shown;

	private RelayLatency(int samples) {
		this.recorded = new AtomicLongArray(samples);
	}

	/**
	 * Measures, and prints a line for each measurement.
	 * @param args the seconds of each measurement, 10 by default; the number of rounds, 3
	 * by default
	 * @throws Exception if a broker cannot be started, or a sample is lost
	 */
	public static void main(String[] args) throws Exception {
		double seconds = (args.length > 0) ? Double.parseDouble(args[0]) : 10;
		int rounds = (args.length > 1) ? Integer.parseInt(args[1]) : 3;
		Path directory = Files.createTempDirectory("broker");
		try (KafkaBroker broker = KafkaBroker.start(directory)) {
			broker.createTopic(TOPIC, 1, Map.of());
			for (int i = 0; i <= rounds; i++) {
				RelayLatency round = new RelayLatency(Math.max(5, (int) (seconds * SAMPLES_A_SECOND)));
				round.measure(broker);
				if (i > 0) {
					round.print();
				}
			}
		}
		finally {
			Directories.delete(directory);
		}
	}

	private void measure(KafkaBroker broker) throws Exception {
		KafkaSettings settings = new KafkaSettings(broker.servers(), TOPIC, Map.of());
		MetricsTcpExporter exporter = MetricsTcpExporter.builder().port(0).announcedAs(null).build();
		exporter.start();
		try (KafkaRelay relay = new KafkaRelay(settings, KafkaRelay.DEFAULT_MEMORY, 1_000, RelayThroughput::said);
				KafkaReader reader = new KafkaReader(new KafkaSource(settings, null), new CatchUpClock(null), 1_000,
						(instance) -> new Arrivals(), RelayThroughput::said)) {
			relay.start();
			reader.start();
			TargetAddress address = new TargetAddress("127.0.0.1",
					Objects.requireNonNull(exporter.address()).getPort());
			try (MetricsTcpClient client = MetricsTcpClient.builder(address)
				.build(relay.addTarget(address.toString(), "shop"))) {
				client.start();
				record(exporter);
			}
		}
		finally {
			exporter.close();
		}
	}

	private void record(MetricsTcpExporter exporter) {
		DistributionSummary first = exporter.registry().summary("first");
		DistributionSummary samples = exporter.registry().summary(SAMPLES);
		Counter others = exporter.registry().counter("others");
		await(() -> {
			// Until the viewer has a stream: what was before is not shown
			first.record(0);
			return this.shown;
		});
		long begin = System.nanoTime();
		for (int i = 0; i < this.recorded.length(); i++) {
			long due = begin + i * TimeUnit.SECONDS.toNanos(1) / SAMPLES_A_SECOND;
			while (System.nanoTime() < due) {
				LockSupport.parkNanos(due - System.nanoTime());
			}
			for (int j = 0; j < OTHERS_A_SAMPLE; j++) {
				others.increment();
			}
			this.recorded.set(i, System.nanoTime());
			samples.record(i);
		}
		await(() -> this.arrived.get() >= this.recorded.length());
	}

	private static void await(BooleanSupplier condition) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - end > 0) {
				throw new IllegalStateException("Samples have not arrived");
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
		}
	}

	private void print() {
		System.out.printf(Locale.ROOT,
				"from recording to a viewer: p50 %,d ms, p99 %,d ms, at the most %,d ms, of %,d samples%n",
				this.latency.getValueAtPercentile(50), this.latency.getValueAtPercentile(99),
				this.latency.getMaxValue(), this.latency.getTotalCount());
	}

	/**
	 * A listener that knows when each sample arrives.
	 */
	private final class Arrivals implements StreamListener<SeriesKey> {

		@Override
		public SeriesKey series(SeriesKey key) {
			return key;
		}

		@Override
		public void event(SeriesKey series, Operation operation, long operand, long seconds, int nanos) {
			if (operation != Operation.RECORD_HISTOGRAM) {
				return;
			}
			RelayLatency.this.shown = true;
			if (series.name().equals(SAMPLES)) {
				int number = (int) Double.longBitsToDouble(operand);
				long taken = System.nanoTime() - RelayLatency.this.recorded.get(number);
				RelayLatency.this.latency.recordValue(TimeUnit.NANOSECONDS.toMillis(taken));
				RelayLatency.this.arrived.incrementAndGet();
			}
		}

	}

}
