package io.github.metricstcp.observer.internal.ui;

import java.util.Arrays;
import java.util.List;

import io.github.metricstcp.client.model.Points;
import io.github.metricstcp.client.wire.Kind;

/**
 * The values of a row in the last seconds, one a second, the latest last.
 */
final class Trend {

	private final Kind kind;

	private final long lastSecond;

	private final double[] values;

	private final double[] medians;

	private final double[] p99s;

	private Trend(Kind kind, long lastSecond, double[] values, double[] medians, double[] p99s) {
		this.kind = kind;
		this.lastSecond = lastSecond;
		this.values = values;
		this.medians = medians;
		this.p99s = p99s;
	}

	static Trend of(Kind kind, Points points) {
		return new Trend(kind, points.lastSecond(), points.values(), points.medians(), points.p99s());
	}

	/**
	 * Returns the trend of several series together: sums, or the greatest of values that
	 * cannot be summed up; of medians the mean, weighted by the samples. It ends with the
	 * last second that is known of all of them: they are read one after the other, and of
	 * many series that takes a while.
	 * @param trends the trends of series of one kind, at least one
	 * @param additive whether values of gauges are summed up
	 */
	static Trend of(List<Trend> trends, boolean additive) {
		Kind kind = trends.get(0).kind;
		long lastSecond = trends.stream().mapToLong((each) -> each.lastSecond).min().orElse(0);
		long firstSecond = trends.stream().mapToLong(Trend::firstSecond).min().orElse(0);
		int seconds = (int) (lastSecond - firstSecond + 1);
		double[] values = unknown(seconds);
		double[] medians = unknown((kind == Kind.HISTOGRAM) ? seconds : 0);
		double[] p99s = unknown(medians.length);
		double[] weights = new double[medians.length];
		for (Trend each : trends) {
			int shift = (int) (firstSecond - each.firstSecond());
			for (int i = -shift; i < seconds; i++) {
				int from = i + shift;
				double value = each.values[from];
				if (Double.isNaN(value)) {
					continue;
				}
				boolean greatest = kind == Kind.GAUGE && !additive;
				values[i] = Double.isNaN(values[i]) ? value
						: (greatest ? Math.max(values[i], value) : values[i] + value);
				if (kind == Kind.HISTOGRAM && value > 0) {
					medians[i] = (Double.isNaN(medians[i]) ? 0 : medians[i]) + each.medians[from] * value;
					p99s[i] = Double.isNaN(p99s[i]) ? each.p99s[from] : Math.max(p99s[i], each.p99s[from]);
					weights[i] += value;
				}
			}
		}
		for (int i = 0; i < medians.length; i++) {
			medians[i] /= weights[i];
		}
		return new Trend(kind, lastSecond, values, medians, p99s);
	}

	/**
	 * Returns the trend as it has gone on: what is past does not change.
	 * @param later the values since, and any from before
	 */
	Trend continued(Trend later) {
		int passed = (int) (later.lastSecond - this.lastSecond);
		return new Trend(this.kind, later.lastSecond, continued(this.values, later.values, passed),
				continued(this.medians, later.medians, passed), continued(this.p99s, later.p99s, passed));
	}

	private static double[] continued(double[] values, double[] later, int passed) {
		double[] result = unknown(values.length);
		int kept = Math.max(0, values.length - passed);
		System.arraycopy(values, values.length - kept, result, 0, kept);
		int added = Math.min(passed, Math.min(later.length, values.length));
		System.arraycopy(later, later.length - added, result, values.length - added, added);
		return result;
	}

	private long firstSecond() {
		return this.lastSecond - this.values.length + 1;
	}

	long lastSecond() {
		return this.lastSecond;
	}

	/**
	 * Returns the number of seconds up to the last one of which something is known.
	 */
	int known() {
		int first = 0;
		while (first < this.values.length && Double.isNaN(this.values[first])) {
			first++;
		}
		return this.values.length - first;
	}

	/**
	 * Returns the trend without the values after a second.
	 */
	Trend until(long second) {
		int later = (int) Math.max(0, Math.min(this.lastSecond - second, this.values.length));
		return new Trend(this.kind, this.lastSecond - later, withoutLast(this.values, later),
				withoutLast(this.medians, later), withoutLast(this.p99s, later));
	}

	private static double[] withoutLast(double[] values, int count) {
		return Arrays.copyOf(values, Math.max(0, values.length - count));
	}

	private static double[] unknown(int length) {
		double[] values = new double[length];
		Arrays.fill(values, Double.NaN);
		return values;
	}

	/**
	 * Returns the last values: increases of a counter, values of a gauge, of a histogram
	 * how many samples there were.
	 */
	double[] values(int seconds) {
		return last(this.values, seconds);
	}

	/**
	 * Returns the last medians of a histogram.
	 */
	double[] medians(int seconds) {
		return last(this.medians, seconds);
	}

	/**
	 * Returns the last 99th percentiles of a histogram.
	 */
	double[] p99s(int seconds) {
		return last(this.p99s, seconds);
	}

	private static double[] last(double[] values, int seconds) {
		double[] last = unknown(seconds);
		int known = Math.min(seconds, values.length);
		System.arraycopy(values, values.length - known, last, seconds - known, known);
		return last;
	}

	/**
	 * Draws the trend as a line of text. The seconds of a cell do not change, so that the
	 * past does not either. A cell is the mean of their increases of a counter, values of
	 * a gauge or medians of a histogram.
	 */
	String sparkline(int seconds, int width) {
		double[] source = (this.kind == Kind.HISTOGRAM) ? Gaps.bridged(this.medians) : this.values;
		int perCell = Math.max(1, (seconds + width - 1) / width);
		long lastCell = Math.floorDiv(this.lastSecond, (long) perCell);
		int cells = Math.min(width, (seconds + perCell - 1) / perCell);
		double[] means = new double[cells];
		int[] counts = new int[cells];
		for (int i = 0; i < source.length; i++) {
			long second = this.lastSecond - source.length + 1 + i;
			int cell = (int) Math.max(-1, Math.floorDiv(second, (long) perCell) - lastCell + cells - 1);
			if (cell >= 0 && Double.isFinite(source[i])) {
				counts[cell]++;
				// Not a sum that is divided: the mean of equal values must be that value
				means[cell] += (source[i] - means[cell]) / counts[cell];
			}
		}
		for (int i = 0; i < cells; i++) {
			means[i] = (counts[i] > 0) ? means[i] : Double.NaN;
		}
		String line = (this.kind == Kind.GAUGE) ? Sparkline.betweenExtremes(means) : Sparkline.fromZero(means);
		return " ".repeat(width - cells) + line;
	}

}
