package io.github.metricstcp.kafka;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.kafka.SessionOrder.Turn;
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
	static final long LONGEST_PAUSE = SessionOrder.LONGEST_PAUSE;

	/**
	 * The time for which an instance is kept that has ended, or of which nothing comes.
	 */
	static final long KEPT = TimeUnit.MINUTES.toMillis(5);

	private final String target;

	private final int maxSeries;

	private final Supplier<StreamListener<?>> listener;

	private @Nullable HeldStream held;

	private StreamPlayer<?> player;

	private final SessionOrder sessions = new SessionOrder();

	private Content lastContent = Content.END;

	// By the clock of the reader
	private long lastRead;

	private boolean remarked;

	private long duplicates;

	private long missing;

	private long early;

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

	long early() {
		return this.early;
	}

	/**
	 * Shows the stream from now on, if there is one, with the state that was kept.
	 */
	void show() {
		HeldStream held = this.held;
		if (held != null && this.sessions.isOpen()) {
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
		boolean open = this.sessions.isOpen();
		Turn turn = this.sessions.accept(description, time);
		switch (turn) {
			case DUPLICATE -> {
				this.duplicates++;
				return;
			}
			case UNKNOWN -> {
				this.early++;
				return;
			}
			case BEGINS -> begin(open, shown);
			case TAKES_OVER -> this.player.takeOver(this.sessions.covered(), false);
			case NEXT -> {
				if (this.sessions.covered() == 0) {
					this.player.overlapIsOver();
				}
			}
		}
		count(description.content(), this.sessions.missing());
		this.lastContent = description.content();
		this.lastRead = now;
		boolean whole = this.player.play(frames);
		if (description.content() == Content.END) {
			end(description, time);
		}
		if (!whole) {
			throw new UnusableRecordException(Fault.BROKEN, "its content is no frames");
		}
	}

	private void begin(boolean open, boolean shown) {
		this.remarked = false;
		if (open) {
			this.player.close("goes on in another session");
		}
		if (shown && this.held != null) {
			this.held = null;
			this.player = new StreamPlayer<>(this.listener.get(), this.maxSeries);
		}
		this.player.open(this.target);
	}

	private void end(RecordDescription description, long time) {
		if (this.sessions.end(description, time)) {
			this.player.takeOver(this.sessions.covered(), true);
		}
		else {
			String reason = description.reason();
			this.player.close((reason != null) ? reason : "has ended");
		}
	}

	/**
	 * Counts records that are missing before one, and remarks upon them until a snapshot.
	 */
	private void count(Content content, long gap) {
		this.missing += gap;
		if (gap > 0) {
			this.player.recordsAreMissing();
		}
		boolean snapshot = content == Content.SNAPSHOT;
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
	 * Goes on by the time of now, after that of what was replayed.
	 */
	void live(long now) {
		this.lastRead = now;
	}

	/**
	 * Remarks upon a session of which nothing comes. To be called now and then.
	 * @param now the time now, by the clock of the reader
	 */
	void tick(long now) {
		if (this.sessions.isOpen() && !this.remarked && now - this.lastRead > LONGEST_PAUSE) {
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
		long since = this.sessions.isOpen() ? Math.max(this.lastRead, flowing) : this.lastRead;
		return now - since >= KEPT;
	}

	/**
	 * Ends the stream, if it has not ended.
	 */
	void close(String reason) {
		if (this.sessions.isOpen()) {
			this.sessions.end();
			this.player.close(reason);
		}
	}

}
