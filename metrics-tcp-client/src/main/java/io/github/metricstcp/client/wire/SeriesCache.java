package io.github.metricstcp.client.wire;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * A table of series, found by the bytes of their name and labels in a {@link MetricFrame}
 * so that no string is made for an event. Open addressing, at most half full. Not
 * thread-safe.
 *
 * @param <S> the type of the object that is kept for a series
 */
final class SeriesCache<S> {

	private static final int INITIAL_SLOTS = 256;

	private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

	private final int maxSeries;

	// So that nobody can choose names that all meet in one slot
	private final long seed = ThreadLocalRandom.current().nextLong();

	private @Nullable Entry<S>[] slots = slots(INITIAL_SLOTS);

	private int size;

	/**
	 * Creates an empty table.
	 * @param maxSeries the maximum number of series; more are not remembered
	 */
	SeriesCache(int maxSeries) {
		this.maxSeries = maxSeries;
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static <S> @Nullable Entry<S>[] slots(int size) {
		return new Entry[size];
	}

	/**
	 * Returns the entry of a frame's series, {@code null} if there is none.
	 */
	@Nullable Entry<S> find(MetricFrame frame) {
		byte[] bytes = frame.bytes();
		int nameStart = frame.nameStart();
		int nameEnd = frame.nameEnd();
		int labelsStart = frame.labelsStart();
		int labelsEnd = frame.labelsEnd();
		Kind kind = frame.kind();
		int hash = hash(frame);
		@Nullable Entry<S>[] slots = this.slots;
		int mask = slots.length - 1;
		for (int slot = hash & mask;; slot = (slot + 1) & mask) {
			Entry<S> entry = slots[slot];
			if (entry == null || (entry.hash == hash && entry.kind == kind
					&& Arrays.equals(bytes, nameStart, nameEnd, entry.text, 0, entry.nameLength)
					&& Arrays.equals(bytes, labelsStart, labelsEnd, entry.text, entry.nameLength, entry.text.length))) {
				return entry;
			}
		}
	}

	/**
	 * Returns whether one more series would be remembered: there are not too many, and it
	 * is not too long.
	 */
	boolean remembers(MetricFrame frame) {
		int length = frame.nameEnd() - frame.nameStart() + frame.labelsEnd() - frame.labelsStart();
		return this.size < this.maxSeries && length <= SeriesKey.MAX_LENGTH;
	}

	/**
	 * Remembers a frame's series, which {@link #remembers} has room for.
	 */
	void add(MetricFrame frame, S series) {
		if (2 * this.size >= this.slots.length) {
			@Nullable Entry<S>[] old = this.slots;
			this.slots = slots(2 * old.length);
			for (Entry<S> each : old) {
				if (each != null) {
					put(each);
				}
			}
		}
		put(new Entry<>(frame, hash(frame), series));
		this.size++;
	}

	private void put(Entry<S> entry) {
		int mask = this.slots.length - 1;
		int slot = entry.hash & mask;
		while (this.slots[slot] != null) {
			slot = (slot + 1) & mask;
		}
		this.slots[slot] = entry;
	}

	private int hash(MetricFrame frame) {
		byte[] bytes = frame.bytes();
		long hash = mix(this.seed, bytes, frame.nameStart(), frame.nameEnd());
		hash = mix(hash, bytes, frame.labelsStart(), frame.labelsEnd());
		return (int) (hash ^ hash >>> 32);
	}

	private static long mix(long hash, byte[] bytes, int from, int to) {
		int i = from;
		for (; i + Long.BYTES <= to; i += Long.BYTES) {
			hash = mix(hash, (long) WireReader.LONG.get(bytes, i));
		}
		long rest = (long) to - from;
		for (; i < to; i++) {
			rest = (rest << 8) | (bytes[i] & 0xFF);
		}
		return mix(hash, rest);
	}

	private static long mix(long hash, long word) {
		long mixed = (hash ^ word) * MULTIPLIER;
		return mixed ^ mixed >>> 29;
	}

	/**
	 * One series, and the object that is kept for it.
	 *
	 * @param <S> the type of that object
	 */
	static final class Entry<S> {

		private final Kind kind;

		// The name, and the labels behind it
		private final byte[] text;

		private final int nameLength;

		private final int hash;

		private final S series;

		private Entry(MetricFrame frame, int hash, S series) {
			this.kind = frame.kind();
			this.nameLength = frame.nameEnd() - frame.nameStart();
			int labelsLength = frame.labelsEnd() - frame.labelsStart();
			this.text = Arrays.copyOfRange(frame.bytes(), frame.nameStart(),
					frame.nameStart() + this.nameLength + labelsLength);
			System.arraycopy(frame.bytes(), frame.labelsStart(), this.text, this.nameLength, labelsLength);
			this.hash = hash;
			this.series = series;
		}

		S series() {
			return this.series;
		}

	}

}
