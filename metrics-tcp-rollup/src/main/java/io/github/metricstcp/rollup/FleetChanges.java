package io.github.metricstcp.rollup;

import io.github.metricstcp.client.wire.SeriesKey;

/**
 * What merging changes beside the series itself.
 */
interface FleetChanges {

	/**
	 * Returns whether a window is closed, so that nothing is added to it.
	 */
	boolean isClosed(long window);

	/**
	 * Counts samples of windows that are closed.
	 * @param source the partition that they are of
	 */
	void late(int source, long samples);

	/**
	 * Notes that totals were added that are no growth of any window.
	 */
	void rebased();

	/**
	 * Notes that a part of the state of a series is another one. So each has room in a
	 * record.
	 * @param part a window of a histogram, or a {@link WindowPages page} of windows
	 * @param state what is to be kept of it
	 */
	void changed(SeriesKey series, long part, byte[] state);

	/**
	 * Notes that a part of the state of a series is not needed any more.
	 */
	void removed(SeriesKey series, long part);

}
