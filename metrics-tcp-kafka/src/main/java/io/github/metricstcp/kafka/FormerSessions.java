package io.github.metricstcp.kafka;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The sessions of an instance that another one has taken the place of, by their numbers,
 * and how far they have come since then: the last eight. For consumers of what relays
 * have written, which read the records of each instance in their order. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class FormerSessions {

	/**
	 * The time in milliseconds for which a session is taken to go on: it has a snapshot
	 * each minute.
	 */
	public static final long ALIVE = TimeUnit.SECONDS.toMillis(75);

	/**
	 * The time in nanoseconds behind the last event of a session in which the totals of
	 * one that takes its place may be from before that event.
	 */
	public static final long OVERLAP = TimeUnit.MILLISECONDS.toNanos(500);

	/**
	 * The time in milliseconds after which no record has events any more that a session
	 * which was taken the place of has brought: a relay has half a second in a record.
	 */
	public static final long LONGEST_OVERLAP = TimeUnit.SECONDS.toMillis(30);

	private static final int MOST = 8;

	private final Map<Long, Session> sessions = new LinkedHashMap<>();

	/**
	 * Creates sessions, none so far.
	 */
	public FormerSessions() {
	}

	/**
	 * Adds a session. One that has ended too: its records may come again.
	 * @param id the number of the session
	 * @param session how far it has come
	 */
	public void add(long id, Session session) {
		this.sessions.remove(id);
		this.sessions.put(id, session);
		if (this.sessions.size() > MOST) {
			this.sessions.remove(this.sessions.keySet().iterator().next());
		}
	}

	/**
	 * Removes a session, if it is there.
	 * @param id the number of the session
	 */
	public void remove(long id) {
		this.sessions.remove(id);
	}

	/**
	 * Returns whether a session is there.
	 * @param id the number of the session
	 * @return whether it is
	 */
	public boolean contains(long id) {
		return this.sessions.containsKey(id);
	}

	/**
	 * Notes that a record was passed over, of whatever session.
	 * @param description the description of the record
	 * @param time the time at which it was made, in milliseconds since the epoch
	 */
	public void passedOver(RecordDescription description, long time) {
		Session known = this.sessions.get(description.session());
		if (known != null && description.sequence() > known.sequence) {
			this.sessions.put(description.session(),
					new Session(description.sequence(), time, description.content() != Content.END));
		}
	}

	/**
	 * Returns the session that goes on, {@code null} if there is none.
	 * @param since the time since which a record of it must have been made, in
	 * milliseconds since the epoch
	 * @return its number, and how far it has come
	 */
	public Map.@Nullable Entry<Long, Session> goingOn(long since) {
		Map.Entry<Long, Session> latest = null;
		for (Map.Entry<Long, Session> each : this.sessions.entrySet()) {
			Session session = each.getValue();
			if (session.open && session.time >= since && (latest == null || session.time >= latest.getValue().time)) {
				latest = each;
			}
		}
		return latest;
	}

	/**
	 * Calls back with each session, the one that was added first before others.
	 * @param sessions takes the number of each, and how far it has come
	 */
	public void forEach(BiConsumer<Long, Session> sessions) {
		this.sessions.forEach(sessions);
	}

	/**
	 * Returns the number of sessions.
	 * @return the number
	 */
	public int size() {
		return this.sessions.size();
	}

	/**
	 * How far a session has come.
	 *
	 * @param sequence the number of its last record
	 * @param time the time at which that was made, in milliseconds since the epoch
	 * @param open whether it has not ended
	 * @since 0.1.0
	 */
	public record Session(long sequence, long time, boolean open) {
	}

}
