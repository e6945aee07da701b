package io.github.metricstcp.client.model;

import io.github.metricstcp.client.wire.SeriesKey;

/**
 * A series whose values are kept in windows. Values that come in a new second are
 * deferred until there are many of them, or until the series is read.
 */
abstract sealed class WindowedSeries extends Series permits GaugeSeries, HistogramSeries {

	private final WindowedStats windows = new WindowedStats();

	private final DeferredValues deferred = new DeferredValues();

	WindowedSeries(SeriesKey key, Family family, StreamStatus status, TimeSource time) {
		super(key, family, status, time);
	}

	/**
	 * Returns the statistics of the windows, without values that are deferred.
	 */
	final WindowedStats windows() {
		return this.windows;
	}

	/**
	 * Keeps a value now, if its second is open, or later.
	 */
	final void keep(long second, double value) {
		if (isOpen(second)) {
			keep(value);
		}
		else if (this.deferred.add(second, value)) {
			settle();
		}
	}

	/**
	 * Keeps a value of the open second.
	 */
	abstract void keep(double value);

	@Override
	final void settle() {
		for (int i = 0; i < this.deferred.size(); i++) {
			advanceTo(this.deferred.second(i));
			keep(this.deferred.value(i));
		}
		this.deferred.clear();
	}

	@Override
	final void setAside() {
		this.windows.setAside();
	}

	@Override
	final void bringBack() {
		this.windows.bringBack();
	}

	@Override
	final void startAnew() {
		this.windows.startAnew();
	}

}
