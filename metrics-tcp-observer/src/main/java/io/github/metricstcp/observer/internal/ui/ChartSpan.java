package io.github.metricstcp.observer.internal.ui;

/**
 * The time that a chart shows: as much as there is, rounded up, so that the chart does
 * not change with each second.
 *
 * @param seconds its length
 */
record ChartSpan(int seconds) {

	private static final int[] LENGTHS = { 10, 20, 30, 40, 50, 60, 90, 120, 180, 240, 300 };

	/**
	 * Returns the span for a history.
	 * @param known the number of seconds of which something is known
	 * @param most the greatest number of seconds that are shown
	 */
	static ChartSpan of(int known, int most) {
		for (int length : LENGTHS) {
			if (length >= known && length < most) {
				return new ChartSpan(length);
			}
		}
		return new ChartSpan(most);
	}

	/**
	 * Returns the text below the beginning of the chart.
	 */
	String start() {
		return (this.seconds >= 60 && this.seconds % 60 == 0) ? "-" + this.seconds / 60 + " min"
				: "-" + this.seconds + " s";
	}

}
