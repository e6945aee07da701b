package io.github.metricstcp.prometheus;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.metricstcp.client.wire.SeriesKey;

/**
 * The limits on series: their number, of all targets together, and their form.
 * Thread-safe.
 */
final class SeriesLimit {

	private final int most;

	private final String setting;

	private final SaidOnce notices;

	private final AtomicInteger kept = new AtomicInteger();

	/**
	 * Creates a limit.
	 * @param most the greatest number of series
	 * @param setting the name of that setting in sentences
	 */
	SeriesLimit(int most, String setting, SaidOnce notices) {
		this.most = most;
		this.setting = setting;
		this.notices = notices;
	}

	int most() {
		return this.most;
	}

	/**
	 * Counts one more series, unless it cannot be exposed.
	 * @return whether it was counted
	 */
	boolean admit(SeriesKey key) {
		if (key.name().isEmpty()) {
			this.notices.say("nameless", "Series without a name are not given to Prometheus.");
			return false;
		}
		if (key.isTooLong()) {
			this.notices.say("long",
					String.format(Locale.ROOT,
							"Series whose name and labels have more than %,d characters are not given to Prometheus.",
							SeriesKey.MAX_LENGTH));
			return false;
		}
		if (this.kept.incrementAndGet() <= this.most) {
			return true;
		}
		this.kept.decrementAndGet();
		this.notices.say("many", "There are more than %s series. Prometheus is not given the others (%s)."
			.formatted(this.most, this.setting));
		return false;
	}

	/**
	 * Makes room again.
	 * @param count the number of series that are not kept any more
	 */
	void release(int count) {
		this.kept.addAndGet(-count);
	}

}
