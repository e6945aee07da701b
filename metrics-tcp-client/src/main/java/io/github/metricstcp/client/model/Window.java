package io.github.metricstcp.client.model;

/**
 * A time over which values are summed up. The ones that slide do so in steps of a fifth
 * of their length and hold at least that length, at most a fifth more.
 *
 * @since 0.1.0
 */
public enum Window {

	/**
	 * The last 10 seconds.
	 */
	TEN_SECONDS(10),

	/**
	 * The last minute.
	 */
	ONE_MINUTE(60),

	/**
	 * The last 5 minutes.
	 */
	FIVE_MINUTES(300),

	/**
	 * Since the series was seen first, or since the last {@link ObserverModel#reset()
	 * reset}.
	 */
	ALL(0);

	private final int seconds;

	Window(int seconds) {
		this.seconds = seconds;
	}

	/**
	 * Returns the length of the window.
	 * @return the length in seconds, 0 if it grows for ever
	 */
	public int seconds() {
		return this.seconds;
	}

	/**
	 * Returns the next longer window.
	 * @return the next window, the shortest after the longest
	 */
	public Window next() {
		return switch (this) {
			case TEN_SECONDS -> ONE_MINUTE;
			case ONE_MINUTE -> FIVE_MINUTES;
			case FIVE_MINUTES -> ALL;
			case ALL -> TEN_SECONDS;
		};
	}

}
