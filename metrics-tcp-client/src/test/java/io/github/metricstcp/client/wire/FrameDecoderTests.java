package io.github.metricstcp.client.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import com.sun.management.ThreadMXBean;
import io.github.metricstcp.client.wire.RecordingSink.Happened;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests of {@link FrameDecoder} with bytes that are written out.
 */
class FrameDecoderTests {

	private static final SeriesKey ORDERS = new SeriesKey(Kind.COUNTER, "orders", Map.of("a", "1", "b", ""));

	private final RecordingSink sink = new RecordingSink();

	private final FrameDecoder<SeriesKey> decoder = new FrameDecoder<>(this.sink, 1000, 10);

	@Test
	void framesMayBeCutAnywhere() throws IOException {
		byte[] frames = concat(FrameEncoder.encode(new Metadata(Kind.COUNTER, "orders", "count", "Orders")),
				FrameEncoder.encode(ORDERS, Operation.INCREMENT_COUNTER, 300, 1_700_000_000L, 5),
				FrameEncoder.encode(ORDERS, Operation.SET_COUNTER, -1, 1_700_000_000L, 999_999_999));
		for (byte each : frames) {
			this.decoder.decode(ByteBuffer.wrap(new byte[] { each }));
		}
		assertThat(this.sink.events).containsExactly(new Metadata(Kind.COUNTER, "orders", "count", "Orders"),
				new Happened(ORDERS, Operation.INCREMENT_COUNTER, 300, 1_700_000_000L, 5),
				new Happened(ORDERS, Operation.SET_COUNTER, -1, 1_700_000_000L, 999_999_999));
		assertThat(this.decoder.pending()).isZero();
		assertThat(this.decoder.frames()).isEqualTo(3);
		assertThat(this.sink.frameLengths.stream().mapToInt(Integer::intValue).sum()).isEqualTo(frames.length);
	}

	@Test
	void nothingIsAllocatedForAnEvent() throws IOException {
		int events = 100_000;
		byte[] frame = FrameEncoder.encode(ORDERS, Operation.INCREMENT_COUNTER, 300, 1_700_000_000L, 5);
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (int i = 0; i < events; i++) {
			frames.writeBytes(frame);
		}
		ByteBuffer stream = ByteBuffer.wrap(frames.toByteArray());
		EventCount count = new EventCount();
		FrameDecoder<SeriesKey> decoder = new FrameDecoder<>(count, 1000, 10);
		decoder.decode(ByteBuffer.wrap(frame));
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long allocated = threads.getCurrentThreadAllocatedBytes();
		decoder.decode(stream);
		assertThat(threads.getCurrentThreadAllocatedBytes() - allocated).isLessThan(events);
		assertThat(count.events).isEqualTo(events + 1);
	}

	@Test
	void anIncompleteFrameIsPending() throws IOException {
		byte[] frame = FrameEncoder.encode(ORDERS, Operation.INCREMENT_COUNTER, 1, 1, 1);
		this.decoder.decode(ByteBuffer.wrap(frame, 0, frame.length - 1));
		assertThat(this.sink.events).isEmpty();
		assertThat(this.decoder.pending()).isEqualTo(frame.length - 1);
	}

	@Test
	void framesOfTheReferenceAreRead() throws IOException {
		RecordingSink sink = new RecordingSink();
		byte[] bytes = referenceStream();
		new FrameDecoder<>(sink, 1 << 20, 10).decode(ByteBuffer.wrap(bytes));
		assertThat(sink.events).hasSize(20);
		assertThat(sink.events.get(0))
			.isEqualTo(new Metadata(Kind.COUNTER, "orders.placed", "count", "Orders placed since start"));
		assertThat(sink.events.get(5)).isEqualTo(
				new Happened(new SeriesKey(Kind.COUNTER, "orders.placed", Map.of("channel", "web", "region", "eu")),
						Operation.INCREMENT_COUNTER, 300, 1795404361L, 593006447));
	}

	static byte[] referenceStream() throws IOException {
		try (InputStream in = FrameDecoderTests.class.getResourceAsStream("/reference/reference-stream.bin")) {
			return in.readAllBytes();
		}
	}

	@Test
	void labelsInAnotherOrderAreTheSameSeries() throws IOException {
		// name "x", labels b=2 a=1, increment_counter 7
		decode("17 12 15 0a 01 78 1a 06 0a 01 62 12 01 32 1a 06 0a 01 61 12 01 31 20 07");
		assertThat(this.sink.events).containsExactly(new Happened(
				new SeriesKey(Kind.COUNTER, "x", Map.of("a", "1", "b", "2")), Operation.INCREMENT_COUNTER, 7, 0, 0));
	}

	@Test
	void fieldsInAnyOrderAndUnknownOnesAreRead() throws IOException {
		// increment_counter 7, field 15 unknown, name "x"
		decode("09 12 07 20 07 78 05 0a 01 78");
		assertThat(this.sink.events).containsExactly(
				new Happened(new SeriesKey(Kind.COUNTER, "x", Map.of()), Operation.INCREMENT_COUNTER, 7, 0, 0));
	}

	@Test
	void paddedVarintsAreRead() throws IOException {
		// Everything of the frame of x += 7 with a zero group too many: its length, the
		// metric's
		// tag and length, the operand
		decode("8c 80 00 92 80 00 88 00 0a 01 78 20 87 80 00".replace("8c 80 00 92 80 00 88 00",
				"8c 80 00 92 00 87 80 00"));
		assertThat(this.sink.events).containsExactly(
				new Happened(new SeriesKey(Kind.COUNTER, "x", Map.of()), Operation.INCREMENT_COUNTER, 7, 0, 0));
	}

	@Test
	void emptyFramesMeanNothing() throws IOException {
		decode("00 00 80 00 00");
		assertThat(this.sink.events).isEmpty();
		assertThat(this.sink.unknown).isZero();
		assertThat(this.decoder.frames()).isEqualTo(4);
	}

	@Test
	void whatALaterVersionMayMeanIsSkipped() throws IOException {
		// An event of field 3; a metric with operation 12; metadata of type 9
		decode("02 1a 00 07 12 05 0a 01 78 60 01 07 0a 05 0a 01 78 10 09");
		assertThat(this.sink.events).isEmpty();
		assertThat(this.sink.unknown).isEqualTo(3);
	}

	@Test
	void anEventThatComesBackToMetadataStartsAnew() throws IOException {
		// Metadata of type 9; an empty metric; metadata of name "x"
		decode("0b 0a 02 10 09 12 00 0a 03 0a 01 78");
		assertThat(this.sink.events).containsExactly(new Metadata(Kind.COUNTER, "x", null, null));
	}

	@Test
	void aFrameThatIsTooLongIsRefusedBeforeItIsRead() {
		assertThatExceptionOfType(MalformedStreamException.class).isThrownBy(() -> decode("e9 07"))
			.withMessage("A frame claims to have 1001 bytes; the limit is 1000");
		assertThatExceptionOfType(MalformedStreamException.class)
			.isThrownBy(() -> newDecoder().decode(bytes("ff ff ff ff ff ff ff ff ff 01")))
			.withMessageContaining("18446744073709551615 bytes");
	}

	@Test
	void aLengthWithoutEndIsRefused() {
		assertThatExceptionOfType(MalformedStreamException.class)
			.isThrownBy(() -> decode("80 80 80 80 80 80 80 80 80 80"));
	}

	@Test
	void aFrameOfTheMaximumLengthIsRead() throws IOException {
		SeriesKey large = new SeriesKey(Kind.GAUGE, "x".repeat(960), Map.of());
		byte[] frame = FrameEncoder.encode(large, Operation.SET_GAUGE, 0, 1, 0);
		FrameDecoder<SeriesKey> exact = new FrameDecoder<>(this.sink, frame.length - 2, 10);
		exact.decode(ByteBuffer.wrap(frame));
		assertThat(this.sink.events).containsExactly(new Happened(large, Operation.SET_GAUGE, 0, 1, 0));
	}

	@Test
	void aLongFrameInSmallPiecesIsRead() throws IOException {
		SeriesKey large = new SeriesKey(Kind.GAUGE, "x".repeat(900_000), Map.of());
		byte[] frame = FrameEncoder.encode(large, Operation.SET_GAUGE, 0, 1, 0);
		FrameDecoder<SeriesKey> decoder = new FrameDecoder<>(this.sink, 1 << 20, 10);
		for (int i = 0; i < frame.length; i += 100) {
			decoder.decode(ByteBuffer.wrap(frame, i, Math.min(100, frame.length - i)));
		}
		assertThat(this.sink.events).hasSize(1);
	}

	@Test
	void textThatIsNotUtf8IsRefused() {
		assertThatExceptionOfType(MalformedStreamException.class).isThrownBy(() -> decode("07 12 05 0a 01 ff 20 01"));
	}

	@Test
	void moreSeriesThanAreRememberedAreReadAllTheSame() throws IOException {
		for (int round = 0; round < 3; round++) {
			for (int i = 0; i < 100; i++) {
				this.decoder.decode(ByteBuffer.wrap(FrameEncoder.encode(new SeriesKey(Kind.COUNTER, "c" + i, Map.of()),
						Operation.INCREMENT_COUNTER, i, 1, 0)));
			}
		}
		assertThat(this.sink.events).hasSize(300);
		assertThat(this.sink.events.get(299)).isEqualTo(
				new Happened(new SeriesKey(Kind.COUNTER, "c99", Map.of()), Operation.INCREMENT_COUNTER, 99, 1, 0));
	}

	@Test
	void asManySeriesAreRememberedAsMayBeAndNoneThatIsTooLong() throws IOException {
		List<String> asked = new ArrayList<>();
		FrameDecoder<String> decoder = new FrameDecoder<>(new EventSink<>() {

			@Override
			public String series(SeriesKey key) {
				asked.add(key.name().substring(0, 1));
				return key.name();
			}

			@Override
			public void event(String series, Operation operation, long operand, long seconds, int nanos) {
			}

		}, 1 << 20, 2);
		for (int round = 0; round < 2; round++) {
			for (String name : List.of("a", "l".repeat(SeriesKey.MAX_LENGTH + 1), "b", "c")) {
				decoder.decode(ByteBuffer.wrap(FrameEncoder.encode(new SeriesKey(Kind.COUNTER, name, Map.of()),
						Operation.INCREMENT_COUNTER, 1, 1, 0)));
			}
		}
		assertThat(asked).containsExactly("a", "l", "b", "c", "l", "c");
	}

	@Test
	void textsOfSeriesThatAreNotRememberedAreNotPooled() throws IOException {
		List<SeriesKey> keys = new ArrayList<>();
		FrameDecoder<SeriesKey> decoder = new FrameDecoder<>(new KeyListener() {

			@Override
			public SeriesKey series(SeriesKey key) {
				keys.add(key);
				return key;
			}

		}, 1 << 20, 2);
		for (String session : List.of("a", "b", "c", "c")) {
			decoder.decode(ByteBuffer
				.wrap(FrameEncoder.encode(new SeriesKey(Kind.COUNTER, "requests", Map.of("session", session)),
						Operation.INCREMENT_COUNTER, 1, 1, 0)));
		}
		assertThat(keys.get(1).name()).isSameAs(keys.get(0).name());
		assertThat(keys.get(3)).isEqualTo(keys.get(2));
		assertThat(keys.get(3).name()).isNotSameAs(keys.get(2).name()).isNotSameAs(keys.get(0).name());
		assertThat(keys.get(3).labels().get("session")).isNotSameAs(keys.get(2).labels().get("session"));
	}

	@Test
	void memoryDoesNotGrowWithSeriesThatAreNotRemembered() throws IOException {
		FrameDecoder<SeriesKey> decoder = new FrameDecoder<>(new EventCount(), 1 << 20, 10);
		for (int i = 0; i < 100_000; i++) {
			decoder.decode(
					ByteBuffer.wrap(FrameEncoder.encode(new SeriesKey(Kind.COUNTER, "c", Map.of("session", "s" + i)),
							Operation.INCREMENT_COUNTER, 1, 1, 0)));
		}
		// The name, the label and 10 values of it
		assertThat(decoder.pooledTexts()).isEqualTo(12);
	}

	@Test
	void theSameNameOfAnotherKindIsAnotherSeries() throws IOException {
		for (Operation operation : Operation.values()) {
			this.decoder.decode(ByteBuffer
				.wrap(FrameEncoder.encode(new SeriesKey(operation.kind(), "x", Map.of()), operation, 1, 1, 0)));
		}
		assertThat(this.sink.events.stream().map((event) -> ((Happened) event).series().kind()))
			.isEqualTo(Arrays.stream(Operation.values()).map(Operation::kind).toList());
	}

	@Test
	void deepGroupsAreRefusedAndDoNotExhaustTheStack() {
		byte[] groups = new byte[900];
		Arrays.fill(groups, 0, 450, (byte) (15 << 3 | 3));
		Arrays.fill(groups, 450, 900, (byte) (15 << 3 | 4));
		byte[] frame = concat(bytes("84 07").array(), groups);
		assertThatExceptionOfType(MalformedStreamException.class)
			.isThrownBy(() -> newDecoder().decode(ByteBuffer.wrap(frame)))
			.withMessageContaining("groups in each other");
		assertThatNoException().isThrownBy(() -> newDecoder().decode(bytes("02 7b 7c")));
	}

	private FrameDecoder<SeriesKey> newDecoder() {
		return new FrameDecoder<>(this.sink, 1000, 10);
	}

	private void decode(String hex) throws IOException {
		this.decoder.decode(bytes(hex));
		assertThat(this.decoder.pending()).isZero();
	}

	private static ByteBuffer bytes(String hex) {
		return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
	}

	static byte[] concat(byte[]... parts) {
		ByteBuffer all = ByteBuffer.allocate(List.of(parts).stream().mapToInt((part) -> part.length).sum());
		for (byte[] part : parts) {
			all.put(part);
		}
		return all.array();
	}

	/**
	 * A sink that counts.
	 */
	private static final class EventCount implements EventSink<SeriesKey> {

		private int events;

		@Override
		public SeriesKey series(SeriesKey key) {
			return key;
		}

		@Override
		public void event(SeriesKey series, Operation operation, long operand, long seconds, int nanos) {
			this.events++;
		}

	}

}
