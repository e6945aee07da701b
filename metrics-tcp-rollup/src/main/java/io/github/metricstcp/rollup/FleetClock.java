package io.github.metricstcp.rollup;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * How far the partitions that are read have come. One is waited for as long as it comes
 * on, however far it is behind: with a backlog, one without records is at its end at
 * once, and others are not for a long time.
 */
final class FleetClock {

	/**
	 * The time after which a partition is not waited for that has not come on, while
	 * others have: longer than another process takes to go on with the work of one that
	 * was killed.
	 */
	static final long LONGEST_SILENCE = TimeUnit.MINUTES.toMillis(2);

	/**
	 * The time without a message of any partition from which on the brokers are away: it
	 * is no silence of a partition.
	 */
	private static final long PAUSE = TimeUnit.SECONDS.toMillis(10);

	private final Map<Integer, Source> sources = new TreeMap<>();

	// When the first message came
	private long begun = Long.MAX_VALUE;

	// When the last one came
	private long lastHeard = Long.MAX_VALUE;

	private int partitions;

	/**
	 * Notes that all sums of a partition up to a time have come.
	 * @param now the time now
	 */
	void heard(ClockMessage message, long now) {
		long pause = now - this.lastHeard;
		if (pause > PAUSE) {
			this.begun += pause;
			this.sources.replaceAll((number, source) -> new Source(source.time, source.heard + pause));
		}
		this.lastHeard = now;
		this.begun = Math.min(this.begun, now);
		this.partitions = Math.max(this.partitions, message.partitions());
		Source known = this.sources.get(message.source());
		if (known == null || message.time() > known.time) {
			this.sources.put(message.source(), new Source(message.time(), now));
		}
	}

	/**
	 * Returns the time up to which all sums have come.
	 * @param now the time now
	 * @return the time, {@link Long#MIN_VALUE} if it is not known yet
	 */
	long time(long now) {
		long counted = Math.min(now, this.lastHeard + PAUSE);
		if (this.sources.isEmpty()
				|| (this.sources.size() < this.partitions && counted - this.begun < LONGEST_SILENCE)) {
			return Long.MIN_VALUE;
		}
		long least = Long.MAX_VALUE;
		for (Source each : this.sources.values()) {
			if (counted - each.heard < LONGEST_SILENCE) {
				least = Math.min(least, each.time);
			}
		}
		return Math.min(least, latest());
	}

	/**
	 * Returns the time up to which the sums of at least one partition have come.
	 * @return the time, {@link Long#MIN_VALUE} if there is none
	 */
	long latest() {
		return this.sources.values().stream().mapToLong(Source::time).max().orElse(Long.MIN_VALUE);
	}

	void writeTo(ByteWriter writer) {
		writer.writeVarint(this.partitions).writeVarint(this.sources.size());
		this.sources.forEach((number, source) -> writer.writeVarint(number).writeVarint(source.time));
	}

	void readFrom(ByteReader reader, long now) {
		this.partitions = reader.readInt();
		for (int i = reader.readInt(); i > 0; i--) {
			this.begun = now;
			this.lastHeard = now;
			this.sources.put(reader.readInt(), new Source(reader.readVarint(), now));
		}
	}

	/**
	 * A partition.
	 *
	 * @param time how far it has come
	 * @param heard when that was heard, by the clock of this machine
	 */
	private record Source(long time, long heard) {
	}

}
