package io.github.metricstcp.rollup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import io.github.metricstcp.client.wire.FamilyKey;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * The sums of the series of all instances of a partition since the last commit, by the
 * series of the fleet. Confined to the thread of its task.
 */
final class PartitionSums {

	/**
	 * The number of series of the fleet that are summed up here; others are left out.
	 */
	static final int MAX_SERIES = 200_000;

	private final Windows windows;

	private final long grace;

	private final KeptLabels labels;

	private final Tally tally;

	private final Map<SeriesKey, SeriesSum> sums = new HashMap<>();

	// Of the sums
	private final Map<FamilyKey, SeriesSum.Family> families = new HashMap<>();

	// What has come before the first series of its family: what was told last is kept
	private final Map<FamilyKey, Metadata> early = new LinkedHashMap<>(16, 0.75F, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<FamilyKey, Metadata> eldest) {
			return size() > MAX_SERIES;
		}

	};

	private final List<SeriesSum> changed = new ArrayList<>();

	// Those whose last instance was forgotten
	private final List<SeriesSum> unused = new ArrayList<>();

	// The time of this partition, in milliseconds since the epoch
	private long time;

	// The last window for which gauges were evaluated
	private long evaluated = Long.MIN_VALUE;

	// The time of the record that is being read
	private long recordTime;

	PartitionSums(RollupSettings settings, Tally tally) {
		this.windows = new Windows(settings.window().toMillis());
		// No window is written before that
		this.grace = Math.max(settings.grace().toMillis(), Fleet.WAIT);
		this.labels = settings.labels();
		this.tally = tally;
	}

	Tally tally() {
		return this.tally;
	}

	/**
	 * Begins a record.
	 * @param time the time at which it was made
	 */
	void beginRecord(long time) {
		this.recordTime = time;
	}

	/**
	 * Lets time go on, if it has not come further. Gauges of a window that ends by that
	 * are evaluated.
	 */
	void advanceTo(long time) {
		this.time = Math.max(this.time, time);
		long ended = this.windows.lastEnded(this.time);
		if (ended > this.evaluated) {
			this.evaluated = ended;
			for (SeriesSum each : this.sums.values()) {
				if (each instanceof GaugeSum gauge && gauge.evaluate(ended, this.time)) {
					changed(gauge);
				}
			}
		}
	}

	/**
	 * Returns the time up to which records were read.
	 */
	long time() {
		return this.time;
	}

	/**
	 * Returns the window that an event is in. One that claims to be of a time well after
	 * that of its record is of the record's time.
	 * @param time the time of the event, in milliseconds since the epoch, 0 if it has
	 * none
	 */
	long window(long time) {
		boolean credible = time > 0 && time <= this.recordTime + this.windows.millis();
		return this.windows.at(credible ? time : Math.min(this.recordTime, this.time));
	}

	/**
	 * Returns whether a window is over, with its grace.
	 */
	boolean isLate(long window) {
		return this.windows.end(window) + this.grace <= this.time;
	}

	long currentWindow() {
		return this.windows.at(this.time);
	}

	long evaluated() {
		return this.evaluated;
	}

	/**
	 * Returns the sum that a series belongs to, {@code null} if there are too many.
	 */
	@Nullable SeriesSum sum(SeriesKey key) {
		SeriesKey kept = new SeriesKey(key.kind(), key.name(), this.labels.of(key.labels()));
		SeriesSum existing = this.sums.get(kept);
		if (existing != null || this.sums.size() >= MAX_SERIES) {
			return existing;
		}
		SeriesSum added = SeriesSum.of(kept, family(kept));
		this.sums.put(kept, added);
		return added;
	}

	/**
	 * Notes that the instance of one of the series of a sum was forgotten.
	 */
	void release(SeriesSum sum) {
		if (sum.release()) {
			this.unused.add(sum);
		}
	}

	private SeriesSum.Family family(SeriesKey key) {
		SeriesSum.Family family = this.families.computeIfAbsent(familyKey(key), (added) -> {
			SeriesSum.Family first = new SeriesSum.Family();
			first.metadata = this.early.remove(added);
			return first;
		});
		family.join();
		return family;
	}

	private static FamilyKey familyKey(SeriesKey key) {
		return new FamilyKey(key.kind(), key.name());
	}

	void metadata(Metadata metadata) {
		Metadata kept = metadata.toKeep();
		if (kept == null) {
			return;
		}
		SeriesSum.Family family = this.families.get(metadata.family());
		if (family != null) {
			family.metadata = kept;
		}
		else {
			this.early.put(metadata.family(), kept);
		}
	}

	/**
	 * Returns the number of families of which anything is kept.
	 */
	int families() {
		return this.families.size() + this.early.size();
	}

	/**
	 * Notes that a sum has something to be sent.
	 */
	void changed(SeriesSum sum) {
		if (sum.change()) {
			this.changed.add(sum);
		}
	}

	/**
	 * Hands over all sums, and begins anew.
	 * @param source the partition
	 * @param messages takes the key and the value of each message
	 */
	void take(int source, BiConsumer<byte[], byte[]> messages) {
		for (SeriesSum each : this.changed) {
			do {
				messages.accept(each.key(), each.take(source, this.evaluated, this.time));
			}
			while (each.hasMore());
		}
		this.changed.clear();
		for (SeriesSum each : this.unused) {
			if (!each.isUsed() && this.sums.remove(each.series(), each)) {
				if (each.family().leave()) {
					this.families.remove(familyKey(each.series()));
				}
				messages.accept(each.key(), SeriesSum.gone(source));
			}
		}
		this.unused.clear();
	}

}
