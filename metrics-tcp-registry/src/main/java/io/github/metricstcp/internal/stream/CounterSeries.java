package io.github.metricstcp.internal.stream;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Consumer;

/**
 * A total that grows by increments, none of which is ever lost: each is either in the
 * ingress or in an adder that the event loop reads.
 *
 * @since 0.1.0
 */
public final class CounterSeries extends Series {

	private final Ingress ingress;

	private final Consumer<CounterSeries> flagged;

	/**
	 * The increments that went into the ingress, and those that came after the removal,
	 * which are sent to nobody.
	 */
	private final DoubleAdder streamed = new DoubleAdder();

	/**
	 * The increments that did not, because no client was connected or because it was
	 * full. Apart from {@link #streamed}, so that an increment costs one add while no
	 * client is connected.
	 */
	private final DoubleAdder unstreamed = new DoubleAdder();

	/**
	 * Up while increments that clients must be sent wait in {@link #unstreamed}.
	 */
	private final AtomicBoolean flag = new AtomicBoolean();

	/**
	 * Creates a counter.
	 * @param ingress the way into the stream
	 * @param flagged called with the counter when it has increments outside the ingress,
	 * once until its flag is lowered
	 * @param descriptor its name, labels and metadata
	 */
	CounterSeries(Ingress ingress, Consumer<CounterSeries> flagged, Descriptor descriptor) {
		super(descriptor, MetricType.COUNTER, Operation.INCREMENT_COUNTER);
		this.ingress = ingress;
		this.flagged = flagged;
	}

	/**
	 * Adds to the total and streams the increment if a client is connected. Amounts that
	 * are negative, infinite or not a number are ignored.
	 * @param amount the amount to add
	 */
	public void increment(double amount) {
		if (!(amount >= 0 && amount < Double.POSITIVE_INFINITY)) {
			return;
		}
		if (this.removed) {
			this.streamed.add(amount);
		}
		else if (!this.ingress.listening) {
			this.unstreamed.add(amount);
		}
		else if (this.ingress.offer(this, amount)) {
			this.streamed.add(amount);
		}
		else {
			this.unstreamed.add(amount);
			this.ingress.coalesced();
			raiseFlag();
			this.ingress.signal().wakeUrgently();
		}
	}

	/**
	 * Returns the sum of all increments.
	 * @return the sum, in the counter's base unit
	 */
	public double count() {
		return this.streamed.sum() + this.unstreamed.sum();
	}

	/**
	 * Raises the flag, after the increment was counted: either this thread sees the
	 * lowered flag, or the event loop, which lowers it before it reads the count, sees
	 * all that came before the count.
	 */
	private void raiseFlag() {
		if (!this.flag.get() && this.flag.compareAndSet(false, true)) {
			try {
				this.flagged.accept(this);
			}
			catch (Throwable ex) {
				// Out of memory. The increment is taken already: the next one that finds
				// no room has another go
				lowerFlag();
			}
		}
	}

	/**
	 * Lowers the flag, before the event loop reads the unstreamed adder: an increment
	 * that comes after raises it again. Sees what was added by threads that found the
	 * flag up: each has counted before.
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
		return published.unstreamed(this.index, this.unstreamed.sum());
	}

	@Override
	Operation snapshotOperation() {
		return Operation.SET_COUNTER;
	}

	@Override
	long snapshotBits(PublishedState published) {
		return published.total(this.index);
	}

}
