package io.github.metricstcp.internal.stream;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.google.protobuf.CodedOutputStream;
import io.github.metricstcp.proto.Event;
import io.github.metricstcp.proto.Metadata;
import io.github.metricstcp.proto.Metric;
import io.micrometer.core.instrument.Tag;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FrameWriter} with whatever a user may name, label and record: the
 * generated parser reads it back, and the bytes are those of a second encoder, which is
 * slow and written from the rules alone.
 */
// The arbitraries choose edge cases often enough themselves
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class FrameWriterPropertyTests {

	@Property
	void metricIsReadBackAndHasTheBytesOfTheRules(@ForAll("metrics") MetricInput input) throws IOException {
		byte[] frame = encode(input);
		assertThat(frame).isEqualTo(RuleEncoder.frame(input));
		assertThat(parse(frame)).hasSize(1).allSatisfy((event) -> assertReadBack(event, input));
	}

	@Property
	void metadataIsReadBackAndHasTheBytesOfTheRules(@ForAll("metadata") MetadataInput input) throws IOException {
		byte[] frame = encode(input);
		assertThat(frame).isEqualTo(RuleEncoder.frame(input));
		assertThat(parse(frame)).hasSize(1).allSatisfy((event) -> assertReadBack(event, input));
	}

	@Property(tries = 200)
	void framesWrittenOneBehindTheOtherAreSplitAgain(@ForAll("inputs") List<Object> inputs) throws IOException {
		FrameWriter writer = new FrameWriter(0);
		for (Object input : inputs) {
			if (input instanceof MetricInput metric) {
				write(metric, writer);
			}
			else if (input instanceof MetadataInput metadata) {
				write(metadata, writer);
			}
		}
		List<Event> events = parse(writer.copy());
		assertThat(events).hasSameSizeAs(inputs);
		for (int i = 0; i < inputs.size(); i++) {
			if (inputs.get(i) instanceof MetricInput metric) {
				assertReadBack(events.get(i), metric);
			}
			else {
				assertReadBack(events.get(i), (MetadataInput) inputs.get(i));
			}
		}
	}

	@Property(tries = 200)
	void frameThatIsOneAlreadyIsAppendedAsItIs(@ForAll("metrics") MetricInput first,
			@ForAll("metrics") MetricInput second) throws IOException {
		FrameWriter writer = new FrameWriter(0);
		write(first, writer);
		writer.frame(encode(second));
		assertThat(writer.length()).isEqualTo(encode(first).length + encode(second).length);
		List<Event> events = parse(writer.copy());
		assertThat(events).hasSize(2);
		assertReadBack(events.get(0), first);
		assertReadBack(events.get(1), second);
	}

	@Property(tries = 200)
	void writerThatWasClearedBeginsAnew(@ForAll("metrics") MetricInput first, @ForAll("metrics") MetricInput second) {
		FrameWriter writer = new FrameWriter(0);
		write(first, writer);
		writer.clear();
		assertThat(writer.length()).isZero();
		write(second, writer);
		assertThat(writer.copy()).isEqualTo(encode(second));
	}

	@Example
	void lengthsOfAllSizesAreMinimalVarints() {
		for (int length = 0; length < 600; length++) {
			assertHasTheBytesOfTheRules("n".repeat(length), "v");
			assertHasTheBytesOfTheRules("n", "v".repeat(length));
		}
		for (int length = 16_300; length < 16_400; length++) {
			assertHasTheBytesOfTheRules("n".repeat(length), "v");
			assertHasTheBytesOfTheRules("n", "v".repeat(length));
		}
		assertHasTheBytesOfTheRules("n".repeat(2_097_152), "v");
	}

	private static void assertHasTheBytesOfTheRules(String name, String value) {
		MetricInput input = new MetricInput(name, List.of(Tag.of("k", value)), 1_795_404_361_000_000_001L,
				Operation.INCREMENT_COUNTER, 1);
		assertThat(encode(input)).isEqualTo(RuleEncoder.frame(input));
	}

	@Example
	void labelsFollowTheOrderOfUtf8AndNotOfUtf16() {
		// U+FFFF is ef bf bf in UTF-8, U+10000 is f0 90 80 80; in UTF-16 the latter
		// begins
		// with d800 and comes first
		String last = "\uD800\uDC00";
		String first = "\uFFFF";
		assertThat(first).isGreaterThan(last);
		byte[] labels = FrameWriter.labelFields(List.of(Tag.of(last, "2"), Tag.of(first, "1")));
		assertThat(HexFormat.of().formatHex(labels)).isEqualTo(
				("1a 08" + "0a 03 efbfbf" + "12 01 31" + "1a 09" + "0a 04 f0908080" + "12 01 32").replace(" ", ""));
		Metric metric = Metric.newBuilder().putLabels(first, "1").putLabels(last, "2").build();
		assertThat(labels).as("protobuf-java's own order").isNotEqualTo(deterministicBytes(metric));
	}

	@Example
	void emptyLabelValueIsLeftOut() {
		byte[] labels = FrameWriter.labelFields(List.of(Tag.of("k", "")));
		assertThat(HexFormat.of().formatHex(labels)).isEqualTo("1a03" + "0a016b");
		Metric metric = Metric.newBuilder().putLabels("k", "").build();
		assertThat(labels).as("protobuf-java's own bytes").isNotEqualTo(deterministicBytes(metric));
	}

	@Example
	void keysThatBecomeEqualAreOneLabel() throws IOException {
		MetricInput input = new MetricInput("n",
				List.of(Tag.of("k\uD800", "first"), Tag.of("k\uFFFD", "second"), Tag.of("k\uDC00", "last")), 0,
				Operation.SET_GAUGE, 0);
		assertThat(parse(encode(input)).get(0).getMetric().getLabelsMap())
			.containsExactly(Map.entry("k\uFFFD", "last"));
	}

	@Provide
	Arbitrary<List<Object>> inputs() {
		return Arbitraries.<Object>oneOf(metrics(), metadata()).list().ofMaxSize(20);
	}

	@Provide
	Arbitrary<MetricInput> metrics() {
		return Combinators.combine(texts(), labels(), times(), operations())
			.as((name, labels, epochNanos, operation) -> new MetricInput(name, labels, epochNanos, operation.get1(),
					operation.get2()));
	}

	@Provide
	Arbitrary<MetadataInput> metadata() {
		return Combinators
			.combine(texts(), Arbitraries.of(MetricType.class), texts().injectNull(0.3), texts().injectNull(0.3))
			.as(MetadataInput::new);
	}

	private Arbitrary<List<Tag>> labels() {
		// From a few keys, so that some come twice
		Arbitrary<String> keys = Arbitraries.oneOf(Arbitraries.of("", "a", "b", "\uFFFF", "\uD83D\uDE00", "\uD800"),
				texts());
		Arbitrary<Tag> label = Combinators.combine(keys, texts()).as(Tag::of);
		return Arbitraries.frequencyOf(Tuple.of(9, label.list().ofMaxSize(8)),
				Tuple.of(1, label.list().ofMaxSize(200)));
	}

	private Arbitrary<String> texts() {
		Arbitrary<String> pieces = Arbitraries.frequencyOf(Tuple.of(4, Arbitraries.strings().ascii().ofMaxLength(8)),
				Tuple.of(2, characters('\u0000', '\uD7FF')), Tuple.of(1, characters('\uE000', '\uFFFF')),
				Tuple.of(1, characters('\uD800', '\uDBFF')), Tuple.of(1, characters('\uDC00', '\uDFFF')),
				Tuple.of(2, Arbitraries.integers().between(0x10000, 0x10FFFF).map(Character::toString)),
				Tuple.of(1, Arbitraries.of("\u0000", "\u007F", "\u0080", "\u07FF", "\u0800", "\uFFFD", "\uFFFF")));
		Arbitrary<String> texts = pieces.list().ofMaxSize(12).map((list) -> String.join("", list));
		Arbitrary<String> longTexts = Combinators.combine(texts, Arbitraries.integers().between(1, 100_000))
			.as((text, bytes) -> text.repeat(bytes / (text.getBytes(StandardCharsets.UTF_8).length + 1)));
		return Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just("")), Tuple.of(18, texts), Tuple.of(1, longTexts));
	}

	private static Arbitrary<String> characters(char from, char to) {
		return Arbitraries.chars().range(from, to).map(String::valueOf);
	}

	private Arbitrary<Long> times() {
		Arbitrary<Long> wholeSeconds = Arbitraries.longs()
			.between(Long.MIN_VALUE / 1_000_000_000, Long.MAX_VALUE / 1_000_000_000)
			.map((seconds) -> seconds * 1_000_000_000);
		Arbitrary<Long> aroundTheEpoch = Arbitraries.longs().between(-2_000_000_000, 2_000_000_000);
		Arbitrary<Long> edges = Arbitraries.of(0L, 1L, -1L, 999_999_999L, 1_000_000_000L, -1_000_000_000L,
				Long.MAX_VALUE, Long.MIN_VALUE);
		return Arbitraries.oneOf(Arbitraries.longs(), wholeSeconds, aroundTheEpoch, edges);
	}

	private Arbitrary<Tuple.Tuple2<Operation, Long>> operations() {
		Arbitrary<Long> integers = Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.longs().between(0, 300),
				Arbitraries.integers().between(0, 63).map((shift) -> 1L << shift),
				Arbitraries.integers().between(0, 63).map((shift) -> (1L << shift) - 1), Arbitraries.of(-1L, -2L));
		Arbitrary<Long> doubles = Arbitraries.oneOf(Arbitraries.doubles(),
				Arbitraries.longs().map(Double::longBitsToDouble), Arbitraries.of(0.0, -0.0, Double.MIN_VALUE,
						-Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, -Double.MAX_VALUE, 1.0, 0.1))
			.map(Double::doubleToRawLongBits);
		return Arbitraries.of(Operation.class)
			.flatMap((operation) -> (operation.varint ? integers : doubles).map((bits) -> Tuple.of(operation, bits)));
	}

	private static byte[] encode(MetricInput input) {
		FrameWriter writer = new FrameWriter(0);
		write(input, writer);
		return writer.copy();
	}

	private static byte[] encode(MetadataInput input) {
		FrameWriter writer = new FrameWriter(0);
		write(input, writer);
		return writer.copy();
	}

	private static void write(MetricInput input, FrameWriter writer) {
		writer.metric(FrameWriter.nameField(input.name), FrameWriter.labelFields(input.labels), input.epochNanos,
				input.operation, input.bits);
	}

	private static void write(MetadataInput input, FrameWriter writer) {
		writer.metadata(input.name, input.type, input.unit, input.description);
	}

	private static List<Event> parse(byte[] frames) throws IOException {
		List<Event> events = new ArrayList<>();
		ByteArrayInputStream in = new ByteArrayInputStream(frames);
		for (Event event = Event.parseDelimitedFrom(in); event != null; event = Event.parseDelimitedFrom(in)) {
			events.add(event);
		}
		return events;
	}

	private static void assertReadBack(Event event, MetricInput input) {
		assertThat(event.getEventCase()).isEqualTo(Event.EventCase.METRIC);
		Metric metric = event.getMetric();
		assertThat(metric.getName()).isEqualTo(sanitized(input.name));
		assertThat(metric.hasTimestamp()).isTrue();
		assertThat(metric.getTimestamp().getSeconds()).isEqualTo(Math.floorDiv(input.epochNanos, 1_000_000_000));
		assertThat(metric.getTimestamp().getNanos()).isEqualTo((int) Math.floorMod(input.epochNanos, 1_000_000_000L));
		Map<String, String> labels = new LinkedHashMap<>();
		input.labels.forEach((label) -> labels.put(sanitized(label.getKey()), sanitized(label.getValue())));
		assertThat(metric.getLabelsMap()).isEqualTo(labels);
		assertThat(metric.getOperationCase().name()).isEqualTo(input.operation.name());
		assertThat(ReferenceStreamTests.bits(metric)).isEqualTo(input.bits);
		assertThat(metric.getUnknownFields().asMap()).isEmpty();
	}

	private static void assertReadBack(Event event, MetadataInput input) {
		assertThat(event.getEventCase()).isEqualTo(Event.EventCase.METADATA);
		Metadata metadata = event.getMetadata();
		assertThat(metadata.getName()).isEqualTo(sanitized(input.name));
		assertThat(metadata.getMetricType().name()).isEqualTo(input.type.name());
		assertThat(metadata.hasUnitValue() ? metadata.getUnitValue() : null).isEqualTo(sanitized(input.unit));
		assertThat(metadata.hasDescriptionValue() ? metadata.getDescriptionValue() : null)
			.isEqualTo(sanitized(input.description));
		assertThat(metadata.getUnknownFields().asMap()).isEmpty();
	}

	/**
	 * A string as it can be on the wire: each lone surrogate replaced.
	 */
	private static @Nullable String sanitized(@Nullable String string) {
		if (string == null) {
			return null;
		}
		StringBuilder sanitized = new StringBuilder();
		string.codePoints()
			.map((codePoint) -> (codePoint >= 0xD800 && codePoint <= 0xDFFF) ? 0xFFFD : codePoint)
			.forEach(sanitized::appendCodePoint);
		return sanitized.toString();
	}

	private static byte[] deterministicBytes(Metric metric) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		CodedOutputStream out = CodedOutputStream.newInstance(bytes);
		out.useDeterministicSerialization();
		try {
			metric.writeTo(out);
			out.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	record MetricInput(String name, List<Tag> labels, long epochNanos, Operation operation, long bits) {

		// For reports: labels and bits as they are meant

		@Override
		public String toString() {
			return "%s %s %s %s %s".formatted(this.name, this.labels, this.epochNanos, this.operation,
					this.operation.varint ? Long.toUnsignedString(this.bits) : Double.longBitsToDouble(this.bits));
		}

	}

	record MetadataInput(String name, MetricType type, @Nullable String unit, @Nullable String description) {
	}

	/**
	 * The rules, one after the other and with no regard to speed: fields ascending,
	 * default values left out, but not what is set in a oneof nor a message; labels
	 * sorted by their bytes, the last of equal keys.
	 */
	private static final class RuleEncoder {

		private final ByteArrayOutputStream out = new ByteArrayOutputStream();

		static byte[] frame(MetricInput input) {
			RuleEncoder timestamp = new RuleEncoder();
			timestamp.varintField(1, Math.floorDiv(input.epochNanos, 1_000_000_000L));
			timestamp.varintField(2, Math.floorMod(input.epochNanos, 1_000_000_000L));
			RuleEncoder metric = new RuleEncoder();
			metric.bytesField(1, utf8(input.name));
			metric.message(2, timestamp);
			Map<String, RuleEncoder> labels = new TreeMap<>();
			for (Tag label : input.labels) {
				RuleEncoder entry = new RuleEncoder();
				entry.bytesField(1, utf8(label.getKey()));
				entry.bytesField(2, utf8(label.getValue()));
				// Hexadecimal digits have the order of the bytes that they stand for
				labels.put(HexFormat.of().formatHex(utf8(label.getKey())), entry);
			}
			labels.values().forEach((entry) -> metric.message(3, entry));
			switch (input.operation) {
				case INCREMENT_COUNTER -> metric.setVarint(4, input.bits);
				case SET_COUNTER -> metric.setVarint(5, input.bits);
				case SET_GAUGE -> metric.setDouble(8, input.bits);
				case RECORD_HISTOGRAM -> metric.setDouble(9, input.bits);
			}
			return event(2, metric);
		}

		static byte[] frame(MetadataInput input) {
			RuleEncoder metadata = new RuleEncoder();
			metadata.bytesField(1, utf8(input.name));
			metadata.varintField(2, switch (input.type) {
				case COUNTER -> 0;
				case GAUGE -> 1;
				case HISTOGRAM -> 2;
			});
			if (input.unit != null) {
				metadata.setBytes(3, utf8(input.unit));
			}
			if (input.description != null) {
				metadata.setBytes(4, utf8(input.description));
			}
			return event(1, metadata);
		}

		private static byte[] event(int field, RuleEncoder content) {
			RuleEncoder event = new RuleEncoder();
			event.message(field, content);
			RuleEncoder frame = new RuleEncoder();
			frame.varint(event.out.size());
			frame.out.writeBytes(event.out.toByteArray());
			return frame.out.toByteArray();
		}

		private void varintField(int field, long value) {
			if (value != 0) {
				setVarint(field, value);
			}
		}

		private void bytesField(int field, byte[] value) {
			if (value.length > 0) {
				setBytes(field, value);
			}
		}

		private void message(int field, RuleEncoder message) {
			setBytes(field, message.out.toByteArray());
		}

		private void setVarint(int field, long value) {
			varint(8L * field);
			varint(value);
		}

		private void setDouble(int field, long bits) {
			varint(8L * field + 1);
			for (int i = 0; i < 8; i++) {
				this.out.write((int) (bits >>> (8 * i)));
			}
		}

		private void setBytes(int field, byte[] value) {
			varint(8L * field + 2);
			varint(value.length);
			this.out.writeBytes(value);
		}

		private void varint(long value) {
			int groups = 1;
			while (groups < 10 && value >>> (7 * groups) != 0) {
				groups++;
			}
			for (int i = 0; i < groups; i++) {
				int group = (int) (value >>> (7 * i) & 127);
				this.out.write((i < groups - 1) ? group + 128 : group);
			}
		}

		private static byte[] utf8(String string) {
			ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
			int i = 0;
			while (i < string.length()) {
				int c = string.charAt(i++);
				if (c >= 0xD800 && c < 0xDC00 && i < string.length() && string.charAt(i) >= 0xDC00
						&& string.charAt(i) < 0xE000) {
					c = 0x10000 + (c - 0xD800) * 0x400 + (string.charAt(i++) - 0xDC00);
				}
				else if (c >= 0xD800 && c < 0xE000) {
					c = 0xFFFD;
				}
				if (c < 0x80) {
					utf8.write(c);
				}
				else if (c < 0x800) {
					utf8.write(0xC0 + c / 0x40);
					utf8.write(0x80 + c % 0x40);
				}
				else if (c < 0x10000) {
					utf8.write(0xE0 + c / 0x1000);
					utf8.write(0x80 + c / 0x40 % 0x40);
					utf8.write(0x80 + c % 0x40);
				}
				else {
					utf8.write(0xF0 + c / 0x40000);
					utf8.write(0x80 + c / 0x1000 % 0x40);
					utf8.write(0x80 + c / 0x40 % 0x40);
					utf8.write(0x80 + c % 0x40);
				}
			}
			return utf8.toByteArray();
		}

	}

}
