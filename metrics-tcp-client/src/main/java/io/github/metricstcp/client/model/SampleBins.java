package io.github.metricstcp.client.model;

import java.util.Arrays;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import org.jspecify.annotations.Nullable;

/**
 * Samples as counts of the bins of a sketch, those without samples left out. The stores
 * of the sketches have at least half a kilobyte, or 72 bytes for each bin: too much for
 * windows of ten thousand histograms with a few samples each. Here a bin takes four
 * bytes, eight once one has more than 16,383 samples. Not thread-safe.
 * <p>
 * A bin has a key, which is its index in the mapping with a sign, so that keys are in the
 * order of the samples: 0 for zero, negative ones for negative samples.
 */
final class SampleBins {

	/**
	 * The relative error of a bin's value.
	 */
	private static final double ACCURACY = 0.01;

	static final IndexMapping MAPPING = new CubicallyInterpolatedMapping(ACCURACY);

	/**
	 * The greatest number of bins for each sign. If there are more, the ones nearest to
	 * zero are taken for one another.
	 */
	static final int MAX_BINS = 2048;

	/**
	 * So few bins are faster added one by one.
	 */
	private static final int FEW_BINS = 4;

	private static final int BEFORE_FIRST_INDEX = MAPPING.index(MAPPING.minIndexableValue()) - 1;

	private static final int NARROW_BITS = 14;

	private static final int NARROW_LIMIT = (1 << NARROW_BITS) - 1;

	private static final int WIDE_BITS = 44;

	private static final int[] NOTHING = {};

	private int size;

	// Each bin is its key and, in the lower bits, its count: sorted by key

	private int[] narrow = NOTHING;

	// In place of those once a count is too great for them
	private long @Nullable [] wide;

	/**
	 * Returns the key of a sample's bin.
	 * @param sample the sample, at most the greatest that the mapping knows
	 */
	static int key(double sample) {
		double magnitude = Math.abs(sample);
		if (magnitude <= MAPPING.minIndexableValue()) {
			return 0;
		}
		int key = MAPPING.index(magnitude) - BEFORE_FIRST_INDEX;
		return (sample > 0) ? key : -key;
	}

	/**
	 * Returns the value that stands for all samples of a bin.
	 */
	static double value(int key) {
		return (key == 0) ? 0 : Math.signum(key) * MAPPING.value(Math.abs(key) + BEFORE_FIRST_INDEX);
	}

	static double lowerBound(int key) {
		return (key > 0) ? MAPPING.lowerBound(key + BEFORE_FIRST_INDEX)
				: ((key < 0) ? -MAPPING.upperBound(-key + BEFORE_FIRST_INDEX) : 0);
	}

	static double upperBound(int key) {
		return (key == 0) ? 0 : -lowerBound(-key);
	}

	int size() {
		return this.size;
	}

	int key(int index) {
		return (this.wide != null) ? (int) (this.wide[index] >> WIDE_BITS) : this.narrow[index] >> NARROW_BITS;
	}

	long count(int index) {
		return (this.wide != null) ? this.wide[index] & ((1L << WIDE_BITS) - 1) : this.narrow[index] & NARROW_LIMIT;
	}

	/**
	 * Returns whether a count may be too great for half a word.
	 */
	boolean isWide() {
		return this.wide != null;
	}

	/**
	 * Copies the bins to an array: a word for each, or, if they are wide, its key and its
	 * count.
	 */
	void copyTo(int[] target, int from) {
		if (this.wide == null) {
			System.arraycopy(this.narrow, 0, target, from, this.size);
			return;
		}
		for (int i = 0; i < this.size; i++) {
			target[from + 2 * i] = key(i);
			target[from + 2 * i + 1] = (int) Math.min(Integer.MAX_VALUE, count(i));
		}
	}

	/**
	 * Adds bins that were copied.
	 * @param source the array that they were copied to
	 * @param from the index of the first word
	 * @param words the number of words
	 * @param wide whether each has two
	 */
	void addAll(int[] source, int from, int words, boolean wide) {
		if (this.size == 0 && this.wide == null && !wide) {
			reserve(words);
			System.arraycopy(source, from, this.narrow, 0, words);
			this.size = words;
			return;
		}
		for (int i = from; i < from + words; i += wide ? 2 : 1) {
			if (wide) {
				add(source[i], source[i + 1]);
			}
			else {
				add(source[i] >> NARROW_BITS, source[i] & NARROW_LIMIT);
			}
		}
	}

	/**
	 * Returns the number of samples of all bins.
	 */
	long total() {
		long total = 0;
		for (int i = 0; i < this.size; i++) {
			total += count(i);
		}
		return total;
	}

	void clear() {
		this.size = 0;
	}

	/**
	 * Adds samples of one bin.
	 */
	void add(int key, long count) {
		int index = find(key);
		boolean exists = index < this.size && key(index) == key;
		long sum = exists ? count(index) + count : count;
		widen(sum);
		if (!exists) {
			reserve(this.size + 1);
			Object bins = bins();
			System.arraycopy(bins, index, bins, index + 1, this.size - index);
			this.size++;
		}
		set(index, key, sum);
	}

	/**
	 * Adds all samples of other bins.
	 */
	void merge(SampleBins other) {
		if (this.size == 0) {
			copy(other);
			collapse();
			return;
		}
		if (other.size <= FEW_BINS) {
			for (int i = 0; i < other.size; i++) {
				add(other.key(i), other.count(i));
			}
			collapse();
			return;
		}
		int union = this.size;
		int mine = 0;
		long greatest = 0;
		for (int i = 0; i < other.size; i++) {
			int key = other.key(i);
			while (mine < this.size && key(mine) < key) {
				mine++;
			}
			boolean both = mine < this.size && key(mine) == key;
			greatest = Math.max(greatest, other.count(i) + (both ? count(mine) : 0));
			union += both ? 0 : 1;
		}
		widen(greatest);
		reserve(union);
		mergeBackwards(other, union);
		this.size = union;
		collapse();
	}

	private void copy(SampleBins other) {
		if (other.wide != null && this.wide == null) {
			widen(Long.MAX_VALUE);
		}
		if (other.wide == null && this.wide != null) {
			for (int i = 0; i < other.size; i++) {
				add(other.key(i), other.count(i));
			}
			return;
		}
		reserve(other.size);
		System.arraycopy(other.bins(), 0, bins(), 0, other.size);
		this.size = other.size;
	}

	private void mergeBackwards(SampleBins other, int union) {
		int mine = this.size - 1;
		int to = union - 1;
		for (int i = other.size - 1; i >= 0; to--) {
			int key = other.key(i);
			if (mine >= 0 && key(mine) > key) {
				set(to, key(mine), count(mine));
				mine--;
				continue;
			}
			boolean both = mine >= 0 && key(mine) == key;
			set(to, key, other.count(i) + (both ? count(mine) : 0));
			mine -= both ? 1 : 0;
			i--;
		}
	}

	/**
	 * Adds all samples of a sketch.
	 */
	void merge(DDSketch sketch) {
		SampleBins bins = new SampleBins();
		sketch.getNegativeValueStore()
			.getDescendingIterator()
			.forEachRemaining((bin) -> bins.add(BEFORE_FIRST_INDEX - bin.getIndex(), Math.round(bin.getCount())));
		long zeros = Math.round(sketch.getCount() - sketch.getNegativeValueStore().getTotalCount()
				- sketch.getPositiveValueStore().getTotalCount());
		if (zeros > 0) {
			bins.add(0, zeros);
		}
		sketch.getPositiveValueStore()
			.getAscendingIterator()
			.forEachRemaining((bin) -> bins.add(bin.getIndex() - BEFORE_FIRST_INDEX, Math.round(bin.getCount())));
		merge(bins);
	}

	/**
	 * Returns the value of the bin that the sample of a place is in.
	 * @param place the place among all samples in their order, from 1 on
	 */
	double valueAt(long place) {
		long places = 0;
		int index = -1;
		while (index < this.size - 1 && places < place) {
			index++;
			places += count(index);
		}
		return (index >= 0) ? value(key(index)) : Double.NaN;
	}

	private void collapse() {
		if (this.size <= MAX_BINS) {
			return;
		}
		int negative = find(0);
		collapse(negative - 1, negative - MAX_BINS, -1);
		int positive = find(1);
		collapse(positive, this.size - positive - MAX_BINS, 1);
	}

	/**
	 * Takes the bins next to zero for one another.
	 * @param first the one that is the nearest
	 * @param excess how many there are too many
	 * @param step the way to the others
	 */
	private void collapse(int first, int excess, int step) {
		if (excess <= 0) {
			return;
		}
		int last = first + excess * step;
		long count = 0;
		for (int i = first; i != last + step; i += step) {
			count += count(i);
		}
		widen(count);
		set(last, key(last), count);
		int from = (step > 0) ? last : first + 1;
		int to = (step > 0) ? first : last + 1;
		Object bins = bins();
		System.arraycopy(bins, from, bins, to, this.size - from);
		this.size -= excess;
	}

	/**
	 * Returns the index of the first bin whose key is not less than one.
	 */
	private int find(int key) {
		int low = 0;
		int high = this.size;
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (key(middle) < key) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return low;
	}

	private void set(int index, int key, long count) {
		if (this.wide != null) {
			this.wide[index] = (long) key << WIDE_BITS | count;
		}
		else {
			this.narrow[index] = key << NARROW_BITS | (int) count;
		}
	}

	private void widen(long count) {
		if (this.wide != null || count <= NARROW_LIMIT) {
			return;
		}
		long[] wide = new long[this.narrow.length];
		for (int i = 0; i < this.size; i++) {
			wide[i] = (long) key(i) << WIDE_BITS | count(i);
		}
		this.wide = wide;
		this.narrow = NOTHING;
	}

	private void reserve(int size) {
		int capacity = size + size / 8 + 2;
		if (this.wide != null) {
			this.wide = (size > this.wide.length) ? Arrays.copyOf(this.wide, capacity) : this.wide;
		}
		else if (size > this.narrow.length) {
			this.narrow = Arrays.copyOf(this.narrow, capacity);
		}
	}

	private Object bins() {
		return (this.wide != null) ? this.wide : this.narrow;
	}

}
