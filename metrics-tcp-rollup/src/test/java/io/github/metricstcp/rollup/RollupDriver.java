package io.github.metricstcp.rollup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

import io.github.metricstcp.client.wire.EventSink;
import io.github.metricstcp.client.wire.FrameDecoder;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.kafka.Content;
import io.github.metricstcp.kafka.RecordDescription;
import io.github.metricstcp.kafka.UnusableRecordException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/**
 * A rollup without brokers, whose time tests set, and a reader of what it writes.
 */
final class RollupDriver implements AutoCloseable, SourceEnds {

	/**
	 * The beginning of a window, in milliseconds since the epoch.
	 */
	static final long START = 1_800_000_000_000L;

	final List<String> messages = new ArrayList<>();

	final Tally tally;

	/**
	 * The totals of counters, as a viewer has them.
	 */
	final Map<SeriesKey, Long> totals = new HashMap<>();

	/**
	 * The values of gauges, by the end of their window.
	 */
	final Map<SeriesKey, Map<Long, Double>> gauges = new HashMap<>();

	final Map<String, Metadata> metadata = new HashMap<>();

	/**
	 * All that a viewer reads.
	 */
	final List<TestRecord<byte[], byte[]>> records = new ArrayList<>();

	final List<RecordDescription> descriptions = new ArrayList<>();

	/**
	 * The series of the last snapshot.
	 */
	final Set<SeriesKey> snapshot = new HashSet<>();

	private long snapshotTime;

	/**
	 * The last sketch of each window, by its name and the end of the window.
	 */
	final Map<String, Map<Long, WindowSketch>> sketches = new LinkedHashMap<>();

	private final TopologyTestDriver driver;

	private final TestInputTopic<byte[], byte[]> source;

	private final TestOutputTopic<byte[], byte[]> output;

	private final TestOutputTopic<byte[], byte[]> sketchOutput;

	private long now = START;

	RollupDriver(RollupSettings settings) {
		this.tally = new Tally(settings, this.messages::add);
		Properties properties = StreamsProperties.of(settings);
		properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
		this.driver = new TopologyTestDriver(RollupTopology.build(settings, this.tally, this), properties,
				Instant.ofEpochMilli(START));
		ByteArraySerializer serializer = new ByteArraySerializer();
		ByteArrayDeserializer deserializer = new ByteArrayDeserializer();
		this.source = this.driver.createInputTopic(settings.source(), serializer, serializer);
		this.output = this.driver.createOutputTopic(settings.output(), deserializer, deserializer);
		this.sketchOutput = this.driver.createOutputTopic(settings.sketches(), deserializer, deserializer);
	}

	static RollupSettings.Builder settings() {
		return RollupSettings.builder("localhost:9092");
	}

	void send(TestRecord<byte[], byte[]> record) {
		this.source.pipeInput(record);
	}

	/**
	 * Lets time go on to some time after the beginning.
	 */
	RollupDriver until(Duration sinceStart) {
		long time = START + sinceStart.toMillis();
		while (this.now < time) {
			long step = Math.min(500, time - this.now);
			this.now += step;
			this.driver.advanceWallClockTime(Duration.ofMillis(step));
		}
		read();
		return this;
	}

	/**
	 * Lets time go on all at once, as it does for a rollup that was not running.
	 */
	RollupDriver skip(Duration time) {
		this.now += time.toMillis();
		this.driver.advanceWallClockTime(time);
		read();
		return this;
	}

	@Override
	public int partitions() {
		return 1;
	}

	@Override
	public long caughtUpAt(int partition, long next, long lastRead) {
		return this.now;
	}

	private void read() {
		for (TestRecord<byte[], byte[]> each : this.output.readRecordsToList()) {
			this.records.add(each);
			try {
				RecordDescription description = RecordDescription.of(each.headers());
				RecordDescription.requireWhole(each.value());
				this.descriptions.add(description);
				if (description.content() == Content.SNAPSHOT && description.firstTime() != this.snapshotTime) {
					this.snapshotTime = description.firstTime();
					this.snapshot.clear();
				}
				new FrameDecoder<>(new Reader(description.content()), FrameDecoder.DEFAULT_MAX_FRAME_LENGTH, 1_000)
					.decode(ByteBuffer.wrap(each.value()));
			}
			catch (UnusableRecordException ex) {
				throw new IllegalStateException(ex);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		for (TestRecord<byte[], byte[]> each : this.sketchOutput.readRecordsToList()) {
			WindowSketch sketch = WindowSketch.of(each.value());
			this.sketches
				.computeIfAbsent(new String(each.key(), StandardCharsets.UTF_8), (key) -> new LinkedHashMap<>())
				.put(sketch.start().plus(sketch.length()).toEpochMilli(), sketch);
		}
	}

	long total(String name) {
		return this.totals.entrySet()
			.stream()
			.filter((each) -> each.getKey().name().equals(name))
			.mapToLong(Map.Entry::getValue)
			.sum();
	}

	/**
	 * Returns the value of a gauge without labels in the window that ends at a time after
	 * the beginning, {@code NaN} if there is none.
	 */
	double gauge(String name, Duration sinceStart) {
		return this.gauges.entrySet()
			.stream()
			.filter((each) -> each.getKey().name().equals(name))
			.map((each) -> each.getValue().get(START + sinceStart.toMillis()))
			.filter((each) -> each != null)
			.findFirst()
			.orElse(Double.NaN);
	}

	@Override
	public void close() {
		this.driver.close();
	}

	/**
	 * A reader of events.
	 */
	private final class Reader implements EventSink<SeriesKey> {

		private final Content content;

		private Reader(Content content) {
			this.content = content;
		}

		@Override
		public SeriesKey series(SeriesKey key) {
			return key;
		}

		@Override
		public void metadata(Metadata metadata) {
			RollupDriver.this.metadata.put(metadata.name(), metadata);
		}

		@Override
		public void event(SeriesKey series, Operation operation, long operand, long seconds, int nanos) {
			if (this.content == Content.SNAPSHOT) {
				RollupDriver.this.snapshot.add(series);
			}
			switch (operation) {
				case SET_COUNTER -> RollupDriver.this.totals.put(series, operand);
				case INCREMENT_COUNTER -> RollupDriver.this.totals.merge(series, operand, Long::sum);
				default -> {
					if (this.content == Content.EVENTS) {
						RollupDriver.this.gauges.computeIfAbsent(series, (key) -> new LinkedHashMap<>())
							.put(seconds * 1_000, Double.longBitsToDouble(operand));
					}
				}
			}
		}

	}

}
