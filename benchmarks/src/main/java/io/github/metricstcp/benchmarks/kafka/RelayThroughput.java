package io.github.metricstcp.benchmarks.kafka;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.github.metricstcp.benchmarks.run.Directories;
import io.github.metricstcp.client.wire.FrameDecoder;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.kafka.KafkaRelay;
import io.github.metricstcp.kafka.KafkaSettings;
import io.github.metricstcp.kafka.RelayCounts;
import io.github.metricstcp.kafka.testing.KafkaBroker;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The throughput of a relay into a broker on the same machine, in a process of its own:
 * events a second without loss from memory to the broker's acknowledgement, the processor
 * time of the relay's process, and the bytes that the broker keeps. In turns, the same
 * events are sent one to a record, with the same settings of the producer and with those
 * that Kafka has by default.
 */
public final class RelayThroughput {

	private static final List<Kind> KINDS = List.of(Kind.COUNTER, Kind.GAUGE, Kind.HISTOGRAM);

	private static final int SERIES = 100;

	private static final int EVENTS = 300_000;

	private static final int CHUNK = 1 << 16;

	private static final long MEMORY = 64L << 20;

	/**
	 * Settings of a producer, as the relay's.
	 */
	private static final Map<String, Object> SAME_SETTINGS = Map.of("acks", "all", "compression.type", "zstd",
			"compression.zstd.level", 1, "batch.size", 256 << 10, "linger.ms", 50, "buffer.memory", 16 << 20);

	private static final String TARGET = "10.0.0.7:5000";

	private final byte[] stream = stream();

	private final KafkaBroker broker;

	private final double seconds;

	private int topics;

	private RelayThroughput(KafkaBroker broker, double seconds) {
		this.broker = broker;
		this.seconds = seconds;
	}

	/**
	 * Measures, and prints a line for each measurement.
	 * @param args the seconds of each measurement, 10 by default; the number of rounds, 3
	 * by default
	 * @throws Exception if a broker cannot be started, or something is lost
	 */
	public static void main(String[] args) throws Exception {
		double seconds = (args.length > 0) ? Double.parseDouble(args[0]) : 10;
		int rounds = (args.length > 1) ? Integer.parseInt(args[1]) : 3;
		Path directory = Files.createTempDirectory("broker");
		try (KafkaBroker broker = KafkaBroker.start(directory)) {
			RelayThroughput throughput = new RelayThroughput(broker, seconds);
			System.out.printf(Locale.ROOT, "%.1f bytes an event on the wire%n",
					(double) throughput.stream.length / EVENTS);
			throughput.warmUp();
			for (int i = 0; i < rounds; i++) {
				double frames = throughput.frames();
				double single = throughput.oneEventARecord("single", SAME_SETTINGS);
				double defaults = throughput.oneEventARecord("defaults", Map.of());
				System.out.printf(Locale.ROOT, "frames are %.1f times as fast, and %.1f times with Kafka's defaults%n",
						frames / single, frames / defaults);
			}
		}
		finally {
			Directories.delete(directory);
		}
	}

	private void warmUp() throws Exception {
		new RelayThroughput(this.broker, Math.min(3, this.seconds)).run("warm-up", false);
	}

	private double frames() throws Exception {
		return run("frames", true);
	}

	private double run(String name, boolean printed) throws Exception {
		String topic = name + "-" + this.topics++;
		this.broker.createTopic(topic, 1, Map.of());
		KafkaSettings settings = new KafkaSettings(this.broker.servers(), topic, Map.of());
		try (KafkaRelay relay = new KafkaRelay(settings, MEMORY, SERIES, RelayThroughput::said)) {
			relay.start();
			StreamListener<?> listener = relay.addTarget(TARGET, "shop");
			listener.opened(TARGET);
			double rate = measure(name, topic, listener, printed, new Sending() {

				@Override
				public boolean isFull() {
					return relay.counts().waitingBytes() > MEMORY / 4;
				}

				@Override
				public long acknowledged() {
					return relay.counts().events();
				}

			});
			RelayCounts counts = relay.counts();
			if (counts.droppedRecords() > 0) {
				throw new IllegalStateException("Events were lost: " + counts);
			}
			return rate;
		}
	}

	static void said(String sentence) {
		if (!sentence.contains(": connected, ")) {
			System.err.println(sentence);
		}
	}

	private double oneEventARecord(String name, Map<String, Object> settings) throws Exception {
		String topic = name + "-" + this.topics++;
		this.broker.createTopic(topic, 1, Map.of());
		Map<String, Object> properties = new HashMap<>(settings);
		properties.put("bootstrap.servers", this.broker.servers());
		AtomicLong acknowledged = new AtomicLong();
		try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties, new ByteArraySerializer(),
				new ByteArraySerializer())) {
			return measure(name, topic, new SingleEvents(producer, topic, acknowledged), true, new Sending() {

				@Override
				public boolean isFull() {
					// The producer itself waits
					return false;
				}

				@Override
				public long acknowledged() {
					return acknowledged.get();
				}

			});
		}
	}

	private <S> double measure(String name, String topic, StreamListener<S> listener, boolean printed, Sending sending)
			throws Exception {
		FrameDecoder<S> decoder = new FrameDecoder<>(listener, FrameDecoder.DEFAULT_MAX_FRAME_LENGTH, SERIES);
		ProcessHandle process = ProcessHandle.current();
		long processor = process.info().totalCpuDuration().orElseThrow().toNanos();
		long begin = System.nanoTime();
		long events = 0;
		while (System.nanoTime() - begin < this.seconds * 1e9) {
			for (int i = 0; i < this.stream.length; i += CHUNK) {
				while (sending.isFull()) {
					LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
				}
				decoder.decode(ByteBuffer.wrap(this.stream, i, Math.min(CHUNK, this.stream.length - i)));
				listener.consumed();
			}
			events += EVENTS;
		}
		while (sending.acknowledged() < events) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
		double rate = events / ((System.nanoTime() - begin) / 1e9);
		processor = process.info().totalCpuDuration().orElseThrow().toNanos() - processor;
		if (printed) {
			System.out.printf(Locale.ROOT,
					"%-8s %,12.0f events/s, %6.0f ns of the process's processor time, %5.2f bytes of the broker's%n",
					name, rate, (double) processor / events, (double) this.broker.size(topic) / events);
		}
		return rate;
	}

	/**
	 * Returns events of which none is like another: a series at random, with the next
	 * time and another value.
	 */
	private static byte[] stream() {
		Random random = new Random(1);
		ByteArrayOutputStream stream = new ByteArrayOutputStream();
		long time = TimeUnit.SECONDS.toNanos(1_800_000_000L);
		for (int i = 0; i < EVENTS; i++) {
			time += 500 + random.nextInt(1_000);
			int number = random.nextInt(SERIES);
			Kind kind = KINDS.get(number % KINDS.size());
			SeriesKey key = new SeriesKey(kind, "shop.orders.placed",
					Map.of("channel", "app", "instance", "shop-7f9c4d8b-x2lqp", "product", "roast-" + number));
			Operation operation = switch (kind) {
				case COUNTER -> Operation.INCREMENT_COUNTER;
				case GAUGE -> Operation.SET_GAUGE;
				case HISTOGRAM -> Operation.RECORD_HISTOGRAM;
			};
			long operand = operation.isWhole() ? 1
					: Double.doubleToLongBits(Math.round(1e9 * 0.01 * Math.exp(random.nextGaussian())) / 1e9);
			stream.writeBytes(
					FrameEncoder.encode(key, operation, operand, time / 1_000_000_000, (int) (time % 1_000_000_000)));
		}
		return stream.toByteArray();
	}

	/**
	 * What is known of the way to the broker.
	 */
	private interface Sending {

		/**
		 * Whether so much waits that more might be dropped.
		 */
		boolean isFull();

		/**
		 * Returns the number of events that were acknowledged.
		 */
		long acknowledged();

	}

	/**
	 * A listener that sends each event as a record.
	 */
	private static final class SingleEvents implements StreamListener<SeriesKey> {

		private final byte[] key = TARGET.getBytes(StandardCharsets.UTF_8);

		private final KafkaProducer<byte[], byte[]> producer;

		private final String topic;

		private final AtomicLong acknowledged;

		private SingleEvents(KafkaProducer<byte[], byte[]> producer, String topic, AtomicLong acknowledged) {
			this.producer = producer;
			this.topic = topic;
			this.acknowledged = acknowledged;
		}

		@Override
		public SeriesKey series(SeriesKey key) {
			return key;
		}

		@Override
		public void frame(byte[] bytes, int offset, int length) {
			Future<RecordMetadata> unused = this.producer.send(
					new ProducerRecord<>(this.topic, this.key, Arrays.copyOfRange(bytes, offset, offset + length)),
					(metadata, failure) -> {
						if (failure == null) {
							this.acknowledged.incrementAndGet();
						}
						else {
							failure.printStackTrace();
						}
					});
		}

		@Override
		public void event(SeriesKey series, Operation operation, long operand, long seconds, int nanos) {
		}

	}

}
