package io.github.metricstcp.benchmarks.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;

/**
 * The frames of an application's series, encoded once: an event is a copy with another
 * time and value. Half of the series are histograms, a quarter counters and a quarter
 * gauges, up to a hundred of each name. Not thread-safe.
 */
final class FrameTemplates {

	private static final VarHandle OPERAND = MethodHandles.byteArrayViewVarHandle(long[].class,
			ByteOrder.LITTLE_ENDIAN);

	private static final int MOST_OF_A_NAME = 100;

	private static final int KINDS = 4;

	private static final int VALUES = 1 << 18;

	private static final int TIME_BYTES = 5;

	// Their numbers take five bytes. Smaller ones are written with as many
	private static final long SOME_SECONDS = 1_800_000_000L;

	private static final int SOME_NANOS = 999_999_999;

	private final int ofAName;

	private final byte[][] events;

	private final int[] times;

	private final long[] values = new long[VALUES];

	private final SplittableRandom random = new SplittableRandom(1);

	private final int longest;

	private long time;

	// The seconds, the tag of the nanoseconds, and those
	private final byte[] timeBytes = new byte[2 * TIME_BYTES + 1];

	/**
	 * Encodes the frames.
	 * @param series the number of series
	 */
	FrameTemplates(int series) {
		this.ofAName = Math.min(MOST_OF_A_NAME, Math.max(1, series / KINDS));
		this.events = new byte[series][];
		this.times = new int[series];
		putTime(SOME_SECONDS, SOME_NANOS);
		for (int i = 0; i < series; i++) {
			Operation operation = operation(i);
			this.events[i] = FrameEncoder.encode(key(i), operation, operation.isWhole() ? 1 : 0, SOME_SECONDS,
					SOME_NANOS);
			this.times[i] = indexOf(this.events[i], this.timeBytes);
		}
		this.longest = Arrays.stream(this.events).mapToInt((frame) -> frame.length).max().orElseThrow();
		java.util.Random values = new java.util.Random(1);
		for (int i = 0; i < VALUES; i++) {
			// Whole nanoseconds, as timers have them
			this.values[i] = Double.doubleToLongBits(Math.round(1e9 * 0.01 * Math.exp(values.nextGaussian())) / 1e9);
		}
	}

	private static int indexOf(byte[] frame, byte[] part) {
		for (int i = 0; i <= frame.length - part.length; i++) {
			if (Arrays.equals(frame, i, i + part.length, part, 0, part.length)) {
				return i;
			}
		}
		throw new IllegalStateException("A frame has no time");
	}

	/**
	 * Returns the number of series.
	 */
	int series() {
		return this.events.length;
	}

	/**
	 * Returns the bytes of the longest frame.
	 */
	int longest() {
		return this.longest;
	}

	/**
	 * Returns the number of a series at random.
	 */
	int any() {
		return this.random.nextInt(this.events.length);
	}

	Kind kind(int number) {
		return switch (number / this.ofAName % KINDS) {
			case 0 -> Kind.COUNTER;
			case 1 -> Kind.GAUGE;
			default -> Kind.HISTOGRAM;
		};
	}

	private Operation operation(int number) {
		return switch (kind(number)) {
			case COUNTER -> Operation.INCREMENT_COUNTER;
			case GAUGE -> Operation.SET_GAUGE;
			case HISTOGRAM -> Operation.RECORD_HISTOGRAM;
		};
	}

	private SeriesKey key(int number) {
		return new SeriesKey(kind(number), "shop.orders.processed." + number / this.ofAName, Map.of("method", "GET",
				"outcome", "SUCCESS", "status", "200", "uri", "/orders/" + number % this.ofAName));
	}

	/**
	 * Sets the time of the events that are written from now on.
	 * @param nanos nanoseconds since the epoch
	 */
	void time(long nanos) {
		this.time = nanos;
		putTime(nanos / TimeUnit.SECONDS.toNanos(1), (int) (nanos % TimeUnit.SECONDS.toNanos(1)));
	}

	private void putTime(long seconds, int nanos) {
		putNumber(0, seconds);
		// The field's number is 2
		this.timeBytes[TIME_BYTES] = 2 << 3;
		putNumber(TIME_BYTES + 1, nanos);
	}

	private void putNumber(int offset, long number) {
		for (int i = 0; i < TIME_BYTES; i++) {
			int more = (i < TIME_BYTES - 1) ? 0x80 : 0;
			this.timeBytes[offset + i] = (byte) (((number >>> (7 * i)) & 0x7F) | more);
		}
	}

	/**
	 * Writes an event: an increment by one, or a value or sample that is another one each
	 * time.
	 * @param to where to
	 * @param offset the index of its first byte
	 * @param number the number of the series
	 * @return the index behind it
	 */
	int write(byte[] to, int offset, int number) {
		byte[] frame = this.events[number];
		int end = offset + frame.length;
		System.arraycopy(frame, 0, to, offset, frame.length);
		System.arraycopy(this.timeBytes, 0, to, offset + this.times[number], this.timeBytes.length);
		if (kind(number) != Kind.COUNTER) {
			OPERAND.set(to, end - Long.BYTES, this.values[this.random.nextInt(VALUES)]);
		}
		return end;
	}

	/**
	 * Returns the frame of a counter's total.
	 * @param number the number of the series
	 * @param total its total
	 */
	byte[] total(int number, long total) {
		return FrameEncoder.encode(key(number), Operation.SET_COUNTER, total, this.time / TimeUnit.SECONDS.toNanos(1),
				(int) (this.time % TimeUnit.SECONDS.toNanos(1)));
	}

}
