package io.github.metricstcp.rollup;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.store.Store;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;

/**
 * A reader of the message {@code DDSketch} of Datadog's {@code DDSketch.proto}, as
 * {@link DDSketch#serialize()} writes it. It needs no library for Protocol Buffers. The
 * mapping is that of {@link SampleSet}, whatever the message says.
 */
final class SketchReader {

	private static final int POSITIVE = 2 << 3 | 2;

	private static final int NEGATIVE = 3 << 3 | 2;

	private static final int ZEROS = 4 << 3 | 1;

	private static final int BIN = 1 << 3 | 2;

	private static final int BIN_INDEX = 1 << 3;

	private static final int BIN_COUNT = 2 << 3 | 1;

	private static final int COUNTS = 2 << 3 | 2;

	private static final int OFFSET = 3 << 3;

	private static final int LEAST_INDEX = SampleSet.MAPPING.index(SampleSet.MAPPING.minIndexableValue()) - 1;

	private static final int GREATEST_INDEX = SampleSet.MAPPING.index(SampleSet.MAPPING.maxIndexableValue()) + 1;

	private SketchReader() {
	}

	/**
	 * Reads a sketch.
	 * @throws IllegalArgumentException if there is none
	 */
	static DDSketch read(byte[] bytes) {
		ByteBuffer message = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		Store positive = new UnboundedSizeDenseStore();
		Store negative = new UnboundedSizeDenseStore();
		double zeros = 0;
		while (message.hasRemaining()) {
			int tag = (int) varint(message);
			switch (tag) {
				case POSITIVE -> readStore(nested(message), positive);
				case NEGATIVE -> readStore(nested(message), negative);
				case ZEROS -> zeros = message.getDouble();
				default -> skip(message, tag);
			}
		}
		return DDSketch.of(SampleSet.MAPPING, negative, positive, zeros);
	}

	private static void readStore(ByteBuffer message, Store store) {
		ByteBuffer counts = ByteBuffer.allocate(0);
		int offset = 0;
		while (message.hasRemaining()) {
			int tag = (int) varint(message);
			switch (tag) {
				case BIN -> readBin(nested(message), store);
				case COUNTS -> counts = nested(message);
				case OFFSET -> offset = signed(message);
				default -> skip(message, tag);
			}
		}
		for (int index = offset; counts.hasRemaining(); index++) {
			double count = counts.getDouble();
			if (count > 0) {
				add(store, index, count);
			}
		}
	}

	private static void readBin(ByteBuffer message, Store store) {
		int index = 0;
		double count = 0;
		while (message.hasRemaining()) {
			int tag = (int) varint(message);
			switch (tag) {
				case BIN_INDEX -> index = signed(message);
				case BIN_COUNT -> count = message.getDouble();
				default -> skip(message, tag);
			}
		}
		add(store, index, count);
	}

	private static void add(Store store, int index, double count) {
		// A store has room for all bins between two
		if (index < LEAST_INDEX || index > GREATEST_INDEX) {
			throw new IllegalArgumentException("there is no bin " + index);
		}
		store.add(index, count);
	}

	private static ByteBuffer nested(ByteBuffer message) {
		int length = (int) varint(message);
		if (length < 0 || length > message.remaining()) {
			throw new IllegalArgumentException("a field has %s bytes".formatted(length));
		}
		ByteBuffer nested = message.slice(message.position(), length).order(ByteOrder.LITTLE_ENDIAN);
		message.position(message.position() + length);
		return nested;
	}

	private static int signed(ByteBuffer message) {
		long value = varint(message);
		return (int) ((value >>> 1) ^ -(value & 1));
	}

	private static long varint(ByteBuffer message) {
		long value = 0;
		for (int shift = 0; shift < Long.SIZE; shift += 7) {
			byte group = message.get();
			value |= (group & 0x7FL) << shift;
			if (group >= 0) {
				return value;
			}
		}
		throw new IllegalArgumentException("a number has more than 10 bytes");
	}

	private static void skip(ByteBuffer message, int tag) {
		switch (tag & 7) {
			case 0 -> varint(message);
			case 1 -> message.getLong();
			case 2 -> nested(message);
			case 5 -> message.getInt();
			default -> throw new IllegalArgumentException("a field has an impossible type");
		}
	}

}
