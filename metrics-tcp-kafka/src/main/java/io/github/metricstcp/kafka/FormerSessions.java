package io.github.metricstcp.kafka;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The sessions of an instance that another one has taken the place of, by their numbers,
 * and how far they have come since then. Not thread-safe.
 */
final class FormerSessions {

	private static final int MOST = 8;

	private final Map<Long, Session> sessions = new LinkedHashMap<>();

	/**
	 * Adds a session. One that has ended too: its records may come again.
	 */
	void add(long id, Session session) {
		this.sessions.remove(id);
		this.sessions.put(id, session);
		if (this.sessions.size() > MOST) {
			this.sessions.remove(this.sessions.keySet().iterator().next());
		}
	}

	void remove(long id) {
		this.sessions.remove(id);
	}

	boolean contains(long id) {
		return this.sessions.containsKey(id);
	}

	/**
	 * Notes that a record was passed over.
	 * @param time the time at which it was made, in milliseconds since the epoch
	 */
	void passedOver(RecordDescription description, long time) {
		Session known = this.sessions.get(description.session());
		if (known != null && description.sequence() > known.sequence) {
			this.sessions.put(description.session(),
					new Session(description.sequence(), time, description.content() != Content.END));
		}
	}

	/**
	 * Returns the session that goes on, {@code null} if there is none.
	 * @param since the time since which a record of it must have been made
	 */
	Map.@Nullable Entry<Long, Session> goingOn(long since) {
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
	 * How far a session has come.
	 *
	 * @param sequence the number of its last record
	 * @param time the time at which that was made, in milliseconds since the epoch
	 * @param open whether it has not ended
	 */
	record Session(long sequence, long time, boolean open) {
	}

}
