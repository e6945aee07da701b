package io.github.metricstcp.rollup;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.kafka.UnusableRecordException;
import io.github.metricstcp.kafka.UnusableRecordException.Fault;

/**
 * The numbers of what a rollup has read and written, and a message for the first of each
 * that is not as it should be. Thread-safe, but for {@link #tick}.
 */
final class Tally {

	/**
	 * The time after which it is said again that events are late, if there are more.
	 */
	static final long LATE_INTERVAL = TimeUnit.MINUTES.toMillis(10);

	private final RollupSettings settings;

	private final RollupListener listener;

	private final LongAdder records = new LongAdder();

	private final LongAdder events = new LongAdder();

	private final Map<Fault, LongAdder> faults = new EnumMap<>(Fault.class);

	private final LongAdder duplicates = new LongAdder();

	private final LongAdder missing = new LongAdder();

	private final LongAdder early = new LongAdder();

	private final LongAdder late = new LongAdder();

	private final LongAdder windows = new LongAdder();

	private final Map<Fault, AtomicBoolean> saidFaults = new EnumMap<>(Fault.class);

	private final AtomicBoolean lateSaid = new AtomicBoolean();

	private volatile String lastLate = "";

	private final AtomicBoolean notWaitedForSaid = new AtomicBoolean();

	private final AtomicBoolean aheadSaid = new AtomicBoolean();

	private final AtomicBoolean seriesSaid = new AtomicBoolean();

	// Confined to the thread that ticks

	private boolean lateNumberKept;

	private long lateNumberSaid;

	private long lateNumberSaidAt;

	Tally(RollupSettings settings, RollupListener listener) {
		this.settings = settings;
		this.listener = listener;
		for (Fault each : Fault.values()) {
			this.faults.put(each, new LongAdder());
			this.saidFaults.put(each, new AtomicBoolean());
		}
	}

	void record() {
		this.records.increment();
	}

	void events(long number) {
		this.events.add(number);
	}

	void duplicate() {
		this.duplicates.increment();
	}

	void early() {
		this.early.increment();
	}

	void missing(long number) {
		if (number > 0) {
			this.missing.add(number);
		}
	}

	void windows(long number) {
		this.windows.add(number);
	}

	/**
	 * Counts a record that can't be read.
	 * @param place where it is, for people
	 */
	void skipped(String place, UnusableRecordException failure) {
		LongAdder number = this.faults.get(failure.fault());
		AtomicBoolean said = this.saidFaults.get(failure.fault());
		if (number == null || said == null) {
			return;
		}
		number.increment();
		if (said.compareAndSet(false, true)) {
			String clause = switch (failure.fault()) {
				case FOREIGN -> "no relay wrote it";
				case VERSION -> "it is of another version of the relay";
				case BROKEN -> "it is not whole";
			};
			say("a record of topic %s is left out, and others like it are counted: %s (%s, %s)"
				.formatted(this.settings.source(), clause, place, failure.getMessage()));
		}
	}

	/**
	 * Counts an event that is too late.
	 * @param instance the instance that it is of
	 */
	void late(String instance) {
		late(1, instance + ": is its clock right, or was its relay without a broker?");
	}

	/**
	 * Counts samples that are too late for their window when it is merged.
	 * @param source the partition that they are of
	 */
	void late(int source, long number) {
		late(number, "partition %s, which is read later than others".formatted(source));
	}

	private void late(long number, String last) {
		this.late.add(number);
		this.lastLate = last;
		if (this.lateSaid.compareAndSet(false, true)) {
			say("events have come after their window and its grace of %s s, and are left out and counted. The first is of %s"
				.formatted(this.settings.grace().toSeconds(), last));
		}
	}

	/**
	 * Says how many events were too late, now and then. To be called often, by one
	 * thread.
	 * @param now a time in milliseconds
	 */
	void tick(long now) {
		long late = this.late.sum();
		if (late == this.lateNumberSaid) {
			return;
		}
		if (!this.lateNumberKept) {
			// The first one was said
			this.lateNumberKept = true;
			this.lateNumberSaidAt = now;
		}
		else if (now - this.lateNumberSaidAt >= LATE_INTERVAL) {
			long number = late - this.lateNumberSaid;
			say("%s left out since that was said last, after their window and its grace of %s s. The last is of %s"
				.formatted((number == 1) ? "1 event was" : number + " events were", this.settings.grace().toSeconds(),
						this.lastLate));
			this.lateNumberSaid = late;
			this.lateNumberSaidAt = now;
		}
	}

	/**
	 * Says that windows wait for the slowest partition no more.
	 * @param millis how far it is behind
	 */
	void notWaitedFor(long millis) {
		if (this.notWaitedForSaid.compareAndSet(false, true)) {
			say(("a partition of topic %s is %s min behind others, and windows do not wait for all of it: what waits has more "
					+ "than %s windows, or takes a quarter of the memory (-Xmx)")
				.formatted(this.settings.source(), TimeUnit.MILLISECONDS.toMinutes(millis), Fleet.MAX_WINDOWS));
		}
	}

	/**
	 * Says that the clock of a relay is ahead.
	 * @param target the instance whose record shows it
	 * @param millis by how much
	 */
	void ahead(String target, long millis) {
		if (this.aheadSaid.compareAndSet(false, true)) {
			say(("a record of %s is from %s s ahead, and is taken for one of now, as are others like it: is the clock of "
					+ "its relay right, and that of this machine?")
				.formatted(target, TimeUnit.MILLISECONDS.toSeconds(millis)));
		}
	}

	/**
	 * Says that series are left out.
	 * @param instance the instance that has them
	 */
	void full(String instance) {
		if (this.seriesSaid.compareAndSet(false, true)) {
			say(("series of %s are left out: an instance may have %s, all together %s, and name and labels of one %s "
					+ "characters. Keep fewer labels")
				.formatted(instance, Instance.MAX_SERIES, PartitionSums.MAX_SERIES, SeriesKey.MAX_LENGTH));
		}
	}

	void say(String clause) {
		this.listener.message("Kafka %s: %s%s".formatted(this.settings.brokers(), clause,
				(clause.endsWith("?") || clause.endsWith(".")) ? "" : "."));
	}

	RollupCounts counts() {
		return new RollupCounts(this.records.sum(), this.events.sum(), faults(Fault.FOREIGN), faults(Fault.VERSION),
				faults(Fault.BROKEN), this.duplicates.sum(), this.missing.sum(), this.early.sum(), this.late.sum(),
				this.windows.sum());
	}

	private long faults(Fault fault) {
		LongAdder number = this.faults.get(fault);
		return (number != null) ? number.sum() : 0;
	}

}
