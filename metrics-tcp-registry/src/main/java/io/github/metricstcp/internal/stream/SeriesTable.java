package io.github.metricstcp.internal.stream;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * All series of the stream, their families and what has been published of them. Not
 * thread-safe: it belongs to the event loop while a client is connected, and to the
 * thread that holds the lock of {@link SeriesLifecycle} while none is.
 */
final class SeriesTable {

	final PublishedState published = new PublishedState();

	final RetiringSeries retiring = new RetiringSeries();

	private final Slots<Series> series = new Slots<>();

	private final Slots<Family> families = new Slots<>();

	/**
	 * The family of each series, by what the two have in common.
	 */
	private final Map<Family.Key, Family> familiesByKey = new HashMap<>();

	/**
	 * Adds a series.
	 * @return its family if it is the first of it
	 */
	@Nullable Family add(Series added) {
		added.index = this.series.next();
		this.series.add(added);
		this.published.reset(added.index, added.isPolled() || added.snapshotOperation() == null ? Double.NaN : 0);
		this.retiring.precede(added);
		Family.Key key = Family.key(added);
		Family family = this.familiesByKey.get(key);
		if (family != null && family.isAlive()) {
			family.join();
			return null;
		}
		Family created = new Family(this.families.next(), added.metadata());
		this.families.add(created);
		this.familiesByKey.put(key, created);
		created.join();
		if (family != null) {
			// What still waits of its members for a client follows the metadata of the
			// new one
			created.replace(family);
			this.families.remove(family.index);
		}
		return created;
	}

	/**
	 * Returns the family that will be replaced by a new one when a series is added, if
	 * any.
	 */
	@Nullable Family toReplace(Series toAdd) {
		Family family = this.familiesByKey.get(Family.key(toAdd));
		return (family != null && !family.isAlive()) ? family : null;
	}

	/**
	 * Removes a series for good.
	 * @return its family if it was the last of it
	 */
	@Nullable Family remove(Series removed) {
		removed.retired = true;
		Family family = familyOf(removed);
		this.retiring.remove(removed);
		this.published.forget(removed.index);
		this.series.remove(removed.index);
		removed.index = Series.UNREGISTERED;
		if (!family.leave(removed)) {
			return null;
		}
		this.families.remove(family.index);
		this.familiesByKey.remove(Family.key(removed));
		return family;
	}

	/**
	 * Retires a series whose last value some client still has to be sent.
	 */
	void retire(Series removed) {
		removed.retired = true;
		this.published.forget(removed.index);
		familyOf(removed).retire(removed);
		this.retiring.add(removed);
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

	/**
	 * Returns the family of a registered series.
	 */
	Family familyOf(Series member) {
		return Objects.requireNonNull(this.familiesByKey.get(Family.key(member)));
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

	/**
	 * Whether the value of a registered series can be sent in a snapshot.
	 */
	boolean isKnown(Series member) {
		return this.published.known().get(member.index);
	}

	void forEach(Consumer<Series> action) {
		for (int i = 0; i < this.series.size(); i++) {
			Series series = this.series.get(i);
			if (series != null) {
				action.accept(series);
			}
		}
	}

}
