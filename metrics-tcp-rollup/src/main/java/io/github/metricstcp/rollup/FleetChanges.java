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
	 */
	void late(long samples);

	/**
	 * Notes that totals were added that are no growth of any window.
	 */
	void rebased();

	/**
	 * Notes that samples of a window are others.
	 * @param state what is to be kept of the window
	 */
	void changed(SeriesKey histogram, long window, byte[] state);

	/**
	 * Notes that samples of a window are not needed any more.
	 */
	void removed(SeriesKey histogram, long window);

}
