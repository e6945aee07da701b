package io.github.metricstcp.rollup;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The labels that series of a fleet have. Series that differ in other labels only are
 * merged.
 *
 * @since 0.1.0
 */
public final class KeptLabels {

	private final Set<String> names;

	private final boolean listed;

	private KeptLabels(Set<String> names, boolean listed) {
		this.names = Set.copyOf(names);
		this.listed = listed;
	}

	/**
	 * Returns that all labels are kept.
	 * @return the default
	 */
	public static KeptLabels all() {
		return allBut(Set.of());
	}

	/**
	 * Returns that some labels are kept, and no others.
	 * @param names their names
	 * @return the labels
	 */
	public static KeptLabels only(Set<String> names) {
		return new KeptLabels(names, true);
	}

	/**
	 * Returns that all labels are kept but some.
	 * @param names the names of those that are not
	 * @return the labels
	 */
	public static KeptLabels allBut(Set<String> names) {
		return new KeptLabels(names, false);
	}

	/**
	 * Returns a clause for people.
	 */
	@Override
	public String toString() {
		String names = String.join(", ", new TreeSet<>(this.names));
		if (this.names.isEmpty()) {
			return this.listed ? "no labels" : "all labels";
		}
		return (this.listed ? "the labels " : "all labels but ") + names;
	}

	/**
	 * Writes them: equal ones have equal bytes, and no others.
	 */
	void writeTo(ByteWriter writer) {
		writer.writeByte(this.listed ? 1 : 0).writeVarint(this.names.size());
		new TreeSet<>(this.names).forEach(writer::writeText);
	}

	SortedMap<String, String> of(Map<String, String> labels) {
		SortedMap<String, String> kept = new TreeMap<>(labels);
		kept.keySet().removeIf((name) -> this.names.contains(name) != this.listed);
		return kept;
	}

}
