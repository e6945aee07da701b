package io.github.metricstcp.otlp;

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

	private final int maxSeries;

	private final String name;

	private final Consumer<String> notices;

	private final AtomicInteger count = new AtomicInteger();

	// Guarded by itself
	private final Set<Reason> noticed = EnumSet.noneOf(Reason.class);

	/**
	 * Creates a limit.
	 * @param maxSeries the maximum number of series
	 * @param name the name of that setting in notices
	 * @param notices takes a sentence when a limit is reached for the first time
	 */
	SeriesLimit(int maxSeries, String name, Consumer<String> notices) {
		this.maxSeries = maxSeries;
		this.name = name;
		this.notices = notices;
	}

	int maxSeries() {
		return this.maxSeries;
	}

	String name() {
		return this.name;
	}

	/**
	 * Returns whether a series can be sent, if there is room.
	 */
	boolean isFit(SeriesKey key) {
		if (key.isTooLong()) {
			notice(Reason.TOO_LONG,
					String.format(Locale.ROOT,
							"Nothing is sent by OTLP of series whose name and labels have more than %,d characters.",
							SeriesKey.MAX_LENGTH));
			return false;
		}
		if (key.name().isEmpty() || key.labels().containsKey("")) {
			notice(Reason.NAMELESS, "Nothing is sent by OTLP of series whose name, or a label's name, is empty.");
			return false;
		}
		return true;
	}

	/**
	 * Counts one more series, unless there are too many.
	 * @return whether it was counted
	 */
	boolean admit() {
		boolean admitted = this.count.getAndUpdate((count) -> Math.min(count + 1, this.maxSeries)) < this.maxSeries;
		if (!admitted) {
			notice(Reason.TOO_MANY, "There are more than %s series. Nothing is sent by OTLP of the others (%s)."
				.formatted(this.maxSeries, this.name));
		}
		return admitted;
	}

	/**
	 * Makes room again.
	 * @param released the number of series that are not kept any more
	 */
	void release(int released) {
		this.count.addAndGet(-released);
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
