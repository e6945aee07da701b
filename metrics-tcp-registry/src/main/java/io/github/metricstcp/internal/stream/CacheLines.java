package io.github.metricstcp.internal.stream;

/**
 * The distance at which numbers that several threads write do not slow one another down.
 */
final class CacheLines {

	/**
	 * Number of longs that two cache lines hold, which are often fetched in pairs.
	 */
	static final int LONGS = 16;

	private CacheLines() {
	}

}
