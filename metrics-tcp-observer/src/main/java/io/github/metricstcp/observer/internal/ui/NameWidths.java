package io.github.metricstcp.observer.internal.ui;

/**
 * The cells that names and labels take: those of the widest rows that were on the screen
 * since it was last cleared. So columns do not move to and fro while rows come and go.
 */
final class NameWidths {

	private int apart;

	private int labels;

	private int allLabels;

	private int name;

	private int nameAndLabels;

	void clear() {
		this.apart = 0;
		this.labels = 0;
		this.allLabels = 0;
		this.name = 0;
		this.nameAndLabels = 0;
	}

	/**
	 * Makes room for series below their metric, without which they read alike.
	 */
	void apart(int cells) {
		this.apart = Math.max(this.apart, cells);
	}

	/**
	 * Makes room for a series below its metric.
	 * @param telling the cells of the labels that no others imply
	 * @param all the cells of all its labels
	 */
	void labels(int telling, int all) {
		this.labels = Math.max(this.labels, telling);
		this.allLabels = Math.max(this.allLabels, all);
	}

	/**
	 * Makes room for another row.
	 * @param name the cells of its name
	 * @param nameAndLabels the cells of its name and labels
	 */
	void name(int name, int nameAndLabels) {
		this.name = Math.max(this.name, name);
		this.nameAndLabels = Math.max(this.nameAndLabels, nameAndLabels);
	}

	/**
	 * Returns the cells without which rows read alike.
	 * @param beside the cells beside the names that labels may run over
	 */
	int least(int beside) {
		return this.apart - beside;
	}

	/**
	 * Returns the cells of the names.
	 */
	int name() {
		return this.name;
	}

	/**
	 * Returns the cells in which all labels are that tell rows apart.
	 * @param beside the cells beside the names that labels may run over
	 */
	int needed(int beside) {
		return this.labels - beside;
	}

	/**
	 * Returns the cells with which nothing is cut.
	 * @param beside the cells beside the names that labels may run over
	 */
	int wanted(int beside) {
		return Math.max(this.nameAndLabels, this.allLabels - beside);
	}

}
