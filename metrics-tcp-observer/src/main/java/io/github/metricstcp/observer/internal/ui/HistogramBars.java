package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import io.github.metricstcp.client.model.Distribution;
import io.github.metricstcp.client.model.Distribution.Bin;

/**
 * The distribution of the samples of a histogram, as bars that each end at a round
 * number.
 */
final class HistogramBars {

	/**
	 * The exponent of a power of ten below every number.
	 */
	private static final int LEAST_EXPONENT = -400;

	/**
	 * The round numbers of a decade, few to many.
	 */
	private static final double[][] DECADES = { { 1 }, { 1, 3 }, { 1, 2, 5 }, { 1, 1.5, 2, 3, 5, 7 },
			{ 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 } };

	private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

	private static final int SHARE_WIDTH = 6;

	private final Distribution distribution;

	private final UnitFormat unit;

	HistogramBars(Distribution distribution, UnitFormat unit) {
		this.distribution = distribution;
		this.unit = unit;
	}

	/**
	 * Draws the bars, one a line.
	 */
	void draw(Buffer buffer, Rect area, Theme theme) {
		List<Bar> bars = bars(area.height());
		long most = bars.stream().mapToLong(Bar::count).max().orElse(1);
		int labels = bars.stream().mapToInt((bar) -> DisplayText.width(label(bar))).max().orElse(0);
		int room = area.width() - labels - 2 - SHARE_WIDTH;
		if (room < 4) {
			return;
		}
		for (int i = 0; i < bars.size(); i++) {
			Bar bar = bars.get(i);
			int y = area.y() + i;
			buffer.setString(area.x(), y, DisplayText.right(label(bar), labels), theme.faint());
			buffer.setString(area.x() + labels + 1, y, bar((double) bar.count() / most, room), theme.histogram());
			buffer.setString(area.right() - SHARE_WIDTH, y, DisplayText.right(share(bar.count()), SHARE_WIDTH),
					theme.text());
		}
	}

	private String label(Bar bar) {
		return "≤ " + this.unit.value(bar.upper());
	}

	private String share(long count) {
		double percent = 100.0 * count / this.distribution.count();
		if (count == 0) {
			return "";
		}
		return (percent < 0.1) ? "<0.1%" : String.format(Locale.ROOT, "%.1f%%", percent);
	}

	/**
	 * Returns a bar: more than nothing is never drawn as nothing.
	 * @param share its share of the room, 0 to 1
	 * @param room the cells that there are
	 */
	static String bar(double share, int room) {
		// An infinite value beside finite ones has all the room
		long eighths = (share > 0) ? Math.max(1, Math.round(Math.min(1, share) * room * 8)) : 0;
		String rest = (eighths % 8 == 0) ? "" : String.valueOf(EIGHTHS.charAt((int) (eighths % 8)));
		return "█".repeat((int) (eighths / 8)) + rest;
	}

	/**
	 * Returns bars for the distribution, as many as there are round numbers for, up to a
	 * limit.
	 */
	List<Bar> bars(int most) {
		List<Bin> bins = this.distribution.bins();
		if (bins.isEmpty() || most < 1) {
			return List.of();
		}
		List<Double> bounds = bounds(most);
		long[] counts = new long[bounds.size()];
		int bound = 0;
		for (Bin bin : bins) {
			// By its lower end: a sample of 1 is in a bin from 0.99 to 1.01, and belongs
			// to the bar up to 1
			while (bound < bounds.size() - 1 && bin.lower() > bounds.get(bound)) {
				bound++;
			}
			counts[bound] += bin.count();
		}
		List<Bar> bars = new ArrayList<>();
		for (int i = 0; i < counts.length; i++) {
			bars.add(new Bar(bounds.get(i), counts[i]));
		}
		return bars;
	}

	private List<Double> bounds(int most) {
		double min = this.distribution.min();
		double max = this.distribution.max();
		if (min == max) {
			return List.of(max);
		}
		double positive = (min > 0) ? min : smallestPositive();
		if (min < 0 || max <= 0 || max / positive < 4) {
			return even(min, max, most);
		}
		List<Double> bounds = List.of();
		for (double[] decade : DECADES) {
			List<Double> finer = uneven(min, positive, max, decade);
			if (finer.size() <= most) {
				bounds = finer;
			}
		}
		return bounds.isEmpty() ? even(min, max, most) : bounds;
	}

	private double smallestPositive() {
		return this.distribution.bins().stream().mapToDouble(Bin::upper).filter((upper) -> upper > 0).min().orElse(1);
	}

	private List<Double> uneven(double min, double positive, double max, double[] decade) {
		List<Double> bounds = new ArrayList<>();
		if (min <= 0) {
			bounds.add(0.0);
		}
		double scale = 1 / this.unit.inBase(1);
		// The quotient may be 0, and so its logarithm without end
		int exponent = Math.max(LEAST_EXPONENT, (int) Math.floor(Math.log10(positive / scale)));
		while (bounds.isEmpty() || bounds.get(bounds.size() - 1) < max) {
			for (double factor : decade) {
				double bound = factor * Math.pow(10, exponent) * scale;
				boolean begun = bounds.size() > ((min <= 0) ? 1 : 0);
				if ((bound < positive * 0.99 && !begun) || (wholeNumbers() && bound != Math.rint(bound))) {
					continue;
				}
				if (bounds.isEmpty() || bounds.get(bounds.size() - 1) < max) {
					bounds.add(bound);
				}
			}
			exponent++;
		}
		return bounds;
	}

	private List<Double> even(double min, double max, int most) {
		double step = this.unit.roundedUp((max - min) / Math.max(1, most - 1));
		step = wholeNumbers() ? Math.max(1, step) : step;
		List<Double> bounds = new ArrayList<>();
		long first = (long) Math.ceil(min / step - 1e-9);
		for (long i = first; bounds.size() < most; i++) {
			bounds.add(i * step);
			if (i * step >= max) {
				break;
			}
		}
		return bounds;
	}

	private boolean wholeNumbers() {
		return DoubleStream.of(this.distribution.min(), this.distribution.max(), this.distribution.sum())
			.allMatch((number) -> number == Math.rint(number));
	}

	/**
	 * Samples up to a value and above the one before.
	 */
	record Bar(double upper, long count) {

	}

}
