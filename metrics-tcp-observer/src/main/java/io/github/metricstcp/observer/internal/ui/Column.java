package io.github.metricstcp.observer.internal.ui;

/**
 * A column of the list, from left to right.
 */
enum Column {

	METRIC("METRIC", 0, true),

	KIND("KIND", 9, true),

	/**
	 * The short name of the target, where there are several.
	 */
	TARGET("TARGET", 6, true),

	VALUE("VALUE", 11, false),

	RATE("RATE/10s", 10, false),

	P50("P50", 9, false),

	P99("P99", 9, false),

	MAX("MAX", 9, false),

	TREND("TREND", 0, true);

	private final String heading;

	private final int width;

	private final boolean text;

	Column(String heading, int width, boolean text) {
		this.heading = heading;
		this.width = width;
		this.text = text;
	}

	String heading() {
		return this.heading;
	}

	/**
	 * Returns how many cells it takes at least, 0 for the remaining ones.
	 */
	int width() {
		return this.width;
	}

	/**
	 * Whether it has text, which stands at the left; numbers stand at the right.
	 */
	boolean text() {
		return this.text;
	}

	/**
	 * Whether the list can be sorted by it.
	 */
	boolean sortable() {
		return this != TREND && this != TARGET;
	}

}
