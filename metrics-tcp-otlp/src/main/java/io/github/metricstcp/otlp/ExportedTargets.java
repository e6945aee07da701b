package io.github.metricstcp.otlp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The targets of an export: those that are there, and those that were removed and of
 * which something is to be sent still. Of the latter there may be as many series as the
 * limit on series has, beside those that it counts, so that they take no room from the
 * targets that came instead. Thread-safe.
 */
final class ExportedTargets {

	private final SeriesLimit limit;

	private final Consumer<String> notices;

	// Guarded by this

	private final List<ExportedTarget> there = new ArrayList<>();

	private final List<ExportedTarget> removed = new ArrayList<>();

	// Of those that were removed, since the last export

	private int waiting;

	private long lost;

	/**
	 * Creates an export's targets, none so far.
	 * @param limit the limit on series
	 * @param notices takes a sentence if something is lost
	 */
	ExportedTargets(SeriesLimit limit, Consumer<String> notices) {
		this.limit = limit;
		this.notices = notices;
	}

	synchronized void add(ExportedTarget target) {
		this.there.add(target);
	}

	/**
	 * Lets go of the target of a name, once what was not sent of it is.
	 */
	synchronized void remove(String name) {
		this.there.removeIf((target) -> {
			boolean named = target.name().equals(name);
			if (named) {
				keep(target);
			}
			return named;
		});
	}

	private void keep(ExportedTarget target) {
		int unsent = target.remove();
		if (unsent > this.limit.maxSeries() - this.waiting) {
			this.lost += unsent;
		}
		else if (unsent > 0) {
			this.waiting += unsent;
			this.removed.add(target);
		}
	}

	/**
	 * Returns the targets of the next export: those that were removed since the one
	 * before, which are forgotten, and those that are there.
	 */
	List<ExportedTarget> toExport() {
		List<ExportedTarget> all;
		long lost;
		synchronized (this) {
			// First: one that is there may have the address of one that was removed
			all = new ArrayList<>(this.removed);
			all.addAll(this.there);
			lost = this.lost;
			this.removed.clear();
			this.waiting = 0;
			this.lost = 0;
		}
		if (lost > 0) {
			this.notices.accept(String.format(Locale.ROOT,
					"The last values of %,d series are lost: their targets were let go of, and %,d series of such targets may wait for an export by OTLP (%s).",
					lost, this.limit.maxSeries(), this.limit.name()));
		}
		return all;
	}

}
