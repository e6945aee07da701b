package io.github.metricstcp.observer.internal.ui;

import java.util.Arrays;

/**
 * The gaps in values of which there is not one for each second, such as the quantiles of
 * samples that come every ten seconds.
 */
final class Gaps {

	/**
	 * A gap that is longer than so many usual ones is one in which nothing happened.
	 */
	private static final int USUAL_GAPS = 3;

	private Gaps() {
	}

	/**
	 * Returns the values with straight lines over gaps that are not much longer than
	 * most.
	 * @param values the values of seconds; NaN where there is none
	 */
	static double[] bridged(double[] values) {
		int[] known = known(values);
		if (known.length < 2) {
			return values;
		}
		int longest = USUAL_GAPS * usual(known);
		double[] bridged = values.clone();
		for (int i = 1; i < known.length; i++) {
			int from = known[i - 1];
			int gap = known[i] - from;
			for (int step = 1; step < gap && gap <= longest; step++) {
				double share = (double) step / gap;
				bridged[from + step] = values[from] * (1 - share) + values[known[i]] * share;
			}
		}
		return bridged;
	}

	private static int[] known(double[] values) {
		int[] known = new int[values.length];
		int count = 0;
		for (int i = 0; i < values.length; i++) {
			if (Double.isFinite(values[i])) {
				known[count++] = i;
			}
		}
		return Arrays.copyOf(known, count);
	}

	/**
	 * Returns the median distance between two values. One distance alone is none that is
	 * usual.
	 */
	private static int usual(int[] known) {
		int[] distances = new int[known.length - 1];
		for (int i = 1; i < known.length; i++) {
			distances[i - 1] = known[i] - known[i - 1];
		}
		Arrays.sort(distances);
		return (distances.length > 1) ? distances[distances.length / 2] : 1;
	}

}
