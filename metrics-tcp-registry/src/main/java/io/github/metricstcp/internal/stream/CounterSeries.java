package io.github.metricstcp.internal.stream;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * A total that grows by increments, none of which is ever lost: each is either in the
 * ingress or in an adder that the event loop reads.
 *
 * @since 0.1.0
 */
public final class CounterSeries extends Series {

	/**
	 * The increments that went into the ingress, and those that came after the removal,
	 * of which nobody is to be told.
	 */
	private final DoubleAdder emitted = new DoubleAdder();

	/**
	 * The increments that did not, because nobody listened or because it was full. Apart
	 * from {@link #emitted}, so that nobody listening costs one add.
	 */
	private final DoubleAdder silent = new DoubleAdder();

	/**
	 * Up while increments that clients should be told of wait in {@link #silent}.
	 */
	private final AtomicBoolean flag = new AtomicBoolean();

	CounterSeries(Ingress ingress, Descriptor descriptor) {
		super(ingress, descriptor, MetricType.COUNTER, Operation.INCREMENT_COUNTER);
	}

	/**
	 * Adds to the total and streams the increment if anybody listens. Amounts that are
	 * negative, infinite or not a number are ignored.
	 * @param amount the amount to add
	 */
	public void increment(double amount) {
		if (!(amount >= 0 && amount < Double.POSITIVE_INFINITY)) {
			return;
		}
		if (this.removed) {
			this.emitted.add(amount);
		}
		else if (!this.ingress.listening) {
			this.silent.add(amount);
		}
		else if (this.ingress.offer(this, amount)) {
			this.emitted.add(amount);
		}
		else {
			this.silent.add(amount);
			this.ingress.coalesced(this);
		}
	}

	/**
	 * Returns the sum of all increments.
	 */
	public double count() {
		return this.emitted.sum() + this.silent.sum();
	}

	/**
	 * Raises the flag.
	 * @return whether it was down
	 */
	boolean raiseFlag() {
		return !this.flag.get() && this.flag.compareAndSet(false, true);
	}

	/**
	 * Lowers the flag, before the event loop reads the silent adder: an increment that
	 * comes after raises it again. Sees what was added by threads that found the flag up:
	 * each has counted before.
	 */
	void lowerFlag() {
		this.flag.set(false);
		this.ingress.coalescedCount();
	}

	@Override
	long publish(PublishedState published, double value) {
		return published.add(this.index, value);
	}

	@Override
	long absorb(PublishedState published) {
		return published.silent(this.index, this.silent.sum());
	}

	@Override
	Operation telling() {
		return Operation.SET_COUNTER;
	}

	@Override
	long told(PublishedState published) {
		return published.total(this.index);
	}

}
