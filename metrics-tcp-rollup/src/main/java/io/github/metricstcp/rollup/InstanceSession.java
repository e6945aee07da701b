package io.github.metricstcp.rollup;

import java.util.concurrent.TimeUnit;

import io.github.metricstcp.kafka.RecordDescription;
import io.github.metricstcp.kafka.SessionOrder;
import io.github.metricstcp.kafka.SessionOrder.Turn;
import org.jspecify.annotations.Nullable;

/**
 * The session that an instance has now: what the state of its series is compared with. Of
 * two relays that have the same target, the last one to begin counts, as long as it goes
 * on. The stream is the same one, so what the other one has brought counts once.
 */
final class InstanceSession {

	/**
	 * The time without a record after which values are not those of now any more: two
	 * snapshots are missing.
	 */
	static final long LONGEST_PAUSE = SessionOrder.LONGEST_PAUSE;

	/**
	 * The time of ten snapshots.
	 */
	static final long STEADY = TimeUnit.MINUTES.toMillis(10);

	private final SessionOrder order = new SessionOrder();

	// As the instance's series have it
	private int number;

	// That of the relays, and the one that was read before

	private long id;

	private long idBefore;

	// Of the last record: whether a session goes on with it that was begun before the one
	// that was read has ended, and whether that has followed upon it

	private boolean comesBack;

	private boolean followed;

	// Since when its records have come without a longer pause
	private long steadySince;

	// What the instance was counted in last
	private @Nullable Object count;

	/**
	 * Takes the next record.
	 * @param time the time at which it was made
	 * @return whether it is to be read, and what begins with it
	 */
	Turn accept(RecordDescription description, long time) {
		long before = this.order.lastTime();
		Turn turn = this.order.accept(description, time);
		boolean begins = turn == Turn.BEGINS || turn == Turn.TAKES_OVER;
		if (begins) {
			this.number++;
		}
		this.comesBack = turn == Turn.BEGINS && description.sequence() > 0
				&& description.session() < TimeUnit.MILLISECONDS.toNanos(before);
		this.followed = description.session() == this.idBefore;
		if ((begins || turn == Turn.NEXT) && description.session() != this.id) {
			this.idBefore = this.id;
			this.id = description.session();
		}
		if (begins || (turn == Turn.NEXT && time - before > LONGEST_PAUSE)) {
			this.steadySince = time;
		}
		return turn;
	}

	/**
	 * Returns whether a session goes on with the last record that has begun while the one
	 * that was read before did not have its end: its relay was connected all the time, so
	 * the application was not started again.
	 */
	boolean comesBack() {
		return this.comesBack;
	}

	/**
	 * Returns whether the session that was read before the last record has followed upon
	 * that of the record.
	 */
	boolean hasFollowed() {
		return this.followed;
	}

	/**
	 * Ends with a record, or goes on with another session.
	 * @return whether it goes on
	 */
	boolean end(RecordDescription end, long time) {
		return this.order.end(end, time);
	}

	/**
	 * Returns the number of records that are missing before the last one.
	 */
	long missing() {
		return this.order.missing();
	}

	/**
	 * Returns the time up to which another session has brought the events, in nanoseconds
	 * since the epoch, 0 if none was brought before.
	 */
	long covered() {
		return this.order.covered();
	}

	/**
	 * Returns whether records of this session have come for so long, without a pause,
	 * that all of its counters and gauges were in snapshots.
	 */
	boolean isSteady() {
		return this.order.isOpen() && lastTime() - this.steadySince >= STEADY;
	}

	/**
	 * Returns the number of the session since the instance is known here.
	 */
	int number() {
		return this.number;
	}

	/**
	 * Returns whether the stream is one that was gone on with.
	 */
	boolean isTakenOver() {
		return this.order.isTakenOver();
	}

	long lastTime() {
		return this.order.lastTime();
	}

	/**
	 * Returns whether values of gauges are those of a time.
	 */
	boolean isLive(long time) {
		return this.order.isOpen() && time - lastTime() <= LONGEST_PAUSE;
	}

	/**
	 * Counts the instance, whose gauges are in any order among others.
	 * @param count what it is counted in
	 * @return whether it was not yet
	 */
	boolean isFirstIn(Object count) {
		boolean first = this.count != count;
		this.count = count;
		return first;
	}

	void writeTo(ByteWriter writer) {
		long[] state = this.order.state();
		writer.writeVarint(state.length);
		for (long each : state) {
			writer.writeVarint(each);
		}
		writer.writeVarint(this.id).writeVarint(this.idBefore);
	}

	void readFrom(ByteReader reader) {
		long[] state = new long[reader.readInt()];
		for (int i = 0; i < state.length; i++) {
			state[i] = reader.readVarint();
		}
		this.order.restore(state);
		this.id = reader.readVarint();
		this.idBefore = reader.readVarint();
		this.steadySince = lastTime();
	}

}
