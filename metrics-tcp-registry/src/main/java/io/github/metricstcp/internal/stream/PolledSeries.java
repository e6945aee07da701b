package io.github.metricstcp.internal.stream;

/**
 * A value that is read from time to time: a gauge, or a counter that the application
 * keeps.
 *
 * @since 0.1.0
 */
public final class PolledSeries extends Series {

	private final Ingress ingress;

	PolledSeries(Ingress ingress, Descriptor descriptor, MetricType type) {
		super(descriptor, type, (type == MetricType.COUNTER) ? Operation.SET_COUNTER : Operation.SET_GAUGE);
		this.ingress = ingress;
	}

	/**
	 * Streams a value, waiting for room in the ingress while a client is connected.
	 * @param value a finite value, in the unit that the metadata names
	 * @return whether the value was taken: {@code false} if no client is connected, the
	 * series has been removed, or the thread was interrupted
	 */
	public boolean set(double value) {
		while (this.ingress.listening && !this.removed) {
			if (this.ingress.offer(this, value)) {
				return true;
			}
			if (!this.ingress.awaitRoom()) {
				return false;
			}
		}
		return false;
	}

	@Override
	long publish(PublishedState published, double value) {
		published.value(this.index, value);
		return bits(value);
	}

	@Override
	long snapshotBits(PublishedState published) {
		return bits(published.value(this.index));
	}

	@Override
	boolean isPolled() {
		return true;
	}

	/**
	 * Returns the bits that are sent for a value. Two values with the same ones are the
	 * same to clients.
	 * @param value a finite value, in the unit that the metadata names
	 * @return of a counter the total in whole units, of a gauge the bits of the double
	 */
	public long bits(double value) {
		return this.operation.varint ? PublishedState.total(value) : Double.doubleToRawLongBits(value);
	}

}
