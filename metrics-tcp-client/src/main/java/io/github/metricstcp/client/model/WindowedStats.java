package io.github.metricstcp.client.model;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The statistics of a series, in each window. A value is added to the second that is not
 * over, and that one, when it is, to every window: a value costs one addition. Not
 * thread-safe.
 */
final class WindowedStats {

	// The values of the second that is not over from before ALL began anew
	private @Nullable Stats before;

	private Stats open = new Stats();

	private Stats all = new Stats();

	// The values of ALL from before it began anew, if that can be undone
	private @Nullable Stats setAside;

	private final SlidingStats tenSeconds = new SlidingStats(Window.TEN_SECONDS);

	private final SlidingStats oneMinute = new SlidingStats(Window.ONE_MINUTE);

	private final SlidingStats fiveMinutes = new SlidingStats(Window.FIVE_MINUTES);

	/**
	 * Returns the statistics to which values of the second that is not over are added.
	 */
	Stats open() {
		return this.open;
	}

	/**
	 * Called when the open second is over.
	 */
	void close(long second) {
		if (this.open.count > 0) {
			this.all.merge(this.open);
		}
		Stats whole = openSecond();
		if (whole.count > 0) {
			this.tenSeconds.merge(second, whole);
			this.oneMinute.merge(second, whole);
			this.fiveMinutes.merge(second, whole);
		}
		this.open.clear();
		this.before = null;
	}

	/**
	 * Returns the statistics of the second that is not over, so far.
	 */
	Stats openSecond() {
		if (this.before == null) {
			return this.open;
		}
		Stats whole = new Stats();
		whole.merge(this.before);
		whole.merge(this.open);
		return whole;
	}

	/**
	 * Returns the statistics of a window, for the caller to keep.
	 */
	Stats stats(Window window, long second) {
		Stats stats = new Stats();
		forEach(window, second, stats::merge);
		return stats;
	}

	/**
	 * Begins {@link Window#ALL} anew, and keeps its values so that they can be brought
	 * back.
	 */
	void setAside() {
		Stats setAside = this.setAside;
		if (setAside != null) {
			setAside.merge(this.all);
			setAside.merge(this.open);
		}
		else if (this.all.count > 0 || this.open.count > 0) {
			this.setAside = this.all;
			this.all.merge(this.open);
		}
		startAnew();
	}

	/**
	 * Makes {@link Window#ALL} as if it had never been set aside.
	 */
	void bringBack() {
		Stats setAside = this.setAside;
		if (setAside != null) {
			setAside.merge(this.all);
			this.all = setAside;
			this.setAside = null;
		}
	}

	/**
	 * Visits the statistics that make a window together.
	 */
	void forEach(Window window, long second, Consumer<Stats> visitor) {
		switch (window) {
			case TEN_SECONDS -> this.tenSeconds.forEach(second, visitor);
			case ONE_MINUTE -> this.oneMinute.forEach(second, visitor);
			case FIVE_MINUTES -> this.fiveMinutes.forEach(second, visitor);
			case ALL -> visitor.accept(this.all);
		}
		visitor.accept((window != Window.ALL) ? openSecond() : this.open);
	}

	/**
	 * Begins {@link Window#ALL} anew.
	 */
	void startAnew() {
		this.all = new Stats();
		if (this.open.count > 0) {
			this.before = openSecond();
			this.open = new Stats();
		}
	}

}
