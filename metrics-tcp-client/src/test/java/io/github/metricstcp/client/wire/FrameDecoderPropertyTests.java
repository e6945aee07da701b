package io.github.metricstcp.client.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.github.metricstcp.client.wire.RecordingSink.Happened;
import io.github.metricstcp.proto.Event;
import io.github.metricstcp.proto.Metric;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties of {@link FrameDecoder}: whatever bytes come, it reads what the generated
 * parser reads, and refuses what that refuses.
 */
class FrameDecoderPropertyTests {

	@Property(tries = 20_000)
	void agreesWithTheGeneratedParserOnDamagedFrames(@ForAll("events") Event event,
			@ForAll("damages") List<Damage> damages) throws IOException {
		byte[] content = event.toByteArray();
		for (Damage damage : damages) {
			content = damage.inflict(content);
		}
		assertAgreement(content);
	}

	@Property(tries = 20_000)
	void agreesWithTheGeneratedParserOnFieldsAtRandom(@ForAll("fields") byte[] content) throws IOException {
		assertAgreement(content);
	}

	@Property(tries = 5_000)
	void garbageNeverDoesMoreThanBeRefused(@ForAll byte[] garbage) {
		FrameDecoder<SeriesKey> decoder = new FrameDecoder<>(new RecordingSink(), 1000, 10);
		try {
			decoder.decode(ByteBuffer.wrap(garbage));
			assertThat(decoder.pending()).isLessThanOrEqualTo(1010);
		}
		catch (MalformedStreamException ex) {
			assertThat(ex).hasMessageContaining("frame");
		}
	}

	@Property(tries = 2_000)
	void readsWhatItsEncoderWrites(@ForAll("events") Event event) throws IOException {
		Object expected = expected(event);
		if (expected instanceof Happened happened) {
			assertThat(decode(FrameEncoder.encode(happened.series(), happened.operation(), happened.operand(),
					happened.seconds(), happened.nanos())))
				.containsExactly(expected);
		}
		else if (expected instanceof Metadata metadata) {
			assertThat(decode(FrameEncoder.encode(metadata))).containsExactly(expected);
		}
	}

	private static List<Object> decode(byte[] frame) throws IOException {
		RecordingSink sink = new RecordingSink();
		new FrameDecoder<>(sink, 1 << 20, 10).decode(ByteBuffer.wrap(frame));
		return sink.events;
	}

	private static void assertAgreement(byte[] content) throws IOException {
		List<Object> expected = new ArrayList<>();
		boolean refused = false;
		try {
			Event whole = Event.parseFrom(content);
			byte[] last = lastMember(content);
			Object event = expected((last.length < content.length) ? Event.parseFrom(last) : whole);
			if (event != null) {
				expected.add(event);
			}
		}
		catch (InvalidProtocolBufferException ex) {
			refused = true;
		}
		List<Object> actual = List.of();
		boolean actuallyRefused = false;
		try {
			// Twice: the series is new, and it is known
			byte[] frame = frame(content);
			actual = decode(FrameDecoderTests.concat(frame, frame));
			expected.addAll(List.copyOf(expected));
		}
		catch (MalformedStreamException ex) {
			// protobuf-java lets the tenth byte of a number say that there is an eleventh
			Assume.that(refused || !ex.getMessage().contains("takes more than 10 bytes"));
			actuallyRefused = true;
		}
		assertThat(actuallyRefused).isEqualTo(refused);
		assertThat(actual).isEqualTo(refused ? List.of() : expected);
	}

	/**
	 * Returns the fields of the event from where its oneof came to its last member on:
	 * the others do not count. Generated code of protobuf-java 4.35 merges what a member
	 * was before another one into what it is after it.
	 */
	private static byte[] lastMember(byte[] content) throws IOException {
		CodedInputStream in = CodedInputStream.newInstance(content);
		int member = 0;
		int start = 0;
		while (true) {
			int position = in.getTotalBytesRead();
			int tag = in.readTag();
			if (tag == 0) {
				return Arrays.copyOfRange(content, start, content.length);
			}
			if ((tag == EventTags.METADATA || tag == EventTags.METRIC) && tag != member) {
				member = tag;
				start = position;
			}
			assertThat(in.skipField(tag)).isTrue();
		}
	}

	private static byte[] frame(byte[] content) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		CodedOutputStream out = CodedOutputStream.newInstance(bytes);
		out.writeByteArrayNoTag(content);
		out.flush();
		return bytes.toByteArray();
	}

	private static Object expected(Event event) {
		if (event.hasMetadata()) {
			io.github.metricstcp.proto.Metadata metadata = event.getMetadata();
			return switch (metadata.getMetricType()) {
				case COUNTER, GAUGE,
						HISTOGRAM ->
					new Metadata(Kind.valueOf(metadata.getMetricType().name()), metadata.getName(),
							metadata.hasUnitValue() ? metadata.getUnitValue() : null,
							metadata.hasDescriptionValue() ? metadata.getDescriptionValue() : null);
				case UNRECOGNIZED -> null;
			};
		}
		Metric metric = event.getMetric();
		if (metric.getOperationCase() == Metric.OperationCase.OPERATION_NOT_SET) {
			return null;
		}
		Operation operation = Operation.valueOf(metric.getOperationCase().name());
		long operand = switch (operation) {
			case INCREMENT_COUNTER -> metric.getIncrementCounter();
			case SET_COUNTER -> metric.getSetCounter();
			case INCREMENT_GAUGE -> Double.doubleToRawLongBits(metric.getIncrementGauge());
			case DECREMENT_GAUGE -> Double.doubleToRawLongBits(metric.getDecrementGauge());
			case SET_GAUGE -> Double.doubleToRawLongBits(metric.getSetGauge());
			case RECORD_HISTOGRAM -> Double.doubleToRawLongBits(metric.getRecordHistogram());
		};
		return new Happened(new SeriesKey(operation.kind(), metric.getName(), metric.getLabelsMap()), operation,
				operand, metric.getTimestamp().getSeconds(), metric.getTimestamp().getNanos());
	}

	@Provide
	Arbitrary<Event> events() {
		Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(12).excludeChars(surrogates());
		Arbitrary<Map<String, String>> labels = Arbitraries.maps(texts, texts).ofMaxSize(3);
		Arbitrary<Timestamp> times = Combinators.combine(Arbitraries.longs(), Arbitraries.integers())
			.as((seconds, nanos) -> Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build());
		Arbitrary<Metric.Builder> operations = Arbitraries.oneOf(
				Arbitraries.longs().map((value) -> Metric.newBuilder().setIncrementCounter(value)),
				Arbitraries.longs().map((value) -> Metric.newBuilder().setSetCounter(value)),
				Arbitraries.doubles().map((value) -> Metric.newBuilder().setIncrementGauge(value)),
				Arbitraries.doubles().map((value) -> Metric.newBuilder().setDecrementGauge(value)),
				Arbitraries.doubles().map((value) -> Metric.newBuilder().setSetGauge(value)), Arbitraries.longs()
					.map((bits) -> Metric.newBuilder().setRecordHistogram(Double.longBitsToDouble(bits))));
		Arbitrary<Event> metrics = Combinators.combine(operations, texts, labels, times.injectNull(0.1))
			.as((builder, name, labelMap, time) -> {
				builder.setName(name).putAllLabels(labelMap);
				if (time != null) {
					builder.setTimestamp(time);
				}
				return Event.newBuilder().setMetric(builder).build();
			});
		Arbitrary<Event> metadata = Combinators
			.combine(texts, Arbitraries.integers().between(0, 4), texts.injectNull(0.3), texts.injectNull(0.3))
			.as((name, type, unit, description) -> {
				io.github.metricstcp.proto.Metadata.Builder builder = io.github.metricstcp.proto.Metadata.newBuilder()
					.setName(name)
					.setMetricTypeValue(type);
				if (unit != null) {
					builder.setUnitValue(unit);
				}
				if (description != null) {
					builder.setDescriptionValue(description);
				}
				return Event.newBuilder().setMetadata(builder).build();
			});
		return Arbitraries.oneOf(metrics, metrics, metadata);
	}

	private static char[] surrogates() {
		StringBuilder surrogates = new StringBuilder();
		for (char c = Character.MIN_SURROGATE; c <= Character.MAX_SURROGATE; c++) {
			surrogates.append(c);
		}
		return surrogates.toString().toCharArray();
	}

	@Provide
	Arbitrary<List<Damage>> damages() {
		return Combinators
			.combine(Arbitraries.of(Damage.Sort.values()), Arbitraries.doubles().between(0, 1), Arbitraries.bytes())
			.as(Damage::new)
			.list()
			.ofMaxSize(4);
	}

	/**
	 * Fields one behind the other, known and unknown, with messages in them: what
	 * mutations of an ordinary frame rarely come to.
	 */
	@Provide
	Arbitrary<byte[]> fields() {
		return message(3);
	}

	private Arbitrary<byte[]> message(int depth) {
		Arbitrary<byte[]> varints = Arbitraries.of(new byte[] { 0 }, new byte[] { 7 }, new byte[] { (byte) 0x87, 0 },
				new byte[] { (byte) 0xff, 1 }, new byte[] { -1, -1, -1, -1, -1, -1, -1, -1, -1, 1 });
		Arbitrary<byte[]> fixed = Arbitraries.bytes().array(byte[].class).ofSize(8);
		Arbitrary<byte[]> content = (depth == 0) ? Arbitraries.bytes().array(byte[].class).ofMaxSize(3)
				: Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.lazy(() -> message(depth - 1))),
						Tuple.of(1, Arbitraries.bytes().array(byte[].class).ofMaxSize(3)));
		Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 11);
		Arbitrary<byte[]> fields = Arbitraries.frequencyOf(
				Tuple.of(4,
						Combinators.combine(numbers, content)
							.as((number, bytes) -> FrameDecoderTests
								.concat(new byte[] { (byte) (number << 3 | 2), (byte) bytes.length }, bytes))),
				Tuple.of(3, Combinators.combine(numbers, varints)
					.as((number, bytes) -> FrameDecoderTests.concat(new byte[] { (byte) (number << 3) }, bytes))),
				Tuple.of(3, Combinators.combine(numbers, fixed)
					.as((number, bytes) -> FrameDecoderTests.concat(new byte[] { (byte) (number << 3 | 1) }, bytes))),
				Tuple.of(1,
						numbers.map((number) -> new byte[] { (byte) (number << 3 | 3), (byte) (number << 3 | 4) })));
		return fields.list()
			.ofMaxSize(4)
			.map((list) -> FrameDecoderTests.concat(list.toArray(byte[][]::new)))
			.filter((bytes) -> bytes.length < 128);
	}

	record Damage(Sort sort, double where, byte value) {

		enum Sort {

			REPLACE, INSERT, REMOVE, CUT

		}

		byte[] inflict(byte[] bytes) {
			if (bytes.length == 0) {
				return bytes;
			}
			int at = (int) (this.where * (bytes.length - 1));
			byte[] before = Arrays.copyOf(bytes, at);
			byte[] after = Arrays.copyOfRange(bytes, at + 1, bytes.length);
			byte[] own = { bytes[at] };
			byte[] added = { this.value };
			return switch (this.sort) {
				case REPLACE -> FrameDecoderTests.concat(before, added, after);
				case INSERT -> FrameDecoderTests.concat(before, added, own, after);
				case REMOVE -> FrameDecoderTests.concat(before, after);
				case CUT -> before;
			};
		}

	}

}
