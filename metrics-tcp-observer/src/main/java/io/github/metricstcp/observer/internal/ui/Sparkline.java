package io.github.metricstcp.observer.internal.ui;

/**
 * Values over time as one line of text, a block each.
 */
final class Sparkline {

	// Not the full block: lines above each other would run into one another
	private static final String BLOCKS = "▁▂▃▄▅▆▇";

	private Sparkline() {
	}

	/**
	 * Draws values against zero, so that the height of a block is its share of the
	 * largest.
	 * @param values the values, the latest last; NaN makes a gap
	 */
	static String fromZero(double[] values) {
		double max = 0;
		for (double value : values) {
			if (Double.isFinite(value)) {
				max = Math.max(max, value);
			}
		}
		return draw(values, 0, max);
	}

	/**
	 * Draws values between the smallest and the largest of them, so that small changes of
	 * a large value show.
	 * @param values the values, the latest last; NaN makes a gap
	 */
	static String betweenExtremes(double[] values) {
		double min = Double.POSITIVE_INFINITY;
		double max = Double.NEGATIVE_INFINITY;
		for (double value : values) {
			if (Double.isFinite(value)) {
				min = Math.min(min, value);
				max = Math.max(max, value);
			}
		}
		return draw(values, min, max);
	}

	private static String draw(double[] values, double min, double max) {
		StringBuilder line = new StringBuilder(values.length);
		for (double value : values) {
			line.append(Double.isFinite(value) ? block(value, min, max) : ' ');
		}
		return line.toString();
	}

	private static char block(double value, double min, double max) {
		if (value <= min) {
			return BLOCKS.charAt(0);
		}
		// More than the least is never drawn as the least
		int level = (int) Math.ceil((value - min) / (max - min) * (BLOCKS.length() - 1));
		return BLOCKS.charAt(Math.min(level, BLOCKS.length() - 1));
	}

}
