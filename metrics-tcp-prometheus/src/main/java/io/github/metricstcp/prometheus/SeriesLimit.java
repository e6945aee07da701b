package io.github.metricstcp.prometheus;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.metricstcp.client.wire.SeriesKey;

/**
 * The limits on series: their number, of all targets together, and their form.
 * Thread-safe.
 */
final class SeriesLimit {

	private final int most;

	private final String setting;

	private final Consumer<String> notices;

	private final AtomicInteger kept = new AtomicInteger();

	private final AtomicInteger refused = new AtomicInteger();

	// Guarded by itself
	private final Set<Reason> noticed = EnumSet.noneOf(Reason.class);

	/**
	 * Creates a limit.
	 * @param most the greatest number of series
	 * @param setting the name of that setting in sentences
	 * @param notices takes a sentence when a limit is reached for the first time
	 */
	SeriesLimit(int most, String setting, Consumer<String> notices) {
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
			notice(Reason.NAMELESS, "Series without a name are not given to Prometheus.");
			return false;
		}
		if (key.isTooLong()) {
			notice(Reason.TOO_LONG,
					String.format(Locale.ROOT,
							"Series whose name and labels have more than %,d characters are not given to Prometheus.",
							SeriesKey.MAX_LENGTH));
			return false;
		}
		if (this.kept.incrementAndGet() <= this.most) {
			return true;
		}
		this.kept.decrementAndGet();
		notice(Reason.TOO_MANY, "There are more than %s series. Prometheus is not given the others (%s)."
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

	/**
	 * Counts a series that was refused, unless as many are counted as the limit has: they
	 * are remembered, so that none is counted twice.
	 * @return whether it was counted
	 */
	boolean countRefused() {
		return this.refused.getAndUpdate((count) -> Math.min(count + 1, this.most)) < this.most;
	}

	/**
	 * Counts refused series no more.
	 * @param count the number of series
	 */
	void forgetRefused(int count) {
		this.refused.addAndGet(-count);
	}

	/**
	 * Returns the number of series that were refused and are there still.
	 */
	int refused() {
		return this.refused.get();
	}

	private void notice(Reason reason, String sentence) {
		boolean isNew;
		synchronized (this.noticed) {
			isNew = this.noticed.add(reason);
		}
		if (isNew) {
			this.notices.accept(sentence);
		}
	}

	private enum Reason {

		TOO_LONG, NAMELESS, TOO_MANY

	}

}
