package io.github.metricstcp.observer.internal.ui;

import io.github.metricstcp.client.model.TimeSource;

/**
 * The time at which several series were read together, for which the reading holds a
 * while: the longer, the more series there are.
 *
 * @param at the time, in nanoseconds since the epoch
 * @param frozen whether the screen stood still
 * @param resetAt the time at which counting began
 * @param generation how often the model had forgotten all series
 * @param series the number of series
 */
record ReadingTime(long at, boolean frozen, long resetAt, int generation, int series) {

	/**
	 * Larger groups are read more rarely: one second more for each of so many series.
	 */
	private static final int SERIES_PER_SECOND = 500;

	static ReadingTime now(ModelReader reader, int series) {
		return new ReadingTime(reader.now(), reader.frozen(), reader.resetAt(), reader.generation(), series);
	}

	/**
	 * Whether the series are to be read anew.
	 * @param series the number of series that there are now
	 */
	boolean isOver(ModelReader reader, int series) {
		long validFor = (1 + this.series / SERIES_PER_SECOND) * TimeSource.NANOS_PER_SECOND;
		long age = reader.now() - this.at;
		ReadingTime now = now(reader, series);
		return series != this.series || now.frozen != this.frozen || now.resetAt != this.resetAt
				|| now.generation != this.generation || age < 0 || age >= validFor;
	}

}
