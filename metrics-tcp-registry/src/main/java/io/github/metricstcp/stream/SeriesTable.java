package io.github.metricstcp.stream;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
	 * Series that were removed while a client still had to be told their last value, the
	 * eldest first.
	 */
	private final Map<Identity, Series> leaving = new LinkedHashMap<>();

	/**
	 * Adds a series.
	 * @return its family if it is the first of it
	 */
	@Nullable Family add(Series added) {
		added.index = this.series.next();
		this.series.add(added);
		this.published.reset(added.index, added.isPolled() ? Double.NaN : 0);
		Family family = this.familiesByKey.get(Family.key(added));
		if (family != null) {
			family.members++;
			return null;
		}
		Family founded = new Family(this.families.next(), Family.metadata(added));
		this.families.add(founded);
		this.familiesByKey.put(Family.key(added), founded);
		return founded;
	}

	/**
	 * Removes a series.
	 * @return its family if it was the last of it
	 */
	@Nullable Family remove(Series removed) {
		removed.retired = true;
		this.leaving.remove(Identity.of(removed), removed);
		Family family = familyOf(removed);
		family.leaving.remove(removed);
		this.series.remove(removed.index);
		removed.index = Series.UNREGISTERED;
		if (--family.members > 0) {
			return null;
		}
		this.families.remove(family.index);
		this.familiesByKey.remove(Family.key(removed));
		return family;
	}

	/**
	 * Retires a series that some client still has to be told of.
	 * @return the series with the same identity that was leaving already, if any: two
	 * meters can have one identity on the wire
	 */
	@Nullable Series leave(Series removed) {
		removed.retired = true;
		familyOf(removed).leaving.add(removed);
		return this.leaving.put(Identity.of(removed), removed);
	}

	/**
	 * Returns the series that has been leaving for the longest time if more are than a
	 * limit.
	 */
	@Nullable Series eldestLeavingBeyond(int limit) {
		return (this.leaving.size() > limit) ? this.leaving.values().iterator().next() : null;
	}

	/**
	 * Returns the series that is leaving with the same identity as another, if any.
	 */
	@Nullable Series leaving(Series successor) {
		return this.leaving.isEmpty() ? null : this.leaving.get(Identity.of(successor));
	}

	/**
	 * Returns the series that are leaving: a copy.
	 */
	List<Series> leaving() {
		return List.copyOf(this.leaving.values());
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

	Family familyOf(Series member) {
		return Objects.requireNonNull(this.familiesByKey.get(Family.key(member)));
	}

	Family family(int index) {
		return Objects.requireNonNull(this.families.get(index));
	}

	void forEach(Consumer<Series> action) {
		for (int i = 0; i < this.series.size(); i++) {
			Series series = this.series.get(i);
			if (series != null) {
				action.accept(series);
			}
		}
	}

	void forEachFamily(Consumer<Family> action) {
		for (int i = 0; i < this.families.size(); i++) {
			Family family = this.families.get(i);
			if (family != null) {
				action.accept(family);
			}
		}
	}

	private record Identity(MetricType type, ByteBuffer name, ByteBuffer labels) {

		static Identity of(Series series) {
			return new Identity(series.type, ByteBuffer.wrap(series.name), ByteBuffer.wrap(series.labels));
		}

	}

}
