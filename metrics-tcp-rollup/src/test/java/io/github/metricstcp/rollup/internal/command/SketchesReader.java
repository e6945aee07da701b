package io.github.metricstcp.rollup.internal.command;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.metricstcp.rollup.WindowSketch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A reader of the sketches that a rollup writes of one histogram.
 */
final class SketchesReader implements AutoCloseable {

	private final Consumer<byte[], byte[]> consumer;

	private final Map<Long, WindowSketch> sketches = new TreeMap<>();

	SketchesReader(String servers, String topic) {
		this.consumer = new KafkaConsumer<>(
				Map.of("bootstrap.servers", servers, "isolation.level", "read_committed", "auto.offset.reset", "earliest"),
				new ByteArrayDeserializer(), new ByteArrayDeserializer());
		List<TopicPartition> partitions = this.consumer.partitionsFor(topic)
			.stream()
			.map((each) -> new TopicPartition(topic, each.partition()))
			.toList();
		this.consumer.assign(partitions);
	}

	/**
	 * Returns the last sketch of each window that was read so far, by the second in which
	 * the window begins.
	 */
	Map<Long, WindowSketch> read() {
		for (ConsumerRecord<byte[], byte[]> record : this.consumer.poll(Duration.ofMillis(10))) {
			WindowSketch sketch = WindowSketch.of(record.value());
			this.sketches.put(sketch.start().getEpochSecond(), sketch);
		}
		return this.sketches;
	}

	@Override
	public void close() {
		this.consumer.close();
	}

}
