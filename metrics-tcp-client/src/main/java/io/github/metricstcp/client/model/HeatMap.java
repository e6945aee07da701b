package io.github.metricstcp.client.model;

import java.util.Arrays;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The samples of histograms as a map of time and value: how many samples each slot has in
 * each row. A row is made of whole bins, so that its count is exact; its bounds are those
 * of bins, which are 2 % wide. Rows of positive values are of equal width on a
 * logarithmic scale. Zero has a row of its own, and all negative values share one.
 *
 * @since 0.1.0
 */
public final class HeatMap {

	private final Timeline timeline;

	private final double[] lower;

	private final double[] upper;

	private final long[][] counts;

	private final int binsPerRow;

	// Of each slot that has samples, also of those before this map, by its first second
	private final NavigableMap<Long, Extent> extents;

	private HeatMap(Timeline timeline, NavigableMap<Long, Extent> extents, Rows rows, long[][] counts) {
		this.timeline = timeline;
		this.extents = extents;
		this.binsPerRow = rows.binsPerRow;
		this.lower = rows.lower();
		this.upper = rows.upper();
		this.counts = counts;
	}

	/**
	 * Returns the map of a timeline.
	 * @param timeline the samples
	 * @param maxRows the greatest number of rows of positive values, at least 1
	 * @return the map, without rows if there is no sample
	 */
	public static HeatMap of(Timeline timeline, int maxRows) {
		return of(timeline, maxRows, new TreeMap<>());
	}

	/**
	 * Returns the map of newer slots of the same time, such as of the last second of what
	 * is shown. It has the rows that a map of all of that time has.
	 * @param newer the samples of the newer slots, which replace those of the same
	 * seconds
	 * @param maxRows the greatest number of rows of positive values, at least 1
	 * @param from the first second that is still shown: rows are of no slot before it
	 * @return the map of the newer slots alone, to be followed by the next one
	 */
	public HeatMap next(Timeline newer, int maxRows, long from) {
		return of(newer, maxRows, new TreeMap<>(this.extents.tailMap(from)));
	}

	private static HeatMap of(Timeline timeline, int maxRows, NavigableMap<Long, Extent> extents) {
		int slots = timeline.range().slots();
		for (int slot = 0; slot < slots; slot++) {
			SampleBins bins = timeline.bins(slot);
			if (bins == null) {
				extents.remove(timeline.range().second(slot));
			}
			else {
				extents.put(timeline.range().second(slot), Extent.of(bins));
			}
		}
		Rows rows = new Rows(extents.values(), Math.max(1, maxRows));
		long[][] counts = new long[slots][rows.count()];
		for (int slot = 0; slot < slots; slot++) {
			SampleBins bins = timeline.bins(slot);
			for (int i = 0; bins != null && i < bins.size(); i++) {
				counts[slot][rows.row(bins.key(i))] += bins.count(i);
			}
		}
		return new HeatMap(timeline, extents, rows, counts);
	}

	/**
	 * Returns the time and its slots.
	 * @return the range
	 */
	public TimeRange range() {
		return this.timeline.range();
	}

	/**
	 * Returns the samples themselves, such as for quantiles over the map.
	 * @return the timeline that the map was made of
	 */
	public Timeline timeline() {
		return this.timeline;
	}

	/**
	 * Returns the width of the rows of positive values. Maps of the same width have the
	 * same bounds where both have rows.
	 * @return the number of bins in a row
	 */
	public int binsPerRow() {
		return this.binsPerRow;
	}

	/**
	 * Returns the lower bounds of the rows.
	 * @return an array that is the caller's, the lowest row first
	 */
	public double[] lowerBounds() {
		return this.lower.clone();
	}

	/**
	 * Returns the upper bounds of the rows.
	 * @return an array that is the caller's, the lowest row first
	 */
	public double[] upperBounds() {
		return this.upper.clone();
	}

	/**
	 * Returns the numbers of samples in the rows of a slot.
	 * @param slot the index of the slot
	 * @return an array that is the caller's, the lowest row first
	 */
	public long[] counts(int slot) {
		return this.counts[slot].clone();
	}

	/**
	 * The bins that the samples of a slot are in.
	 *
	 * @param negative whether there are negative samples
	 * @param zero whether there are samples that are 0
	 * @param firstKey the least bin of positive samples
	 * @param lastKey the greatest one, 0 if there are no positive samples
	 */
	private record Extent(boolean negative, boolean zero, int firstKey, int lastKey) {

		static Extent of(SampleBins bins) {
			boolean negative = false;
			boolean zero = false;
			int firstKey = Integer.MAX_VALUE;
			int lastKey = 0;
			for (int i = 0; i < bins.size(); i++) {
				int key = bins.key(i);
				negative |= key < 0;
				zero |= key == 0;
				if (key > 0) {
					firstKey = Math.min(firstKey, key);
					lastKey = Math.max(lastKey, key);
				}
			}
			return new Extent(negative, zero, firstKey, lastKey);
		}

	}

	/**
	 * The rows of a map.
	 */
	private static final class Rows {

		private boolean negative;

		private boolean zero;

		private int firstKey = Integer.MAX_VALUE;

		private int lastKey = 0;

		private int binsPerRow = 1;

		Rows(Collection<Extent> extents, int maxRows) {
			for (Extent extent : extents) {
				this.negative |= extent.negative();
				this.zero |= extent.zero();
				this.firstKey = Math.min(this.firstKey, extent.firstKey());
				this.lastKey = Math.max(this.lastKey, extent.lastKey());
			}
			if (this.lastKey > 0) {
				align(maxRows);
			}
		}

		/**
		 * Lets rows begin at multiples of their width, which grows in steps, so that the
		 * rows of two maps of nearly the same samples are the same.
		 */
		private void align(int maxRows) {
			int first = this.firstKey;
			while (this.lastKey / this.binsPerRow - first / this.binsPerRow + 1 > maxRows) {
				this.binsPerRow += Math.max(1, this.binsPerRow / 2);
			}
			this.firstKey = first - first % this.binsPerRow;
		}

		private int below() {
			return (this.negative ? 1 : 0) + (this.zero ? 1 : 0);
		}

		int count() {
			return below()
					+ ((this.lastKey > 0) ? (this.lastKey - this.firstKey + this.binsPerRow) / this.binsPerRow : 0);
		}

		int row(int key) {
			if (key > 0) {
				return below() + (key - this.firstKey) / this.binsPerRow;
			}
			return (key == 0 && this.negative) ? 1 : 0;
		}

		double[] lower() {
			double[] lower = new double[count()];
			for (int row = below(); row < lower.length; row++) {
				lower[row] = SampleBins.lowerBound(this.firstKey + (row - below()) * this.binsPerRow);
			}
			if (this.negative) {
				lower[0] = Double.NEGATIVE_INFINITY;
			}
			return lower;
		}

		double[] upper() {
			double[] upper = new double[count()];
			Arrays.fill(upper, 0, below(), 0.0);
			for (int row = below(); row < upper.length; row++) {
				upper[row] = SampleBins.upperBound(this.firstKey + (row - below() + 1) * this.binsPerRow - 1);
			}
			return upper;
		}

	}

}
