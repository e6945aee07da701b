package io.github.metricstcp.client.comparison;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;

/**
 * A recording that is written with known events.
 */
final class RecordedRun {

	private final ByteArrayOutputStream frames = new ByteArrayOutputStream();

	private final long start;

	private long nanos;

	/**
	 * Begins a recording.
	 * @param start its start, in seconds since the epoch
	 */
	RecordedRun(long start) {
		this.start = start;
		this.frames.writeBytes(FrameEncoder.encode(new Metadata(Kind.HISTOGRAM, "requests", "seconds", null)));
	}

	/**
	 * Goes to a time since the start.
	 */
	RecordedRun at(double seconds) {
		this.nanos = Math.round(seconds * 1e9);
		return this;
	}

	RecordedRun increment(String name, long amount) {
		return event(new SeriesKey(Kind.COUNTER, name, Map.of()), Operation.INCREMENT_COUNTER, amount);
	}

	RecordedRun total(String name, long total) {
		return event(new SeriesKey(Kind.COUNTER, name, Map.of()), Operation.SET_COUNTER, total);
	}

	RecordedRun gauge(String name, double value) {
		return event(new SeriesKey(Kind.GAUGE, name, Map.of()), Operation.SET_GAUGE, Double.doubleToLongBits(value));
	}

	RecordedRun samples(String uri, double sample, int count) {
		SeriesKey key = new SeriesKey(Kind.HISTOGRAM, "requests", Map.of("uri", uri));
		for (int i = 0; i < count; i++) {
			event(key, Operation.RECORD_HISTOGRAM, Double.doubleToLongBits(sample));
		}
		return this;
	}

	private RecordedRun event(SeriesKey key, Operation operation, long operand) {
		this.frames.writeBytes(FrameEncoder.encode(key, operation, operand, this.start + this.nanos / 1_000_000_000,
				(int) (this.nanos % 1_000_000_000)));
		return this;
	}

	byte[] bytes() {
		return this.frames.toByteArray();
	}

	Path write(Path file) throws IOException {
		return Files.write(file, bytes());
	}

}
