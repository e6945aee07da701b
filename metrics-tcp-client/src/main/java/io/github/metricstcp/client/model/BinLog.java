package io.github.metricstcp.client.model;

/**
 * The samples of a histogram by slots of time: the bins, exact sum and exact maximum of
 * each slot that had any. All slots are in one array, the oldest first. Not thread-safe.
 * <p>
 * A slot takes 24 bytes, and 4 for each bin; 8 if one of its bins has more than 16,383
 * samples.
 */
final class BinLog {

	private static final int[] NOTHING = {};

	// The words of a slot before its bins

	private static final int SLOT = 0;

	// The number of words of the bins, negative if each has two
	private static final int LENGTH = 1;

	private static final int SUM = 2;

	private static final int MAX = 4;

	private static final int HEADER = 6;

	/**
	 * The latest slots, which are read each second, are found without a walk through all.
	 */
	private static final int RECENT = 16;

	private int[] words = NOTHING;

	private int start;

	private int end;

	// Where the recent slots begin: no slot before it is one of them
	private int recent;

	private long last;

	/**
	 * Appends the samples of a slot.
	 * @param slot the number of the slot, greater than the last one
	 * @param stats the samples, at least one
	 * @param kept the number of slots that are kept, this one included
	 * @return the number of bytes that were taken, negative if some were given back
	 */
	long append(long slot, Stats stats, int kept) {
		int before = this.words.length;
		this.last = slot;
		expire(slot - kept + 1);
		SampleBins bins = stats.bins();
		if (bins != null) {
			boolean wide = bins.isWide();
			int length = wide ? 2 * bins.size() : bins.size();
			makeRoom(HEADER + length);
			put(SLOT, (int) slot);
			put(LENGTH, wide ? -length : length);
			put(SUM, stats.sum());
			put(MAX, stats.max);
			bins.copyTo(this.words, this.end + HEADER);
			this.end += HEADER + length;
		}
		while (this.recent < this.end && slot(this.recent) <= slot - RECENT) {
			this.recent = next(this.recent);
		}
		return Integer.BYTES * (long) (this.words.length - before);
	}

	/**
	 * Forgets all slots.
	 * @return the number of bytes that were taken, which is negative: they are given back
	 */
	long clear() {
		long bytes = Integer.BYTES * (long) this.words.length;
		this.words = NOTHING;
		this.start = 0;
		this.end = 0;
		this.recent = 0;
		return -bytes;
	}

	private void put(int word, int value) {
		this.words[this.end + word] = value;
	}

	private void put(int word, double value) {
		long bits = Double.doubleToRawLongBits(value);
		put(word, (int) (bits >> Integer.SIZE));
		put(word + 1, (int) bits);
	}

	private void expire(long oldest) {
		while (this.start < this.end && slot(this.start) < oldest) {
			this.start = next(this.start);
		}
		this.recent = Math.max(this.recent, this.start);
	}

	private void makeRoom(int length) {
		if (this.end + length <= this.words.length && this.start <= this.words.length / 2) {
			return;
		}
		int used = this.end - this.start;
		int needed = used + length;
		// A quarter more than it needs, and given back once it is half of what is there
		boolean fits = needed <= this.words.length && needed >= this.words.length / 2;
		int[] target = fits ? this.words : new int[needed + needed / 4];
		System.arraycopy(this.words, this.start, target, 0, used);
		this.words = target;
		this.recent -= this.start;
		this.start = 0;
		this.end = used;
	}

	/**
	 * Returns the number of a slot. The upper half of its bits is that of the last one,
	 * or one less.
	 */
	private long slot(int at) {
		return this.last - Integer.toUnsignedLong((int) this.last - this.words[at + SLOT]);
	}

	private int next(int at) {
		return at + HEADER + Math.abs(this.words[at + LENGTH]);
	}

	private double number(int at) {
		return Double
			.longBitsToDouble((long) this.words[at] << Integer.SIZE | Integer.toUnsignedLong(this.words[at + 1]));
	}

	/**
	 * Adds the samples of slots to others.
	 * @param from the first slot
	 * @param to the slot behind the last one
	 * @param target takes the number of a slot and its samples
	 */
	void forEach(long from, long to, SlotVisitor target) {
		int first = (from > this.last - RECENT) ? this.recent : this.start;
		for (int at = first; at < this.end; at = next(at)) {
			long slot = slot(at);
			if (slot >= to) {
				return;
			}
			if (slot >= from) {
				target.slot(slot, stats(at));
			}
		}
	}

	private Stats stats(int at) {
		int length = this.words[at + LENGTH];
		SampleBins bins = new SampleBins();
		bins.addAll(this.words, at + HEADER, Math.abs(length), length < 0);
		return Stats.of(bins, number(at + SUM), number(at + MAX));
	}

	/**
	 * A visitor of slots.
	 */
	@FunctionalInterface
	interface SlotVisitor {

		/**
		 * Called for each slot that has samples, the oldest first.
		 * @param slot the number of the slot
		 * @param stats its samples; the least is known to 1 % only
		 */
		void slot(long slot, Stats stats);

	}

}
