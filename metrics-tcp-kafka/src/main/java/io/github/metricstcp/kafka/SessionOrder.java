package io.github.metricstcp.kafka;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The sessions of one instance, and which of its records are to be read. For consumers of
 * what relays have written, which hand over the records of each instance in their order.
 * <p>
 * A record that comes again is left out. Of two relays that have the same target, the
 * session that began last is read as long as it goes on, and then the other one. If both
 * had begun before reading did, that is the one whose snapshot comes first. They are one
 * stream, so consumers leave out the events that were brought before: {@link #covered()}.
 * If the end of a session is missing, and the beginning of the one behind it, that one is
 * read on with the first record that is there. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class SessionOrder {

	/**
	 * The time in milliseconds without a record after which a session is given up for
	 * another one that goes on: two snapshots are missing.
	 */
	public static final long LONGEST_PAUSE = TimeUnit.SECONDS.toMillis(150);

	/**
	 * The time in nanoseconds behind the last event of a session in which the totals of
	 * one that takes its place may be from before that event.
	 */
	public static final long OVERLAP = TimeUnit.MILLISECONDS.toNanos(500);

	/**
	 * The time after which no record has events any more that were brought before: a
	 * relay has half a second in a record.
	 */
	private static final long LONGEST_OVERLAP = TimeUnit.SECONDS.toMillis(30);

	/**
	 * The time for which a session is taken to go on: it has a snapshot each minute.
	 */
	private static final long ALIVE = TimeUnit.SECONDS.toMillis(75);

	private static final int MOST_FORMER = 8;

	// Those that another one has taken the place of, or that go on beside it, and how far
	// they have come since. Last the one whose record came last
	private final Map<Long, Session> former = new LinkedHashMap<>();

	private long id;

	private Session session = new Session(-1, 0, false);

	private boolean takenOver;

	private long missing;

	// In nanoseconds since the epoch

	private long lastEvent;

	private long covered;

	// In milliseconds since the epoch
	private long takenOverAt;

	/**
	 * Creates the order of an instance of which nothing is known.
	 */
	public SessionOrder() {
	}

	/**
	 * Takes the next record of the instance.
	 * @param description the description of the record
	 * @param time the time at which it was made, in milliseconds since the epoch
	 * @return whether it is to be read, and what begins with it
	 */
	public Turn accept(RecordDescription description, long time) {
		Turn turn = Turn.NEXT;
		if (description.session() != this.id || !this.session.open) {
			if (!isBeginning(description, time)) {
				return passOver(description, time) ? Turn.DUPLICATE : Turn.UNKNOWN;
			}
			turn = begin(description, time);
		}
		else if (description.sequence() <= this.session.sequence) {
			return Turn.DUPLICATE;
		}
		this.missing = description.sequence() - this.session.sequence - 1;
		this.session = new Session(description.sequence(), time, true);
		this.lastEvent = Math.max(this.lastEvent, description.lastTime());
		if (time - this.takenOverAt > LONGEST_OVERLAP) {
			this.covered = 0;
		}
		return turn;
	}

	/**
	 * Returns whether a session begins with a record, or can be begun to be read with it.
	 */
	private boolean isBeginning(RecordDescription description, long time) {
		if (hasLostItsBeginning(description)) {
			return true;
		}
		if (description.content() != Content.SNAPSHOT) {
			return false;
		}
		boolean past = this.former.containsKey(description.session());
		if (!this.session.open) {
			return description.session() != this.id && (!past || time > this.session.time);
		}
		return (description.sequence() == 0 && !past) || time - this.session.time > LONGEST_PAUSE;
	}

	/**
	 * Returns whether a session has begun after the last record of the one that is read,
	 * and its beginning is missing, as the end of the other one is. Their numbers are
	 * times.
	 */
	private boolean hasLostItsBeginning(RecordDescription description) {
		return this.session.open && description.sequence() > 0
				&& description.session() >= TimeUnit.MILLISECONDS.toNanos(this.session.time)
				&& description.session() != this.id && !this.former.containsKey(description.session());
	}

	private Turn begin(RecordDescription description, long time) {
		boolean hole = hasLostItsBeginning(description);
		this.takenOver = this.session.open && (hole || time - this.session.time <= ALIVE);
		long before = hole ? -1 : description.sequence() - 1;
		replace(this.session, description.session(), new Session(before, time, true), time);
		if (!this.takenOver) {
			this.lastEvent = 0;
			this.covered = 0;
		}
		return this.takenOver ? Turn.TAKES_OVER : Turn.BEGINS;
	}

	private void replace(Session ended, long id, Session next, long time) {
		if (this.id != 0) {
			// One that has ended too: its records may come again
			keep(this.id, ended);
		}
		this.former.remove(id);
		this.id = id;
		this.session = next;
		this.covered = this.lastEvent;
		this.takenOverAt = time;
	}

	private void keep(long id, Session session) {
		this.former.remove(id);
		this.former.put(id, session);
		if (this.former.size() > MOST_FORMER) {
			this.former.remove(this.former.keySet().iterator().next());
		}
	}

	/**
	 * Notes how far another session has come, from a snapshot on.
	 * @return whether the session is known
	 */
	private boolean passOver(RecordDescription description, long time) {
		if (description.session() == this.id) {
			return true;
		}
		Session known = this.former.get(description.session());
		boolean later = (known != null) ? description.sequence() > known.sequence
				: description.content() == Content.SNAPSHOT;
		if (later) {
			keep(description.session(),
					new Session(description.sequence(), time, description.content() != Content.END));
		}
		return known != null || later;
	}

	/**
	 * Ends the session, once the record that says so was read. If only its relay has
	 * ended, and that of another session has not, it goes on with that one.
	 * @param end the description of the record
	 * @param time the time at which it was made, in milliseconds since the epoch
	 * @return whether the stream goes on
	 */
	public boolean end(RecordDescription end, long time) {
		Session ended = new Session(this.session.sequence, time, false);
		Map.@Nullable Entry<Long, Session> next = end.isOfRelayOnly() ? goingOn(time - ALIVE) : null;
		if (next == null) {
			this.session = ended;
			return false;
		}
		this.takenOver = true;
		replace(ended, next.getKey(), new Session(next.getValue().sequence, time, true), time);
		return true;
	}

	private Map.@Nullable Entry<Long, Session> goingOn(long since) {
		Map.Entry<Long, Session> latest = null;
		for (Map.Entry<Long, Session> each : this.former.entrySet()) {
			Session session = each.getValue();
			if (session.open && session.time >= since && (latest == null || session.time >= latest.getValue().time)) {
				latest = each;
			}
		}
		return latest;
	}

	/**
	 * Ends the session, if nothing is waited for any more.
	 */
	void end() {
		this.session = new Session(this.session.sequence, this.session.time, false);
	}

	/**
	 * Returns whether there is a session that has not ended.
	 * @return whether there is one
	 */
	public boolean isOpen() {
		return this.session.open;
	}

	/**
	 * Returns whether the session goes on with the stream of another one.
	 * @return whether it does
	 */
	public boolean isTakenOver() {
		return this.takenOver;
	}

	/**
	 * Returns the time of the last record that was to be read.
	 * @return milliseconds since the epoch, 0 if there was none
	 */
	public long lastTime() {
		return this.session.time;
	}

	/**
	 * Returns the number of records that are missing before the last one.
	 * @return the number
	 */
	public long missing() {
		return this.missing;
	}

	/**
	 * Returns the time up to which another session has brought the events of this stream.
	 * @return nanoseconds since the epoch, 0 if nothing was brought before
	 */
	public long covered() {
		return this.covered;
	}

	/**
	 * Returns the state, to be kept.
	 * @return numbers that {@link #restore} takes
	 */
	public long[] state() {
		LongStream own = LongStream.of(this.takenOver ? 1 : 0, this.lastEvent, this.covered, this.takenOverAt);
		Stream<LongStream> sessions = this.former.entrySet()
			.stream()
			.map((each) -> numbers(each.getKey(), each.getValue()));
		return Stream.concat(Stream.of(own, numbers(this.id, this.session)), sessions)
			.flatMapToLong(Function.identity())
			.toArray();
	}

	private static LongStream numbers(long id, Session session) {
		return LongStream.of(id, session.sequence, session.time, session.open ? 1 : 0);
	}

	/**
	 * Goes on with a state that was kept. To be called before all else.
	 * @param state what {@link #state} has returned
	 */
	public void restore(long[] state) {
		this.takenOver = state[0] != 0;
		this.lastEvent = state[1];
		this.covered = state[2];
		this.takenOverAt = state[3];
		for (int i = 4; i < state.length; i += 4) {
			Session session = new Session(state[i + 1], state[i + 2], state[i + 3] != 0);
			if (i == 4) {
				this.id = state[i];
				this.session = session;
			}
			else {
				this.former.put(state[i], session);
			}
		}
	}

	/**
	 * What becomes of a record.
	 *
	 * @since 0.1.0
	 */
	public enum Turn {

		/**
		 * It is the next one of the session.
		 */
		NEXT,

		/**
		 * A stream begins with it.
		 */
		BEGINS,

		/**
		 * A session begins with it that goes on with the stream of another one.
		 */
		TAKES_OVER,

		/**
		 * It was read before, or is of a session beside the one that is read.
		 */
		DUPLICATE,

		/**
		 * It can't be read: no snapshot of its session has come yet.
		 */
		UNKNOWN

	}

	/**
	 * How far a session has come.
	 *
	 * @param sequence the number of its last record
	 * @param time the time at which that was made
	 * @param open whether it has not ended
	 */
	private record Session(long sequence, long time, boolean open) {
	}

}
