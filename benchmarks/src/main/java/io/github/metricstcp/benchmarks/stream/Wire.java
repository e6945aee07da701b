package io.github.metricstcp.benchmarks.stream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

import com.google.protobuf.Timestamp;
import io.github.metricstcp.proto.Event;
import io.github.metricstcp.proto.Metric;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;

/**
 * The events that are sent: frames of 111 bytes.
 */
final class Wire {

	static final String COUNTER = "shop.orders.placed";

	static final String PROBE = "latency.probe";

	static final Tags TAGS = Tags.of("channel", "app", "instance", "shop-7f9c4d8b-x2lqp", "product", "dark-roast");

	private static final int CHUNK = 64 * 1024;

	private Wire() {
	}

	/**
	 * Returns the time since the epoch in seconds, to a quarter of a microsecond.
	 */
	static double now() {
		Instant now = Instant.now();
		return now.getEpochSecond() + now.getNano() / Nanos.PER_SECOND;
	}

	/**
	 * Returns the frame of one increment.
	 */
	static byte[] increment() {
		return frame(metric(COUNTER).setIncrementCounter(1));
	}

	/**
	 * Returns the frame of one sample, whose last eight bytes are the value.
	 */
	static ByteBuffer probe() {
		return ByteBuffer.wrap(frame(metric(PROBE).setRecordHistogram(1))).order(ByteOrder.LITTLE_ENDIAN);
	}

	/**
	 * Returns as many increments as a chunk holds.
	 */
	static byte[] chunk() {
		byte[] frame = increment();
		ByteBuffer chunk = ByteBuffer.allocate(CHUNK / frame.length * frame.length);
		while (chunk.hasRemaining()) {
			chunk.put(frame);
		}
		return chunk.array();
	}

	private static Metric.Builder metric(String name) {
		Instant now = Instant.now();
		Metric.Builder metric = Metric.newBuilder()
			.setName(name)
			.setTimestamp(Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(999_999_999));
		for (Tag tag : TAGS) {
			metric.putLabels(tag.getKey(), tag.getValue());
		}
		return metric;
	}

	private static byte[] frame(Metric.Builder metric) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			Event.newBuilder().setMetric(metric).build().writeDelimitedTo(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

}
