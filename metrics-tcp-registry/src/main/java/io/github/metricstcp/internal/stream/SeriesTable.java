package io.github.metricstcp.internal.stream;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * All series of the stream, their families and what has been published of them. Not
 * thread-safe: it belongs to the event loop while a client is connected, and to whoever
 * holds {@link EventStream}'s lock while none is.
 */
final class SeriesTable {

	final PublishedState published = new PublishedState();

	private final Slots<Series> series = new Slots<>();

	private final Slots<Family> families = new Slots<>();

	private final Map<Family.Key, Family> familiesByKey = new HashMap<>();

	/**
	 * Series that were removed while a client still had to be told their last value, in
	 * the order in which they were removed.
	 */
	private final Set<Series> leaving = new LinkedHashSet<>();

	private final Map<Identity, Series> lastToLeave = new HashMap<>();

	/**
	 * Adds a series.
	 * @return its family if it is the first of it
	 */
	@Nullable Family add(Series added) {
		added.index = this.series.next();
		this.series.add(added);
		this.published.reset(added.index, added.isPolled() || added.telling() == null ? Double.NaN : 0);
		link(predecessor(added), added);
		Family family = this.familiesByKey.get(Family.key(added));
		if (family != null && family.isAlive()) {
			family.join(added);
			return null;
		}
		Family founded = new Family(this.families.next(), Family.metadata(added));
		this.families.add(founded);
		this.familiesByKey.put(Family.key(added), founded);
		founded.join(added);
		return founded;
	}

	/**
	 * Returns the last series to leave with the identity of another, if any.
	 */
	@Nullable Series predecessor(Series successor) {
		return this.lastToLeave.isEmpty() ? null : this.lastToLeave.get(Identity.of(successor));
	}

	/**
	 * Returns the family that is succeeded by a new one when a series is added, if any.
	 */
	@Nullable Family succeeded(Series toAdd) {
		Family family = this.familiesByKey.get(Family.key(toAdd));
		return (family != null && !family.isAlive()) ? family : null;
	}

	/**
	 * Hands over the series of a family all of which are leaving: what still waits of
	 * them for a client follows the successor's metadata.
	 */
	void succeed(Family succeeded, Family successor) {
		leaving(succeeded).forEach((series) -> series.family = successor);
		successor.members += succeeded.members;
		successor.leaving += succeeded.leaving;
		this.families.remove(succeeded.index);
	}

	/**
	 * Removes a series for good.
	 * @return its family if it was the last of it
	 */
	@Nullable Family remove(Series removed) {
		removed.retired = true;
		Family family = familyOf(removed);
		if (this.leaving.remove(removed)) {
			family.leaving--;
		}
		unlink(removed);
		this.published.forget(removed.index);
		this.series.remove(removed.index);
		removed.index = Series.UNREGISTERED;
		removed.family = null;
		if (--family.members > 0) {
			return null;
		}
		this.families.remove(family.index);
		this.familiesByKey.remove(Family.key(removed), family);
		return family;
	}

	/**
	 * Retires a series that some client still has to be told of.
	 */
	void leave(Series removed) {
		removed.retired = true;
		this.published.forget(removed.index);
		familyOf(removed).leaving++;
		this.leaving.add(removed);
		link(this.lastToLeave.put(Identity.of(removed), removed), removed);
	}

	/**
	 * Links two series of one identity, unless they are already: two meters can have one
	 * identity on the wire at the same time.
	 */
	private static void link(@Nullable Series predecessor, Series successor) {
		if (predecessor != null && predecessor.successor == null && successor.predecessor == null) {
			predecessor.successor = successor;
			successor.predecessor = predecessor;
		}
	}

	private void unlink(Series removed) {
		Series predecessor = removed.predecessor;
		Series successor = removed.successor;
		if (predecessor != null) {
			predecessor.successor = successor;
		}
		if (successor != null) {
			successor.predecessor = predecessor;
		}
		removed.predecessor = null;
		removed.successor = null;
		if (!this.lastToLeave.isEmpty() && this.lastToLeave.remove(Identity.of(removed), removed)
				&& predecessor != null) {
			this.lastToLeave.put(Identity.of(removed), predecessor);
		}
	}

	/**
	 * Returns the series that are leaving, in the order in which they were removed: a
	 * copy.
	 */
	List<Series> leaving() {
		return List.copyOf(this.leaving);
	}

	/**
	 * Returns the series of a family that are leaving: a copy.
	 */
	List<Series> leaving(Family family) {
		return (family.leaving == 0) ? List.of()
				: this.leaving.stream().filter((series) -> series.family == family).toList();
	}

	/**
	 * Returns the series that is leaving for longest if more are than there may be.
	 */
	@Nullable Series surplus(int most) {
		return (this.leaving.size() > most) ? this.leaving.iterator().next() : null;
	}

	/**
	 * Returns one more than the highest index in use.
	 */
	int size() {
		return this.series.size();
	}

	@Nullable Series find(int index) {
		return this.series.get(index);
	}

	Series get(int index) {
		return Objects.requireNonNull(find(index));
	}

	static Family familyOf(Series member) {
		return Objects.requireNonNull(member.family);
	}

	Family family(int index) {
		return Objects.requireNonNull(this.families.get(index));
	}

	/**
	 * Returns the indexes of all families.
	 */
	BitSet families() {
		return this.families.used();
	}

	void forEach(Consumer<Series> action) {
		for (int i = 0; i < this.series.size(); i++) {
			Series series = this.series.get(i);
			if (series != null) {
				action.accept(series);
			}
		}
	}

	private record Identity(MetricType type, ByteBuffer name, ByteBuffer labels) {

		static Identity of(Series series) {
			return new Identity(series.type, ByteBuffer.wrap(series.name), ByteBuffer.wrap(series.labels));
		}

	}

}
