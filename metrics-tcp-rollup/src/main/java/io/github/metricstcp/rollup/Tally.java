package io.github.metricstcp.rollup;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.kafka.UnusableRecordException;
import io.github.metricstcp.kafka.UnusableRecordException.Fault;

/**
 * The numbers of what a rollup has read and written, and a message for the first of each
 * that is not as it should be. Thread-safe.
 */
final class Tally {

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

	private final AtomicBoolean seriesSaid = new AtomicBoolean();

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
		this.late.increment();
		if (this.lateSaid.compareAndSet(false, true)) {
			say(("events have come after their window and its grace of %s s, and are left out and counted. The first is "
					+ "of %s: is its clock right, or is its relay late?")
				.formatted(this.settings.grace().toSeconds(), instance));
		}
	}

	/**
	 * Counts samples that were too late for their window when it was merged.
	 */
	void lateSamples(long number) {
		this.late.add(number);
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
