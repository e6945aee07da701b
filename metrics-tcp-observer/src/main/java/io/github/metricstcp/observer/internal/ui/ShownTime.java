package io.github.metricstcp.observer.internal.ui;

/**
 * The time that the screen shows: the present or the moment at which it was frozen, the
 * window of the statistics, and since when they are counted.
 */
final class ShownTime {

	private final ModelReader reader;

	private final MetricList list;

	private final ListSwitch lists;

	ShownTime(ModelReader reader, MetricList list, ListSwitch lists) {
		this.reader = reader;
		this.list = list;
		this.lists = lists;
	}

	boolean frozen() {
		return this.reader.frozen();
	}

	void freeze() {
		if (!this.reader.frozen()) {
			toggleFrozen();
		}
	}

	void goOn() {
		if (this.reader.frozen()) {
			toggleFrozen();
		}
	}

	void toggleFrozen() {
		this.reader.toggleFrozen();
		if (this.reader.frozen()) {
			this.lists.readAll();
		}
		else {
			// What was read meanwhile ends where the screen was frozen
			this.list.forgetReadings();
		}
	}

	void nextWindow() {
		this.reader.nextWindow();
		this.list.changeWindow();
	}

	/**
	 * Whether there is a reset that can be undone.
	 */
	boolean wasReset() {
		return this.reader.wasReset();
	}

	/**
	 * Counts from now on. A frozen screen goes on: nothing was counted yet at the moment
	 * that it shows.
	 */
	void reset() {
		goOn();
		this.reader.reset();
		this.list.forgetReadings();
	}

	/**
	 * Makes all counts as if they had never begun anew. A frozen screen goes on.
	 */
	void undoReset() {
		if (this.reader.wasReset()) {
			goOn();
			this.reader.undoReset();
			this.list.forgetReadings();
		}
	}

}
