package io.github.metricstcp.internal.stream;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The series that were removed while a client still had to be sent their last value, in
 * the order in which they were removed. A series of the same identity that was registered
 * or removed later has one of them as its predecessor, whose value clients must be sent
 * first.
 */
final class RetiringSeries {

	private final Set<Series> all = new LinkedHashSet<>();

	private final Map<Identity, Series> newestByIdentity = new HashMap<>();

	private final Map<Series, Series> predecessors = new HashMap<>();

	private final Map<Series, Series> successors = new HashMap<>();

	/**
	 * Adds a series that was removed.
	 */
	void add(Series removed) {
		this.all.add(removed);
		link(this.newestByIdentity.put(Identity.of(removed), removed), removed);
	}

	/**
	 * Makes the newest retiring series of the same identity, if there is one, the
	 * predecessor of a series that was registered.
	 */
	void precede(Series registered) {
		link(newest(registered), registered);
	}

	/**
	 * Forgets a series, retiring or the successor of one that is.
	 */
	void remove(Series series) {
		this.all.remove(series);
		Series predecessor = this.predecessors.remove(series);
		Series successor = this.successors.remove(series);
		if (predecessor != null) {
			put(this.successors, predecessor, successor);
		}
		if (successor != null) {
			put(this.predecessors, successor, predecessor);
		}
		if (!this.newestByIdentity.isEmpty() && this.newestByIdentity.remove(Identity.of(series), series)
				&& predecessor != null) {
			this.newestByIdentity.put(Identity.of(series), predecessor);
		}
	}

	/**
	 * Links two series of one identity, unless they are already: two meters can have one
	 * identity on the wire at the same time.
	 */
	private void link(@Nullable Series predecessor, Series successor) {
		if (predecessor != null && !this.successors.containsKey(predecessor)
				&& !this.predecessors.containsKey(successor)) {
			this.successors.put(predecessor, successor);
			this.predecessors.put(successor, predecessor);
		}
	}

	private static void put(Map<Series, Series> links, Series from, @Nullable Series to) {
		if (to != null) {
			links.put(from, to);
		}
		else {
			links.remove(from);
		}
	}

	/**
	 * Returns the newest one with the identity of a series, if any.
	 */
	@Nullable Series newest(Series series) {
		return this.newestByIdentity.isEmpty() ? null : this.newestByIdentity.get(Identity.of(series));
	}

	/**
	 * Returns the first of all predecessors of a series: the series itself if it has
	 * none.
	 */
	Series first(Series series) {
		Series first = series;
		if (!this.predecessors.isEmpty()) {
			for (Series next = series; next != null; next = this.predecessors.get(next)) {
				first = next;
			}
		}
		return first;
	}

	/**
	 * Returns the series whose predecessor a series is.
	 */
	Series successor(Series predecessor) {
		return Objects.requireNonNull(this.successors.get(predecessor));
	}

	/**
	 * Returns the one that was removed first if there are more than there may be.
	 * @param most how many there may be
	 */
	@Nullable Series oldest(int most) {
		return (this.all.size() > most) ? this.all.iterator().next() : null;
	}

	/**
	 * Returns all of them: a copy.
	 */
	List<Series> all() {
		return List.copyOf(this.all);
	}

	private record Identity(MetricType type, ByteBuffer name, ByteBuffer labels) {

		static Identity of(Series series) {
			return new Identity(series.type, ByteBuffer.wrap(series.name), ByteBuffer.wrap(series.labels));
		}

	}

}
