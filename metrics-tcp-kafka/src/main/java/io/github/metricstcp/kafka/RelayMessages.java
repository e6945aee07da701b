package io.github.metricstcp.kafka;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The sentences about the state of a relay: each change once, and what it costs.
 * Thread-safe.
 */
final class RelayMessages {

	private static final long REPEATED = TimeUnit.MINUTES.toNanos(1);

	// Longer than the time from one snapshot to the next, which may be refused too
	private static final long REFUSED_AGAIN = TimeUnit.MINUTES.toNanos(10);

	private final String name;

	private final String topic;

	private final long memory;

	private final LongSupplier nanoTime;

	private final Consumer<String> messages;

	// Guarded by this

	private boolean connected;

	private @Nullable String lastFailure;

	private long saidSamples;

	private long saidEvents;

	private long saidLeftOut;

	private long saidAt;

	private boolean dropping;

	// When records were refused last, by the kind of the refusal
	private final Map<String, Long> refusals = new HashMap<>();

	/**
	 * Creates the messages of a relay that was not connected yet.
	 * @param settings the brokers and the topic
	 * @param memory the bytes that records may take
	 * @param nanoTime the time by which messages are not repeated too soon
	 * @param messages takes each sentence; what it throws is left out of account
	 */
	RelayMessages(KafkaSettings settings, long memory, LongSupplier nanoTime, Consumer<String> messages) {
		this.name = "Kafka " + settings.servers();
		this.topic = settings.topic();
		this.memory = memory;
		this.nanoTime = nanoTime;
		this.messages = messages;
	}

	/**
	 * Says a sentence about the brokers.
	 */
	void say(String clause) {
		tell("%s: %s.".formatted(this.name, clause));
	}

	private void tell(String sentence) {
		try {
			this.messages.accept(sentence);
		}
		catch (RuntimeException ex) {
			// Records are sent on, though nobody hears of it
		}
	}

	/**
	 * Called when a record was acknowledged.
	 * @param counts the numbers so far
	 */
	synchronized void acknowledged(RelayCounts counts) {
		if (this.connected && this.lastFailure == null) {
			return;
		}
		boolean again = this.connected;
		this.connected = true;
		this.lastFailure = null;
		say("%s, writes to topic %s".formatted(again ? "connected again" : "connected", this.topic));
		if (this.dropping) {
			this.dropping = false;
			sayDropped(counts);
		}
	}

	/**
	 * Called when records are not acknowledged.
	 * @param clause the reason
	 */
	synchronized void failed(String clause) {
		if (!clause.equals(this.lastFailure)) {
			this.lastFailure = clause;
			tell(String.format(Locale.ROOT,
					"%s: %s%s Up to %,d MB are kept meanwhile, then the oldest samples are dropped.", this.name, clause,
					clause.endsWith("?") ? "" : ".", this.memory >> 20));
		}
	}

	/**
	 * Called when a record is refused for good. The first of many is said.
	 * @param failure the refusal
	 */
	synchronized void refused(Exception failure) {
		long now = this.nanoTime.getAsLong();
		Long last = this.refusals.put(RecordFailures.kind(failure), now);
		if (last == null || now - last >= REFUSED_AGAIN) {
			say(RecordFailures.clause(failure));
		}
	}

	/**
	 * Says what was dropped since this was last said, unless that was just now.
	 * @param counts the numbers so far
	 */
	synchronized void tick(RelayCounts counts) {
		boolean more = isMore(counts);
		long now = this.nanoTime.getAsLong();
		if (more && (!this.dropping || now - this.saidAt >= REPEATED)) {
			this.dropping = true;
			this.saidAt = now;
			sayDropped(counts);
		}
	}

	private boolean isMore(RelayCounts counts) {
		return counts.droppedSamples() > this.saidSamples || counts.summedEvents() > this.saidEvents
				|| counts.leftOutEvents() > this.saidLeftOut;
	}

	private void sayDropped(RelayCounts counts) {
		if (isMore(counts)) {
			this.saidSamples = counts.droppedSamples();
			this.saidEvents = counts.summedEvents();
			this.saidLeftOut = counts.leftOutEvents();
			String leftOut = (this.saidLeftOut > 0) ? String.format(Locale.ROOT,
					"; %,d more were left out, whose names and labels are too long for a record", this.saidLeftOut)
					: "";
			say(String.format(Locale.ROOT,
					"%,d samples were dropped so far, and %,d events of counters and gauges will come in sums (memory=%dMB)%s",
					this.saidSamples, this.saidEvents, this.memory >> 20, leftOut));
		}
	}

	/**
	 * Says what was dropped, and what was not delivered, when the relay has ended.
	 * @param counts the numbers of the relay
	 */
	synchronized void ended(RelayCounts counts) {
		sayDropped(counts);
		if (counts.waitingBytes() > 0) {
			say(String.format(Locale.ROOT, "%,d bytes were not acknowledged before the end", counts.waitingBytes()));
		}
	}

}
