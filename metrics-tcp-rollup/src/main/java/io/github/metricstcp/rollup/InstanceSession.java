package io.github.metricstcp.rollup;

import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.kafka.Content;
import io.github.metricstcp.kafka.FormerSessions;
import io.github.metricstcp.kafka.RecordDescription;
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
	static final long LONGEST_PAUSE = TimeUnit.SECONDS.toMillis(150);

	/**
	 * The time of ten snapshots.
	 */
	static final long STEADY = TimeUnit.MINUTES.toMillis(10);

	private final FormerSessions former = new FormerSessions();

	// As the relay has it
	private long id;

	private long lastSequence;

	// As the instance's series have it
	private int number;

	private boolean open;

	private boolean takenOver;

	// Of the last record, in milliseconds since the epoch
	private long lastTime;

	// Since when its records have come without a longer pause
	private long steadySince;

	// What the instance was counted in last
	private @Nullable Object count;

	/**
	 * Returns whether a record is of this session.
	 */
	boolean has(RecordDescription description) {
		return this.open && description.session() == this.id;
	}

	/**
	 * Returns whether a session begins with a record, or can be begun to be read with it.
	 * @param time the time at which it was made
	 */
	boolean isBeginning(RecordDescription description, long time) {
		if (description.content() != Content.SNAPSHOT) {
			return false;
		}
		boolean past = this.former.contains(description.session());
		if (!this.open) {
			return description.session() != this.id && (!past || time > this.lastTime);
		}
		return (description.sequence() == 0 && !past) || time - this.lastTime > LONGEST_PAUSE;
	}

	/**
	 * Begins with a record.
	 */
	void begin(RecordDescription description, long time) {
		this.takenOver = this.open && time - this.lastTime <= FormerSessions.ALIVE;
		this.former.add(this.id, new FormerSessions.Session(this.lastSequence, this.lastTime, this.open));
		this.former.remove(description.session());
		this.id = description.session();
		this.lastSequence = description.sequence() - 1;
		this.number++;
		this.open = true;
		this.steadySince = time;
	}

	/**
	 * Notes that a record was passed over.
	 */
	void passedOver(RecordDescription description, long time) {
		this.former.passedOver(description, time);
	}

	/**
	 * Takes the next record.
	 * @return the number of records that are missing before it, negative if it was read
	 * before
	 */
	long read(RecordDescription description, long time) {
		long missing = description.sequence() - this.lastSequence - 1;
		if (missing >= 0) {
			this.lastSequence = description.sequence();
			if (time - this.lastTime > LONGEST_PAUSE) {
				this.steadySince = time;
			}
			this.lastTime = time;
		}
		return missing;
	}

	/**
	 * Ends with a record, or goes on with a session that this one has taken the place of,
	 * if only its relay has ended and that of the other one has not.
	 * @return whether it goes on
	 */
	boolean end(RecordDescription end, long time) {
		Map.Entry<Long, FormerSessions.Session> other = this.former.goingOn(time - FormerSessions.ALIVE);
		if (!end.isOfRelayOnly() || other == null) {
			this.open = false;
			return false;
		}
		this.former.add(this.id, new FormerSessions.Session(this.lastSequence, time, false));
		this.id = other.getKey();
		this.lastSequence = other.getValue().sequence();
		this.former.remove(this.id);
		this.takenOver = true;
		return true;
	}

	/**
	 * Returns whether records of this session have come for so long, without a pause,
	 * that all of its counters and gauges were in snapshots.
	 */
	boolean isSteady() {
		return this.open && this.lastTime - this.steadySince >= STEADY;
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
		return this.takenOver;
	}

	long lastTime() {
		return this.lastTime;
	}

	/**
	 * Returns whether values of gauges are those of a time.
	 */
	boolean isLive(long time) {
		return this.open && time - this.lastTime <= LONGEST_PAUSE;
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
		writer.writeByte((this.open ? 1 : 0) | (this.takenOver ? 2 : 0));
		writer.writeVarint(this.id).writeVarint(this.lastSequence).writeVarint(this.lastTime);
		writer.writeVarint(this.former.size());
		this.former.forEach((id, each) -> {
			writer.writeVarint(id).writeVarint(each.sequence()).writeVarint(each.time());
			writer.writeByte(each.open() ? 1 : 0);
		});
	}

	void readFrom(ByteReader reader) {
		int flags = reader.readByte();
		this.open = (flags & 1) != 0;
		this.takenOver = (flags & 2) != 0;
		this.id = reader.readVarint();
		this.lastSequence = reader.readVarint();
		this.lastTime = reader.readVarint();
		this.steadySince = this.lastTime;
		for (int i = reader.readInt(); i > 0; i--) {
			this.former.add(reader.readVarint(),
					new FormerSessions.Session(reader.readVarint(), reader.readVarint(), reader.readByte() != 0));
		}
	}

}
