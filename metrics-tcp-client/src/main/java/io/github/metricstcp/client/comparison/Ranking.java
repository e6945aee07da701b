package io.github.metricstcp.client.comparison;

import org.jspecify.annotations.Nullable;

/**
 * The weight of changes, as {@link Comparison} describes it.
 */
final class Ranking {

	/**
	 * A change is believed by half if so many events or samples make it.
	 */
	private static final double HALF = 10;

	/**
	 * No change is more than by a factor of 1024.
	 */
	private static final double MOST_DOUBLINGS = 10;

	private static final double DOUBLING = 1;

	/**
	 * The weight of a gauge that had the same values on both sides.
	 */
	private static final double OVERLAPPING = 0.25;

	private Ranking() {
	}

	/**
	 * Returns the weight of a change.
	 * @param before what was measured on one side, {@code null} if nothing was
	 * @param after what was measured on the other side, {@code null} if nothing was
	 */
	static double weight(ComparedFigure figure, @Nullable Measurement before, @Nullable Measurement after) {
		if (before == null || after == null) {
			Measurement there = (before != null) ? before : after;
			return (there == null) ? 0 : alone(figure, there);
		}
		double lesser = Math.min(before.count(), after.count());
		double greater = Math.max(before.count(), after.count());
		double doublings = doublings(before.get(figure), after.get(figure));
		return switch (figure) {
			case RATE ->
				(before.rate() == 0 || after.rate() == 0) ? fromNothing(greater) : doublings * confidence(greater);
			case MEAN -> doublings * confidence(lesser);
			case P50 -> doublings * confidence(lesser / 2);
			case P99 -> doublings * confidence(lesser / 100);
			case MAX -> doublings * confidence(1);
			case VALUE -> doublings * (overlap(before, after) ? OVERLAPPING : 1);
		};
	}

	private static double alone(ComparedFigure figure, Measurement there) {
		return (figure == ComparedFigure.VALUE) ? DOUBLING : fromNothing(there.count());
	}

	private static double fromNothing(double count) {
		return Math.min(MOST_DOUBLINGS, Math.log1p(count) / Math.log(2)) * confidence(count);
	}

	private static double doublings(double before, double after) {
		if (before == after) {
			return 0;
		}
		double ratio = after / before;
		// From 0 and beyond it, there is no factor
		return (ratio > 0 && ratio < Double.POSITIVE_INFINITY)
				? Math.min(MOST_DOUBLINGS, Math.abs(Math.log(ratio) / Math.log(2))) : DOUBLING;
	}

	private static double confidence(double count) {
		return count / (count + HALF);
	}

	private static boolean overlap(Measurement one, Measurement other) {
		return one.least() <= other.greatest() && other.least() <= one.greatest();
	}

}
