package io.github.metricstcp.internal.stream;

import java.util.BitSet;

/**
 * A set of indexes, one bit each, that are taken out in turn.
 */
final class PendingSet {

	private final BitSet bits = new BitSet();

	private int size;

	private int cursor;

	boolean isEmpty() {
		return this.size == 0;
	}

	boolean contains(int index) {
		return this.bits.get(index);
	}

	boolean add(int index) {
		if (this.bits.get(index)) {
			return false;
		}
		this.bits.set(index);
		this.size++;
		return true;
	}

	boolean remove(int index) {
		if (!this.bits.get(index)) {
			return false;
		}
		this.bits.clear(index);
		this.size--;
		return true;
	}

	/**
	 * Moves all that is in another set, which is disjoint from this one, into this one.
	 */
	void takeAll(PendingSet other) {
		if (other.isEmpty()) {
			return;
		}
		this.bits.or(other.bits);
		this.size += other.size;
		other.bits.clear();
		other.size = 0;
	}

	/**
	 * Adds all of another set, whatever is in this one already.
	 */
	void addAll(BitSet indexes) {
		this.bits.or(indexes);
		this.size = this.bits.cardinality();
	}

	/**
	 * Takes out one index. Goes on where it stopped, so that an index that comes back
	 * again and again does not keep the others waiting.
	 */
	int take() {
		int index = this.bits.nextSetBit(this.cursor);
		if (index < 0) {
			index = this.bits.nextSetBit(0);
		}
		remove(index);
		this.cursor = index + 1;
		return index;
	}

}
