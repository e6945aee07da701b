package io.github.metricstcp.client.model;

/**
 * The samples of a histogram by the second and by the span, as long as they are kept. Not
 * thread-safe.
 */
final class SampleHistory {

	private final History history;

	private final BinLog seconds = new BinLog();

	private final BinLog spans = new BinLog();

	private long span = Long.MIN_VALUE;

	// The samples of the span that is not over
	private Stats open = new Stats();

	SampleHistory(History history) {
		this.history = history;
	}

	/**
	 * Called when a second is over.
	 * @param second the second, later than the last one
	 * @param stats its samples
	 */
	void close(long second, Stats stats) {
		long span = Math.floorDiv(second, History.SPAN_SECONDS);
		if (span != this.span) {
			if (this.open.count > 0) {
				this.history.grown(this.spans.append(this.span, this.open, this.history.keptSpans()));
			}
			this.open = new Stats();
			this.span = span;
		}
		if (stats.count > 0) {
			this.history.grown(this.seconds.append(second, stats, this.history.keptSeconds()));
			this.open.merge(stats);
		}
	}

	/**
	 * Forgets all samples, and gives back the bytes that they take.
	 */
	void release() {
		this.history.grown(this.seconds.clear());
		this.history.grown(this.spans.clear());
		this.open = new Stats();
	}

	/**
	 * Adds the samples of a range to a timeline.
	 */
	void addTo(Timeline timeline) {
		TimeRange range = timeline.range();
		if (!range.isCoarse()) {
			this.seconds.forEach(range.from(), range.to(), (second, stats) -> timeline.add(second, stats));
			return;
		}
		long from = Math.floorDiv(range.from(), History.SPAN_SECONDS);
		long to = Math.floorDiv(range.to(), History.SPAN_SECONDS);
		this.spans.forEach(from, to, (span, stats) -> timeline.add(span * History.SPAN_SECONDS, stats));
		if (this.open.count > 0 && this.span >= from && this.span < to) {
			timeline.add(this.span * History.SPAN_SECONDS, this.open);
		}
	}

}
