package io.github.metricstcp.internal.stream;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * All registered series of one type and name, which one {@code Metadata} describes. The
 * first of them says how; the family is gone with the last.
 */
final class Family {

	final int index;

	final byte[] metadata;

	/**
	 * Number of its series, those included that are retiring.
	 */
	private int members;

	/**
	 * Those that are retiring, in the order in which they were removed. A family of which
	 * all are is replaced by a new one, with metadata of its own, when a series of its
	 * type and name is registered.
	 */
	private Set<Series> retiring = Set.of();

	Family(int index, byte[] metadata) {
		this.index = index;
		this.metadata = metadata;
	}

	/**
	 * Takes a new series in.
	 */
	void join() {
		this.members++;
	}

	/**
	 * Says that a member is retiring.
	 */
	void retire(Series member) {
		if (this.retiring.isEmpty()) {
			this.retiring = new LinkedHashSet<>();
		}
		this.retiring.add(member);
	}

	/**
	 * Loses a member, retiring or not.
	 * @return whether it was the last one
	 */
	boolean leave(Series member) {
		if (!this.retiring.isEmpty()) {
			this.retiring.remove(member);
		}
		this.members--;
		return this.members == 0;
	}

	/**
	 * Takes over the members of a family all of which are retiring.
	 */
	void replace(Family replaced) {
		replaced.retiring.forEach(this::retire);
		this.members += replaced.members;
	}

	/**
	 * Returns the members that are retiring: a copy.
	 */
	List<Series> retiring() {
		return List.copyOf(this.retiring);
	}

	boolean isAlive() {
		return this.members > this.retiring.size();
	}

	static Key key(Series series) {
		return new Key(series.type, series.descriptor.name());
	}

	/**
	 * The type and name of a family.
	 */
	record Key(MetricType type, String name) {
	}

}
