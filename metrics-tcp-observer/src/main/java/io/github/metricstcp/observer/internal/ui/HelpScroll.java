package io.github.metricstcp.observer.internal.ui;

/**
 * The part of the help that is shown where there is no room for all of it.
 */
final class HelpScroll {

	private int lines;

	private int height = 1;

	private int top;

	/**
	 * Called when the help is drawn.
	 * @param lines the number of its lines
	 * @param height the number of lines that there is room for
	 */
	void fit(int lines, int height) {
		this.lines = lines;
		this.height = height;
		scroll(0);
	}

	/**
	 * Whether there is no room for all of it.
	 */
	boolean scrolls() {
		return this.lines > this.height;
	}

	/**
	 * Returns the first line that is shown.
	 */
	int top() {
		return this.top;
	}

	/**
	 * Returns how many lines are scrolled by at once.
	 */
	int page() {
		return Math.max(1, this.height - 1);
	}

	void toTop() {
		this.top = 0;
	}

	/**
	 * Scrolls, as far as there is something.
	 * @param lines the number of lines downwards
	 */
	void scroll(int lines) {
		this.top = Math.max(0, Math.min(this.top + lines, this.lines - this.height));
	}

}
