package io.github.metricstcp.benchmarks.kafka;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;
import io.github.metricstcp.benchmarks.run.Directories;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.kafka.Content;
import io.github.metricstcp.kafka.RecordDescription;
import io.github.metricstcp.kafka.testing.KafkaBroker;
import io.github.metricstcp.rollup.Rollup;
import io.github.metricstcp.rollup.RollupCounts;
import io.github.metricstcp.rollup.RollupSettings;
import io.github.metricstcp.rollup.WindowSketch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The throughput of a rollup of 100 instances with 1,000 series each: events a second
 * that it reads from a broker on the same machine, and events for each second of
 * processor time of its process, in which it is alone with one thread. All of its
 * quantiles are compared with those of the samples themselves.
 */
public final class RollupThroughput {

	private static final int INSTANCES = 100;

	private static final int SERIES = 1_000;

	private static final List<Kind> KINDS = List.of(Kind.COUNTER, Kind.GAUGE, Kind.HISTOGRAM);

	private static final int PARTITIONS = 4;

	private static final int MAX_FRAMES = 64 << 10;

	private static final double[] QUANTILES = { 0.5, 0.9, 0.99, 0.999 };

	private final KafkaBroker broker;

	private final long events;

	private final double eventsASecond;

	private final Random random = new Random(1);

	// The time of the last event, in milliseconds since the epoch
	private long end;

	// By the name of the histogram and the beginning of the window in seconds
	private final Map<String, Map<Long, Samples>> samples = new HashMap<>();

	private RollupThroughput(KafkaBroker broker, long events, double eventsASecond) {
		this.broker = broker;
		this.events = events;
		this.eventsASecond = eventsASecond;
	}

	/**
	 * Measures, and prints what it finds.
	 * @param args the number of events, 15 million by default; the events a second of the
	 * fleet, by their own time, 500,000 by default
	 * @throws Exception if a broker cannot be started, or something is lost
	 */
	public static void main(String[] args) throws Exception {
		long events = (args.length > 0) ? Long.parseLong(args[0]) : 15_000_000;
		double eventsASecond = (args.length > 1) ? Double.parseDouble(args[1]) : 500_000;
		Path directory = Files.createTempDirectory("rollup");
		try (KafkaBroker broker = KafkaBroker.start(directory.resolve("broker"))) {
			broker.createTopic("metrics-tcp", PARTITIONS, Map.of());
			RollupThroughput throughput = new RollupThroughput(broker, events, eventsASecond);
			throughput.write();
			throughput.measure();
			throughput.compare();
		}
		finally {
			Directories.delete(directory);
		}
	}

	/**
	 * Writes what relays would have written by now.
	 */
	private void write() throws Exception {
		long length = (long) (1_000 * this.events / this.eventsASecond);
		long begin = (Instant.now().toEpochMilli() - length) / 10_000 * 10_000;
		Map<String, Object> properties = Map.of("bootstrap.servers", this.broker.servers(), "compression.type", "zstd",
				"batch.size", 256 << 10, "linger.ms", 50);
		List<Source> sources = new ArrayList<>();
		for (int i = 0; i < INSTANCES; i++) {
			sources.add(new Source(i));
		}
		this.end = begin + length;
		long bytes = 0;
		try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties, new ByteArraySerializer(),
				new ByteArraySerializer())) {
			long written = 0;
			while (written < this.events) {
				for (Source each : sources) {
					each.time = begin + (long) (1_000 * written / this.eventsASecond);
					int before = each.number;
					ProducerRecord<byte[], byte[]> record = each.record();
					bytes += record.value().length;
					Future<RecordMetadata> unused = producer.send(record);
					written += each.number - before;
				}
			}
		}
		System.out.printf(Locale.ROOT, "%.1f bytes an event on the wire, in records of %,d partitions%n",
				(double) bytes / this.events, PARTITIONS);
	}

	private void measure() throws Exception {
		RollupSettings settings = RollupSettings.builder(this.broker.servers()).build();
		OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		try (Rollup rollup = Rollup.start(settings, RelayThroughput::said)) {
			// The first third warms up
			long first = await(rollup, this.events / 3);
			long processor = process.getProcessCpuTime();
			long begin = System.nanoTime();
			long last = await(rollup, this.events);
			double seconds = (System.nanoTime() - begin) / 1e9;
			double busy = (process.getProcessCpuTime() - processor) / 1e9;
			System.out.printf(Locale.ROOT,
					"%,.0f events/s read, %,.0f for each second of processor time (%.2f us an event)%n",
					(last - first) / seconds, (last - first) / busy, 1e6 * busy / (last - first));
			// The last window has ended by then, and was written
			Thread.sleep(Math.max(0, this.end + 10_000 - System.currentTimeMillis()) + 20_000);
			System.out.println(rollup.counts());
		}
	}

	private static long await(Rollup rollup, long events) throws InterruptedException {
		RollupCounts counts = rollup.counts();
		while (counts.events() < events) {
			TimeUnit.MILLISECONDS.sleep(10);
			counts = rollup.counts();
		}
		return counts.events();
	}

	/**
	 * Compares each sketch with the samples that it is of.
	 */
	private void compare() {
		Map<String, Map<Long, WindowSketch>> sketches = read();
		double greatest = 0;
		long windows = 0;
		for (Map.Entry<String, Map<Long, Samples>> series : this.samples.entrySet()) {
			for (Map.Entry<Long, Samples> window : series.getValue().entrySet()) {
				WindowSketch sketch = sketches.getOrDefault(series.getKey(), Map.of()).get(window.getKey());
				double[] all = window.getValue().sorted();
				if (sketch == null || sketch.count() != all.length) {
					throw new IllegalStateException("%s has %s of %s samples in the window from %s on".formatted(
							series.getKey(), (sketch != null) ? sketch.count() : 0, all.length, window.getKey()));
				}
				windows++;
				for (double quantile : QUANTILES) {
					double exact = all[(int) (quantile * (all.length - 1))];
					greatest = Math.max(greatest, Math.abs(sketch.quantile(quantile) - exact) / exact);
				}
			}
		}
		System.out.printf(Locale.ROOT, "no sample lost in %,d windows; quantiles at most %.2f %% off%n", windows,
				100 * greatest);
	}

	private Map<String, Map<Long, WindowSketch>> read() {
		Map<String, Map<Long, WindowSketch>> sketches = new HashMap<>();
		Map<String, Object> properties = Map.of("bootstrap.servers", this.broker.servers(), "isolation.level",
				"read_committed", "auto.offset.reset", "earliest");
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(),
				new ByteArrayDeserializer())) {
			List<TopicPartition> partitions = consumer.partitionsFor(RollupSettings.DEFAULT_SKETCHES)
				.stream()
				.map(RollupThroughput::partition)
				.toList();
			consumer.assign(partitions);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			while (ends.entrySet().stream().anyMatch((each) -> consumer.position(each.getKey()) < each.getValue())) {
				for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofSeconds(1))) {
					WindowSketch sketch = WindowSketch.of(each.value());
					sketches.computeIfAbsent(sketch.name(), (added) -> new HashMap<>())
						.put(sketch.start().getEpochSecond(), sketch);
				}
			}
		}
		return sketches;
	}

	private static TopicPartition partition(PartitionInfo partition) {
		return new TopicPartition(partition.topic(), partition.partition());
	}

	/**
	 * One instance, and what its relay writes.
	 */
	private final class Source {

		private final String target;

		private final SeriesKey[] series = new SeriesKey[SERIES];

		private final double typical;

		private long sequence;

		private int number;

		// Of the next record, in milliseconds since the epoch
		private long time;

		private Source(int number) {
			this.target = "10.0.%s.%s:5000".formatted(number / 100, number % 100);
			this.typical = Math.exp(2 * RollupThroughput.this.random.nextGaussian());
			for (int i = 0; i < SERIES; i++) {
				Kind kind = KINDS.get(i % KINDS.size());
				this.series[i] = new SeriesKey(kind, "service.operation." + i,
						Map.of("uri", "/orders/{id}", "outcome", "SUCCESS"));
			}
		}

		private ProducerRecord<byte[], byte[]> record() {
			ByteArrayOutputStream frames = new ByteArrayOutputStream(MAX_FRAMES);
			frames.write(0);
			long second = TimeUnit.MILLISECONDS.toSeconds(this.time);
			while (true) {
				SeriesKey key = this.series[this.number % SERIES];
				double value = this.typical * Math.exp(RollupThroughput.this.random.nextGaussian());
				byte[] frame = switch (key.kind()) {
					case COUNTER -> FrameEncoder.encode(key, Operation.INCREMENT_COUNTER, 1, second, this.number);
					case GAUGE -> FrameEncoder.encode(key, Operation.SET_GAUGE, Double.doubleToRawLongBits(value),
							second, this.number);
					case HISTOGRAM -> FrameEncoder.encode(key, Operation.RECORD_HISTOGRAM,
							Double.doubleToRawLongBits(value), second, this.number);
				};
				if (frames.size() + frame.length > MAX_FRAMES) {
					break;
				}
				frames.writeBytes(frame);
				if (key.kind() == Kind.HISTOGRAM) {
					RollupThroughput.this.samples.computeIfAbsent(key.name(), (added) -> new TreeMap<>())
						.computeIfAbsent(second / 10 * 10, (added) -> new Samples())
						.add(value);
				}
				this.number++;
			}
			ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("metrics-tcp", null, this.time,
					this.target.getBytes(StandardCharsets.UTF_8), frames.toByteArray());
			Content content = (this.sequence == 0) ? Content.SNAPSHOT : Content.EVENTS;
			new RecordDescription(this.target, this.target, 1, this.sequence++, 0, 0, content, null)
				.writeTo(record.headers());
			return record;
		}

	}

	/**
	 * The samples of one window.
	 */
	private static final class Samples {

		private double[] values = new double[16];

		private int size;

		private void add(double value) {
			if (this.size == this.values.length) {
				this.values = Arrays.copyOf(this.values, 2 * this.size);
			}
			this.values[this.size++] = value;
		}

		private double[] sorted() {
			double[] sorted = Arrays.copyOf(this.values, this.size);
			Arrays.sort(sorted);
			return sorted;
		}

	}

}
