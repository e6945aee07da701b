package io.github.metricstcp.kafka;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.kafka.UnusableRecordException.Fault;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one instance: its sessions, made of records. Until it is shown, it only
 * keeps the state. Confined to the thread that reads.
 */
final class InstanceStream {

	/**
	 * The time without a record after which a session is given up for another one that
	 * goes on, or remarked upon: two snapshots are missing.
	 */
	static final long LONGEST_PAUSE = TimeUnit.SECONDS.toMillis(150);

	/**
	 * The time for which an instance is kept that has ended, or of which nothing comes.
	 */
	static final long KEPT = TimeUnit.MINUTES.toMillis(5);

	private final String target;

	private final int maxSeries;

	private final Supplier<StreamListener<?>> listener;

	private @Nullable HeldStream held;

	private StreamPlayer<?> player;

	// Whether there is a session that has not ended
	private boolean open;

	private long session;

	private long lastSequence;

	private Content lastContent = Content.END;

	private long lastTime;

	// By the clock of the reader
	private long lastRead;

	private boolean remarked;

	// The time of the last event, in nanoseconds since the epoch
	private long lastEvent;

	// When the session took the place of another one, 0 if that was long ago
	private long takenOver;

	private final FormerSessions former = new FormerSessions();

	private long duplicates;

	private long missing;

	/**
	 * Creates an instance of which nothing is known.
	 * @param target the address of the target
	 * @param maxSeries the number of series whose values are kept until it is shown
	 * @param listener makes the listener that it is shown to
	 */
	InstanceStream(String target, int maxSeries, Supplier<StreamListener<?>> listener) {
		this.target = target;
		this.maxSeries = maxSeries;
		this.listener = listener;
		HeldStream held = new HeldStream(maxSeries);
		this.held = held;
		this.player = new StreamPlayer<>(held, maxSeries);
	}

	long duplicates() {
		return this.duplicates;
	}

	long missing() {
		return this.missing;
	}

	/**
	 * Shows the stream from now on, if there is one, with the state that was kept.
	 */
	void show() {
		HeldStream held = this.held;
		if (held != null && this.open) {
			this.player = new StreamPlayer<>(this.listener.get(), this.maxSeries);
			this.player.open(this.target);
			this.player.play(held.state());
			this.held = null;
		}
	}

	/**
	 * Takes the next record of the instance.
	 * @param time the time at which the record was made, in milliseconds since the epoch
	 * @param now the time now, by the clock of the reader
	 * @param shown whether streams are shown already
	 * @throws UnusableRecordException if it can't be read
	 */
	void accept(RecordDescription description, byte[] frames, long time, long now, boolean shown)
			throws UnusableRecordException {
		RecordDescription.requireWhole(frames);
		if (description.session() != this.session || !this.open) {
			if (!isBeginning(description, time)) {
				this.duplicates += isOld(description) ? 1 : 0;
				this.former.passedOver(description, time);
				return;
			}
			begin(description, time, shown);
		}
		else if (description.sequence() <= this.lastSequence) {
			this.duplicates++;
			return;
		}
		count(description);
		this.lastSequence = description.sequence();
		this.lastContent = description.content();
		this.lastTime = time;
		this.lastRead = now;
		this.lastEvent = Math.max(this.lastEvent, description.lastTime());
		if (this.takenOver != 0 && time - this.takenOver > FormerSessions.LONGEST_OVERLAP) {
			this.takenOver = 0;
			this.player.overlapIsOver();
		}
		boolean whole = this.player.play(frames);
		if (description.content() == Content.END && !goesOn(description, time)) {
			this.open = false;
			String reason = description.reason();
			this.player.close((reason != null) ? reason : "has ended");
		}
		if (!whole) {
			throw new UnusableRecordException(Fault.BROKEN, "its content is no frames");
		}
	}

	private boolean isOld(RecordDescription description) {
		return description.session() == this.session || this.former.contains(description.session());
	}

	/**
	 * Returns whether a session begins with a record, or can be begun to be read with it.
	 */
	private boolean isBeginning(RecordDescription description, long time) {
		if (description.content() != Content.SNAPSHOT) {
			return false;
		}
		if (!this.open) {
			return !isOld(description) || (description.session() != this.session && time > this.lastTime);
		}
		// Of two relays that have the same target, the last one to begin is shown, as
		// long as it goes on
		boolean first = description.sequence() == 0 && !this.former.contains(description.session());
		return first || time - this.lastTime > LONGEST_PAUSE;
	}

	private void begin(RecordDescription description, long time, boolean shown) {
		// Then it is the same stream, which another relay goes on with
		boolean takesOver = this.open && time - this.lastTime <= FormerSessions.ALIVE;
		this.former.add(this.session, new FormerSessions.Session(this.lastSequence, this.lastTime, this.open));
		this.former.remove(description.session());
		this.session = description.session();
		this.lastSequence = description.sequence() - 1;
		this.remarked = false;
		if (takesOver) {
			takeOver(time, false);
			return;
		}
		if (this.open) {
			this.player.close("goes on in another session");
		}
		this.open = true;
		this.lastEvent = 0;
		if (shown && this.held != null) {
			this.held = null;
			this.player = new StreamPlayer<>(this.listener.get(), this.maxSeries);
		}
		this.player.open(this.target);
	}

	/**
	 * Goes on with a session that this one has taken the place of, if only its relay has
	 * ended and that of the other one has not.
	 */
	private boolean goesOn(RecordDescription end, long time) {
		Map.Entry<Long, FormerSessions.Session> other = this.former.goingOn(time - FormerSessions.ALIVE);
		if (!end.isOfRelayOnly() || other == null) {
			return false;
		}
		this.former.add(this.session, new FormerSessions.Session(this.lastSequence, time, false));
		this.session = other.getKey();
		this.lastSequence = other.getValue().sequence();
		this.former.remove(this.session);
		takeOver(time, true);
		return true;
	}

	private void takeOver(long time, boolean begun) {
		this.takenOver = time;
		this.player.takeOver(this.lastEvent, begun);
	}

	/**
	 * Counts records that are missing before one, and remarks upon them until a snapshot.
	 */
	private void count(RecordDescription description) {
		long gap = description.sequence() - this.lastSequence - 1;
		this.missing += gap;
		boolean snapshot = description.content() == Content.SNAPSHOT;
		// What is missing before a snapshot comes with it, but not what is missing in it
		if (gap > 0 && (!snapshot || this.lastContent == Content.SNAPSHOT)) {
			remark("records of its stream are missing: counters and gauges are right with the next snapshot, within a "
					+ "minute; histograms lack samples");
		}
		else if (snapshot) {
			remark(null);
		}
	}

	private void remark(@Nullable String remark) {
		if (this.remarked || remark != null) {
			this.remarked = remark != null;
			this.player.remark(remark);
		}
	}

	/**
	 * Remarks upon a session of which nothing comes. To be called now and then.
	 * @param now the time now, by the clock of the reader
	 */
	void tick(long now) {
		if (this.open && !this.remarked && now - this.lastRead > LONGEST_PAUSE) {
			remark("nothing has come from its relay for %s s: has that ended?"
				.formatted(TimeUnit.MILLISECONDS.toSeconds(LONGEST_PAUSE)));
		}
	}

	/**
	 * Returns whether the instance has ended, or nothing has come of it, for so long that
	 * it is not kept any more.
	 * @param now the time now, by the clock of the reader
	 * @param flowing the time since which records of other instances come: without them,
	 * that none of this one comes means nothing
	 */
	boolean isOver(long now, long flowing) {
		long since = this.open ? Math.max(this.lastRead, flowing) : this.lastRead;
		return now - since >= KEPT;
	}

	/**
	 * Ends the stream, if it has not ended.
	 */
	void close(String reason) {
		if (this.open) {
			this.open = false;
			this.player.close(reason);
		}
	}

}
