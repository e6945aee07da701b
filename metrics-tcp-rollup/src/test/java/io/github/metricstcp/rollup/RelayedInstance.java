package io.github.metricstcp.rollup;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.kafka.Content;
import io.github.metricstcp.kafka.RecordDescription;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * An instance whose records tests write as a relay does.
 */
final class RelayedInstance {

	private final String target;

	private final String alias;

	private long session;

	private long sequence;

	private Map<String, String> labels = Map.of();

	private long eventTime;

	// Of the events since the last record, in milliseconds since the epoch
	private long lastTime;

	private final ByteArrayOutputStream frames = new ByteArrayOutputStream();

	RelayedInstance(String target) {
		this(target, target);
	}

	RelayedInstance(String target, String alias) {
		this.target = target;
		this.alias = alias;
	}

	/**
	 * Sets the labels of what follows.
	 */
	RelayedInstance labels(Map<String, String> labels) {
		this.labels = labels;
		return this;
	}

	/**
	 * Sets the time of what follows, in milliseconds since the epoch.
	 */
	RelayedInstance at(long time) {
		this.eventTime = time;
		return this;
	}

	RelayedInstance metadata(Kind kind, String name, String unit, String description) {
		this.frames.writeBytes(FrameEncoder.encode(new Metadata(kind, name, unit, description)));
		return this;
	}

	RelayedInstance total(String name, long total) {
		return event(Kind.COUNTER, name, Operation.SET_COUNTER, total);
	}

	RelayedInstance increment(String name, long amount) {
		return event(Kind.COUNTER, name, Operation.INCREMENT_COUNTER, amount);
	}

	RelayedInstance value(String name, double value) {
		return event(Kind.GAUGE, name, Operation.SET_GAUGE, Double.doubleToRawLongBits(value));
	}

	RelayedInstance change(String name, double amount) {
		Operation operation = (amount >= 0) ? Operation.INCREMENT_GAUGE : Operation.DECREMENT_GAUGE;
		return event(Kind.GAUGE, name, operation, Double.doubleToRawLongBits(Math.abs(amount)));
	}

	RelayedInstance sample(String name, double sample) {
		return event(Kind.HISTOGRAM, name, Operation.RECORD_HISTOGRAM, Double.doubleToRawLongBits(sample));
	}

	private RelayedInstance event(Kind kind, String name, Operation operation, long operand) {
		long seconds = TimeUnit.MILLISECONDS.toSeconds(this.eventTime);
		int nanos = (int) TimeUnit.MILLISECONDS.toNanos(this.eventTime % 1_000);
		this.frames.writeBytes(
				FrameEncoder.encode(new SeriesKey(kind, name, this.labels), operation, operand, seconds, nanos));
		this.lastTime = Math.max(this.lastTime, this.eventTime);
		return this;
	}

	/**
	 * Begins a session with what was written, at the time of the last event.
	 */
	TestRecord<byte[], byte[]> begin() {
		this.session++;
		this.sequence = 0;
		return record(Content.SNAPSHOT);
	}

	/**
	 * Begins a session at the time of the last event, of which nobody gets the first
	 * records.
	 */
	void beginUnheard(long records) {
		this.session = TimeUnit.MILLISECONDS.toNanos(this.eventTime);
		this.sequence = records;
	}

	TestRecord<byte[], byte[]> snapshot() {
		return record(Content.SNAPSHOT);
	}

	TestRecord<byte[], byte[]> events() {
		return record(Content.EVENTS);
	}

	TestRecord<byte[], byte[]> end() {
		return record(Content.END);
	}

	/**
	 * Lets go of a record that nobody gets.
	 */
	void lose() {
		record(Content.EVENTS);
	}

	/**
	 * Ends the session, of which only the relay has ended.
	 */
	TestRecord<byte[], byte[]> endRelay() {
		return record(Content.END, "its relay has ended");
	}

	private TestRecord<byte[], byte[]> record(Content content) {
		return record(content, null);
	}

	private TestRecord<byte[], byte[]> record(Content content, @Nullable String reason) {
		if (this.frames.size() == 0) {
			this.frames.write(0);
		}
		Headers headers = new RecordHeaders();
		long last = TimeUnit.MILLISECONDS.toNanos(this.lastTime);
		this.lastTime = 0;
		new RecordDescription(this.target, this.alias, this.session, this.sequence++, last, last, content, reason)
			.writeTo(headers);
		byte[] value = this.frames.toByteArray();
		this.frames.reset();
		return new TestRecord<>(this.target.getBytes(StandardCharsets.UTF_8), value, headers, this.eventTime);
	}

}
