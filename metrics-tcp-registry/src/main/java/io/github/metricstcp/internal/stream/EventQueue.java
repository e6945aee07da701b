package io.github.metricstcp.internal.stream;

import java.util.AbstractQueue;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * A queue for many producers and one consumer, with a bound that is exact, which costs
 * producers and consumer as little as possible of each other's cache lines while it is
 * full:
 * <ul>
 * <li>The consumer gives room back for many elements at once, by {@link #release()}.
 * Until then producers that find no room read what is in their caches already.</li>
 * <li>There are more slots than the bound allows elements, so that producers do not fill
 * the very slots that the consumer is emptying.</li>
 * <li>The consumer does not wait for a producer that has claimed a slot and was held up
 * before it has filled it.</li>
 * </ul>
 * JCTools' bounded queue gives room back for each element, which was what a flood spent
 * its time on.
 * <p>
 * <b>It does not keep all of the contract of {@link java.util.Queue}:</b>
 * <ul>
 * <li><b>{@link #poll()} and {@link #peek()} may return {@code null} although the queue
 * is not empty,</b> while a producer is held up; and only one thread, the consumer, may
 * call them.</li>
 * <li><b>{@link #offer} may be refused although fewer elements wait than the bound
 * allows,</b> until the consumer has called {@link #release()} or has polled
 * {@code null}.</li>
 * <li><b>{@link #size()} and {@link #isEmpty()} count elements that were polled and not
 * released yet, and slots that were claimed and not filled yet.</b></li>
 * <li><b>{@link #iterator()}, and all that needs it ({@code contains}, {@code remove},
 * {@code toArray}), throws {@link UnsupportedOperationException}.</b></li>
 * </ul>
 *
 * @param <E> the type of what waits
 */
final class EventQueue<E> extends AbstractQueue<E> implements EventBuffer<E> {

	/**
	 * Minimum number of slots between the last element and the first.
	 */
	private static final int GAP = 64;

	private static final int PRODUCED = CacheLines.LONGS;

	private static final int RELEASED = 2 * CacheLines.LONGS;

	private static final int CONSUMED = 3 * CacheLines.LONGS;

	private final int limit;

	private final int mask;

	private final AtomicReferenceArray<@Nullable E> slots;

	/**
	 * Numbers of slots that were claimed by producers, given back to them, and emptied by
	 * the consumer, each on cache lines of its own. The last one is the consumer's alone.
	 */
	private final AtomicLongArray indexes = new AtomicLongArray(4 * CacheLines.LONGS);

	/**
	 * Creates a queue.
	 * @param limit how many elements wait at the most
	 */
	EventQueue(int limit) {
		this.limit = limit;
		int capacity = Integer.highestOneBit(limit + GAP - 1) << 1;
		this.mask = capacity - 1;
		this.slots = new AtomicReferenceArray<>(capacity);
	}

	@Override
	public boolean offer(E element) {
		// In a slot of its own it would look like a producer that is held up for good
		Objects.requireNonNull(element, "element");
		long claimed;
		do {
			claimed = this.indexes.get(PRODUCED);
			// Read after the other index: as that one has not moved when the claim
			// succeeds, there was room then
			if (claimed - this.indexes.get(RELEASED) >= this.limit) {
				return false;
			}
		}
		while (!this.indexes.compareAndSet(PRODUCED, claimed, claimed + 1));
		this.slots.setRelease((int) claimed & this.mask, element);
		return true;
	}

	/**
	 * Takes the oldest element. Its room is not given back yet.
	 * @return {@code null} if there is none, or if the thread that claimed the next slot
	 * has not filled it yet
	 */
	@Override
	public @Nullable E poll() {
		long consumed = this.indexes.getPlain(CONSUMED);
		int slot = (int) consumed & this.mask;
		E element = this.slots.getAcquire(slot);
		if (element == null) {
			release();
			return null;
		}
		this.slots.setPlain(slot, null);
		this.indexes.setPlain(CONSUMED, consumed + 1);
		return element;
	}

	@Override
	public void release() {
		long consumed = this.indexes.getPlain(CONSUMED);
		if (consumed != this.indexes.getPlain(RELEASED)) {
			this.indexes.setRelease(RELEASED, consumed);
		}
	}

	/**
	 * Whether no slot is claimed. Exact for the consumer when it has released all.
	 */
	@Override
	public boolean isEmpty() {
		return this.indexes.get(RELEASED) == this.indexes.get(PRODUCED);
	}

	/**
	 * Returns how many slots are claimed and not released.
	 */
	@Override
	public int size() {
		// In this order it can be too low, if events come meanwhile, but never too high
		long produced = this.indexes.get(PRODUCED);
		return (int) Math.max(0, produced - this.indexes.get(RELEASED));
	}

	@Override
	public long produced() {
		return this.indexes.get(PRODUCED);
	}

	@Override
	public long consumed() {
		return this.indexes.getPlain(CONSUMED);
	}

	@Override
	public @Nullable E peek() {
		return this.slots.getAcquire((int) this.indexes.getPlain(CONSUMED) & this.mask);
	}

	@Override
	public Iterator<E> iterator() {
		throw new UnsupportedOperationException("Elements are taken by one consumer, one after the other");
	}

}
