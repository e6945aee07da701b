package io.github.metricstcp.internal.stream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.google.protobuf.Timestamp;
import io.github.metricstcp.proto.Event;
import io.github.metricstcp.proto.Metadata;
import io.github.metricstcp.proto.Metric;
import io.micrometer.core.instrument.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link FrameWriter} writes the bytes of the reference, against a stream that
 * the reference wrote.
 */
class ReferenceStreamTests {

	private static final Pattern VALUE = Pattern.compile("\"value\": ([^,]+)");

	private final byte[] stream = resource("reference-stream.bin");

	@Test
	void encodesEachEventToTheBytesOfTheReference() throws IOException {
		ByteArrayInputStream in = new ByteArrayInputStream(this.stream);
		int frames = 0;
		int metadata = 0;
		while (in.available() > 0) {
			int start = this.stream.length - in.available();
			Event event = Event.parseDelimitedFrom(in);
			int end = this.stream.length - in.available();
			assertThat(encode(event)).as("frame %d, %s", frames, event)
				.isEqualTo(Arrays.copyOfRange(this.stream, start, end));
			frames++;
			metadata += event.hasMetadata() ? 1 : 0;
		}
		assertThat(frames).isEqualTo(20);
		assertThat(metadata).isEqualTo(4);
	}

	@Test
	void holdsWhatItsDescriptionSays() throws IOException {
		List<String> description = new String(resource("reference-stream.jsonl"), StandardCharsets.UTF_8).lines()
			.toList();
		List<String> described = new ArrayList<>();
		ByteArrayInputStream in = new ByteArrayInputStream(this.stream);
		for (String line : description) {
			Event event = Event.parseDelimitedFrom(in);
			Matcher value = VALUE.matcher(line);
			if (value.find()) {
				assertThat(value(event.getMetric())).as(line).isEqualByComparingTo(new BigDecimal(value.group(1)));
				described.add(describe(event.getMetric(), value.group(1)));
			}
			else {
				described.add(describe(event.getMetadata()));
			}
		}
		assertThat(described).isEqualTo(description);
		assertThat(in.available()).isZero();
	}

	private static byte[] encode(Event event) {
		FrameWriter writer = new FrameWriter(0);
		if (event.hasMetadata()) {
			Metadata metadata = event.getMetadata();
			writer.metadata(metadata.getName(), MetricType.valueOf(metadata.getMetricType().name()),
					metadata.hasUnitValue() ? metadata.getUnitValue() : null,
					metadata.hasDescriptionValue() ? metadata.getDescriptionValue() : null);
		}
		else {
			Metric metric = event.getMetric();
			Timestamp timestamp = metric.getTimestamp();
			writer.metric(FrameWriter.nameField(metric.getName()), FrameWriter.labelFields(labels(metric)),
					timestamp.getSeconds() * 1_000_000_000 + timestamp.getNanos(), operation(metric), bits(metric));
			byte[] frame = writer.copy();
			if (metric.hasIncrementGauge() || metric.hasDecrementGauge()) {
				// In front of the value
				frame[frame.length - 1 - Long.BYTES] = (byte) WireType.tag(metric.getOperationCase().getNumber(),
						WireType.FIXED64);
			}
			return frame;
		}
		return writer.copy();
	}

	/**
	 * Returns the operation to encode. No meter changes a gauge by an amount, which is
	 * encoded as setting it is, but for the tag.
	 */
	private static Operation operation(Metric metric) {
		return switch (metric.getOperationCase()) {
			case INCREMENT_GAUGE, DECREMENT_GAUGE -> Operation.SET_GAUGE;
			default -> Operation.valueOf(metric.getOperationCase().name());
		};
	}

	private static List<Tag> labels(Metric metric) {
		List<Tag> labels = new ArrayList<>();
		metric.getLabelsMap().forEach((key, value) -> labels.add(Tag.of(key, value)));
		// It is the encoder that has to sort
		Collections.reverse(labels);
		return labels;
	}

	/**
	 * Returns the operation's value as the encoder takes it.
	 */
	static long bits(Metric metric) {
		return switch (metric.getOperationCase()) {
			case INCREMENT_COUNTER -> metric.getIncrementCounter();
			case SET_COUNTER -> metric.getSetCounter();
			case INCREMENT_GAUGE -> Double.doubleToRawLongBits(metric.getIncrementGauge());
			case DECREMENT_GAUGE -> Double.doubleToRawLongBits(metric.getDecrementGauge());
			case SET_GAUGE -> Double.doubleToRawLongBits(metric.getSetGauge());
			case RECORD_HISTOGRAM -> Double.doubleToRawLongBits(metric.getRecordHistogram());
			case OPERATION_NOT_SET -> throw new IllegalStateException("No operation in " + metric);
		};
	}

	private static BigDecimal value(Metric metric) {
		return switch (metric.getOperationCase()) {
			case INCREMENT_COUNTER, SET_COUNTER -> new BigDecimal(Long.toUnsignedString(bits(metric)));
			default -> BigDecimal.valueOf(Double.longBitsToDouble(bits(metric)));
		};
	}

	private static String describe(Metadata metadata) {
		return "{\"kind\": \"metadata\", \"name\": \"%s\", \"type\": \"%s\", \"unit\": %s, \"description\": %s}"
			.formatted(metadata.getName(), metadata.getMetricType(),
					metadata.hasUnitValue() ? '"' + metadata.getUnitValue() + '"' : null,
					metadata.hasDescriptionValue() ? '"' + metadata.getDescriptionValue() + '"' : null);
	}

	private static String describe(Metric metric, String value) {
		return ("{\"kind\": \"metric\", \"name\": \"%s\", \"labels\": {%s}, \"op\": \"%s\", \"value\": %s, "
				+ "\"timestamp\": {\"seconds\": %d, \"nanos\": %d}}")
			.formatted(metric.getName(), describe(metric.getLabelsMap()),
					metric.getOperationCase().name().toLowerCase(Locale.ROOT), value,
					metric.getTimestamp().getSeconds(), metric.getTimestamp().getNanos());
	}

	private static String describe(Map<String, String> labels) {
		return labels.entrySet()
			.stream()
			.map((label) -> "\"%s\": \"%s\"".formatted(label.getKey(), label.getValue()))
			.collect(Collectors.joining(", "));
	}

	private static byte[] resource(String name) {
		try (InputStream in = ReferenceStreamTests.class.getResourceAsStream("/reference/" + name)) {
			return Objects.requireNonNull(in, name).readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
