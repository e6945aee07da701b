package io.github.metricstcp.kafka;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The addresses of which several sessions go on beside each other for longer than one
 * relay takes the place of another. For consumers of what relays have written.
 * <p>
 * An address need not be that of one application: {@code app:5000} is another one in each
 * network. Sessions of one address and one name are taken for one application, and those
 * of other names for others ({@link RecordDescription#instance()}). Nothing in a record
 * says whether that is so, so people are told. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class SharedAddresses {

	/**
	 * The number of addresses that are kept. One whose relay has not said that it has
	 * ended would be kept for good.
	 */
	private static final int MOST = 50_000;

	private final Map<String, Address> addresses = new LinkedHashMap<>();

	// Whether it was said that an instance has two sessions: with two relays for each
	// target, all have
	private boolean pairSaid;

	/**
	 * Creates addresses of which nothing is known.
	 */
	public SharedAddresses() {
	}

	/**
	 * Takes the next record.
	 * @param description the description of the record
	 * @param time the time at which it was made, in milliseconds since the epoch
	 * @return a clause for people if the address is shared, {@code null} if not, or if
	 * that was said before
	 */
	public @Nullable String accept(RecordDescription description, long time) {
		if (description.content() == Content.END) {
			end(description);
			return null;
		}
		Address address = this.addresses.computeIfAbsent(description.target(), (added) -> new Address());
		if (this.addresses.size() > MOST) {
			this.addresses.remove(this.addresses.keySet().iterator().next());
		}
		Session session = address.sessions.computeIfAbsent(description.session(),
				(added) -> new Session(description.alias(), time));
		session.last = Math.max(session.last, time);
		if (address.sessions.size() == 1) {
			return null;
		}
		address.sessions.values().removeIf((each) -> time - each.last > SessionOrder.LONGEST_PAUSE);
		for (Session other : address.sessions.values()) {
			if (other != session && other.isBeside(session)) {
				String clause = clause(description, address, other.alias);
				if (clause != null) {
					return clause;
				}
			}
		}
		return null;
	}

	private void end(RecordDescription description) {
		Address address = this.addresses.get(description.target());
		if (address != null) {
			address.sessions.remove(description.session());
			if (address.sessions.isEmpty() && !address.namesSaid) {
				this.addresses.remove(description.target());
			}
		}
	}

	private @Nullable String clause(RecordDescription description, Address address, String other) {
		String target = description.target();
		if (!other.equals(description.alias())) {
			if (address.namesSaid) {
				return null;
			}
			address.namesSaid = true;
			return ("%s is relayed as %s and as %s at the same time, and is taken for two applications. If it is one, give "
					+ "it one name in all relays: NAME=%s")
				.formatted(target, other, description.alias(), target);
		}
		if (this.pairSaid) {
			return null;
		}
		this.pairSaid = true;
		return ("%s is relayed twice at the same time, and is taken for one application. If there are two, give each a name "
				+ "of its own: NAME=%s. Others like it are not said")
			.formatted(description.instance(), target);
	}

	/**
	 * The sessions of one address that go on, by their numbers.
	 */
	private static final class Address {

		private final Map<Long, Session> sessions = new HashMap<>(2);

		private boolean namesSaid;

	}

	/**
	 * The times of a session's first and last record.
	 */
	private static final class Session {

		private final String alias;

		private final long first;

		private long last;

		Session(String alias, long time) {
			this.alias = alias;
			this.first = time;
			this.last = time;
		}

		boolean isBeside(Session other) {
			return Math.min(this.last, other.last) - Math.max(this.first, other.first) > SessionOrder.LONGEST_PAUSE;
		}

	}

}
