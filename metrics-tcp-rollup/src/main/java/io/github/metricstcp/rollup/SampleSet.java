package io.github.metricstcp.rollup;

import java.util.Arrays;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.store.Store;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;

/**
 * Samples as a DDSketch has them: the number in each of its bins, and exact count, sum,
 * minimum and maximum. Sets that are merged are as good as one of all their samples. Not
 * thread-safe.
 */
final class SampleSet {

	/**
	 * The relative error of quantiles.
	 */
	static final double ACCURACY = 0.01;

	static final IndexMapping MAPPING = new CubicallyInterpolatedMapping(ACCURACY);

	private static final double GREATEST = MAPPING.maxIndexableValue();

	private static final double LEAST = MAPPING.minIndexableValue();

	private final Bins positive = new Bins();

	private final Bins negative = new Bins();

	private long zeros;

	private long count;

	private double sum;

	// What was lost of the sum by rounding
	private double compensation;

	private double min = Double.POSITIVE_INFINITY;

	private double max = Double.NEGATIVE_INFINITY;

	/**
	 * Adds a sample, which is a number.
	 */
	void add(double sample) {
		if (sample > LEAST) {
			this.positive.add(MAPPING.index(Math.min(sample, GREATEST)), 1);
		}
		else if (sample < -LEAST) {
			this.negative.add(MAPPING.index(Math.min(-sample, GREATEST)), 1);
		}
		else {
			this.zeros++;
		}
		this.count++;
		addToSum(sample);
		this.min = Math.min(this.min, sample);
		this.max = Math.max(this.max, sample);
	}

	private void addToSum(double sample) {
		double amount = sample - this.compensation;
		double sum = this.sum + amount;
		this.compensation = (sum - this.sum) - amount;
		this.sum = sum;
	}

	void merge(SampleSet other) {
		this.positive.merge(other.positive);
		this.negative.merge(other.negative);
		this.zeros += other.zeros;
		this.count += other.count;
		addToSum(other.sum);
		this.min = Math.min(this.min, other.min);
		this.max = Math.max(this.max, other.max);
	}

	void clear() {
		this.positive.clear();
		this.negative.clear();
		this.zeros = 0;
		this.count = 0;
		this.sum = 0;
		this.compensation = 0;
		this.min = Double.POSITIVE_INFINITY;
		this.max = Double.NEGATIVE_INFINITY;
	}

	/**
	 * Returns the number of bytes that it takes, roughly.
	 */
	long room() {
		return 300 + (long) Long.BYTES * (this.positive.counts.length + this.negative.counts.length);
	}

	long count() {
		return this.count;
	}

	double sum() {
		return this.sum;
	}

	double min() {
		return this.min;
	}

	double max() {
		return this.max;
	}

	double mean() {
		return this.sum / this.count;
	}

	/**
	 * Returns a quantile: the least value that such a share of all samples do not exceed,
	 * to 1 %.
	 */
	double quantile(double quantile) {
		long place = Math.max(1, (long) Math.ceil(quantile * this.count));
		double value = valueAt(place);
		return Math.max(this.min, Math.min(this.max, value));
	}

	private double valueAt(long place) {
		long rest = place;
		for (int i = this.negative.last(); i >= this.negative.first(); i--) {
			rest -= this.negative.count(i);
			if (rest <= 0) {
				return -MAPPING.value(i);
			}
		}
		rest -= this.zeros;
		if (rest <= 0) {
			return 0;
		}
		for (int i = this.positive.first(); i <= this.positive.last(); i++) {
			rest -= this.positive.count(i);
			if (rest <= 0) {
				return MAPPING.value(i);
			}
		}
		return this.max;
	}

	DDSketch sketch() {
		return DDSketch.of(MAPPING, this.negative.store(), this.positive.store(), (double) this.zeros);
	}

	void writeTo(ByteWriter writer) {
		writer.writeVarint(this.count).writeVarint(this.zeros).writeDouble(this.sum);
		writer.writeDouble(this.min).writeDouble(this.max);
		this.positive.writeTo(writer);
		this.negative.writeTo(writer);
	}

	static SampleSet of(ByteReader reader) {
		SampleSet set = new SampleSet();
		set.count = reader.readVarint();
		set.zeros = reader.readVarint();
		set.sum = reader.readDouble();
		set.min = reader.readDouble();
		set.max = reader.readDouble();
		set.positive.readFrom(reader);
		set.negative.readFrom(reader);
		return set;
	}

	/**
	 * The numbers of samples in bins of one sign. If the samples are so far apart that
	 * there are more than {@value #MAX_BINS}, the bins nearest to zero are taken for one
	 * another.
	 */
	private static final class Bins {

		private static final int MAX_BINS = 2048;

		private static final int ROOM = 32;

		private static final long[] NOTHING = {};

		private long[] counts = NOTHING;

		// The index of the bin that the array begins with
		private int offset;

		// The first and the last bin with samples

		private int first = Integer.MAX_VALUE;

		private int last = Integer.MIN_VALUE;

		int first() {
			return this.first;
		}

		int last() {
			return this.last;
		}

		long count(int index) {
			return this.counts[index - this.offset];
		}

		void add(int index, long count) {
			int position = index - this.offset;
			if (position < 0 || position >= this.counts.length || index < this.first || index > this.last) {
				position = reserve(index) - this.offset;
			}
			this.counts[position] += count;
		}

		/**
		 * Makes room for a bin, or finds the one that it is taken for.
		 */
		private int reserve(int index) {
			boolean empty = this.first > this.last;
			int last = empty ? index : Math.max(this.last, index);
			int least = last - MAX_BINS + 1;
			int wanted = Math.max(index, least);
			int first = empty ? wanted : Math.max(Math.min(this.first, wanted), least);
			if (empty || first < this.offset || last >= this.offset + this.counts.length) {
				move(first, last, empty);
			}
			for (int i = this.first; !empty && i < first; i++) {
				// Only if the array was not moved, which does the same
				this.counts[first - this.offset] += this.counts[i - this.offset];
				this.counts[i - this.offset] = 0;
			}
			this.first = first;
			this.last = last;
			return wanted;
		}

		private void move(int first, int last, boolean empty) {
			int room = Math.min(ROOM, Math.max(0, MAX_BINS - (last - first + 1)) / 2);
			int offset = first - room;
			int length = last - first + 1 + 2 * room;
			long[] moved = (empty && length <= this.counts.length) ? this.counts : new long[length];
			for (int i = this.first; !empty && i <= this.last; i++) {
				moved[Math.max(i, first) - offset] += this.counts[i - this.offset];
			}
			if (!empty) {
				this.first = Math.max(this.first, first);
			}
			this.counts = moved;
			this.offset = offset;
		}

		void merge(Bins other) {
			// The greatest one first: it says which ones are taken for one another
			for (int i = other.last; i >= other.first; i--) {
				long count = other.count(i);
				if (count != 0) {
					add(i, count);
				}
			}
		}

		void clear() {
			if (this.first <= this.last) {
				Arrays.fill(this.counts, this.first - this.offset, this.last + 1 - this.offset, 0);
			}
			this.first = Integer.MAX_VALUE;
			this.last = Integer.MIN_VALUE;
		}

		Store store() {
			Store store = new UnboundedSizeDenseStore();
			for (int i = this.first; i <= this.last; i++) {
				if (count(i) != 0) {
					store.add(i, (double) count(i));
				}
			}
			return store;
		}

		void writeTo(ByteWriter writer) {
			int size = 0;
			for (int i = this.first; i <= this.last; i++) {
				size += (count(i) != 0) ? 1 : 0;
			}
			writer.writeVarint(size);
			int before = 0;
			for (int i = this.last; i >= this.first; i--) {
				if (count(i) != 0) {
					writer.writeSigned((long) i - before).writeVarint(count(i));
					before = i;
				}
			}
		}

		void readFrom(ByteReader reader) {
			int index = 0;
			for (int i = reader.readInt(); i > 0; i--) {
				index += (int) reader.readSigned();
				add(index, reader.readVarint());
			}
		}

	}

}
