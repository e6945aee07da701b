package io.github.metricstcp.internal.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A list whose places are given out and taken back, so that bit sets over its indexes
 * stay as short as the list was at its longest.
 *
 * @param <T> the type of what is listed
 */
final class Slots<T> {

	private final List<@Nullable T> slots = new ArrayList<>();

	private final Deque<Integer> free = new ArrayDeque<>();

	private final BitSet used = new BitSet();

	/**
	 * Returns the index that the next {@link #add} will use.
	 */
	int next() {
		Integer index = this.free.peek();
		return (index != null) ? index : this.slots.size();
	}

	void add(T item) {
		int next = next();
		Integer index = this.free.poll();
		if (index != null) {
			this.slots.set(index, item);
		}
		else {
			this.slots.add(item);
		}
		this.used.set(next);
	}

	void remove(int index) {
		this.slots.set(index, null);
		this.used.clear(index);
		this.free.push(index);
	}

	/**
	 * Returns one more than the highest index ever used.
	 */
	int size() {
		return this.slots.size();
	}

	/**
	 * Returns the indexes in use.
	 */
	BitSet used() {
		return this.used;
	}

	@Nullable T get(int index) {
		return this.slots.get(index);
	}

}
