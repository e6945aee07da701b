package io.github.metricstcp.client.model;

import io.github.metricstcp.client.wire.Kind;

/**
 * The events of the series of a {@link GateGroup} in some time, together. Not
 * thread-safe.
 */
final class GatePart {

	private final Kind kind;

	// The range of a gauge, or the samples of a histogram
	private final Stats stats = new Stats();

	// Of a counter
	private double growth;

	private long end;

	GatePart(Kind kind) {
		this.kind = kind;
	}

	/**
	 * Adds what a series had in the part's time.
	 */
	void add(SeriesSnapshot snapshot) {
		Summary summary = snapshot.summary();
		switch (this.kind) {
			case COUNTER -> this.growth += summary.sum();
			case GAUGE -> {
				this.stats.range(summary.min());
				this.stats.range(summary.max());
			}
			case HISTOGRAM -> {
				// Its samples are added
			}
		}
	}

	/**
	 * Adds the samples of a histogram.
	 */
	void add(Stats samples) {
		this.stats.merge(samples);
	}

	/**
	 * Adds another part.
	 */
	void add(GatePart other) {
		this.growth += other.growth;
		this.stats.merge(other.stats);
		this.end = other.end;
	}

	void end(long end) {
		this.end = end;
	}

	long end() {
		return this.end;
	}

	/**
	 * Returns the number of samples or, of a counter, the increase.
	 */
	double amount() {
		return (this.kind == Kind.COUNTER) ? this.growth : (double) this.stats.count;
	}

	Summary summary() {
		Summary summary = this.stats.summary();
		return (this.kind == Kind.COUNTER)
				? new Summary(0, this.growth, summary.min(), summary.max(), summary.quantiles()) : summary;
	}

}
