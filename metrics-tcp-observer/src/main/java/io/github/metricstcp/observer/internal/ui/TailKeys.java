package io.github.metricstcp.observer.internal.ui;

/**
 * The keys that move among the events of a metric, which stand still for that.
 */
final class TailKeys {

	private final TailView tailView;

	private final ShownTime time;

	TailKeys(TailView tailView, ShownTime time) {
		this.tailView = tailView;
		this.time = time;
	}

	/**
	 * Shows the events of a row as they come, which a frozen screen would not.
	 */
	void open(Row row) {
		this.time.goOn();
		this.tailView.open(row);
	}

	void close() {
		this.tailView.close();
	}

	void older() {
		scroll(1);
	}

	void newer() {
		scroll(-1);
	}

	void pageOlder() {
		scroll(this.tailView.page());
	}

	void pageNewer() {
		scroll(-this.tailView.page());
	}

	void oldest() {
		scroll(EventTail.KEPT);
	}

	void newest() {
		scroll(-EventTail.KEPT);
	}

	private void scroll(int lines) {
		this.time.freeze();
		this.tailView.scroll(lines);
	}

}
