package io.github.metricstcp.internal.stream;

import org.jspecify.annotations.Nullable;

/**
 * The samples of a distribution, each sent as it is.
 *
 * @since 0.1.0
 */
public final class SampleSeries extends Series {

	private final Ingress ingress;

	SampleSeries(Ingress ingress, Descriptor descriptor) {
		super(descriptor, MetricType.HISTOGRAM, Operation.RECORD_HISTOGRAM);
		this.ingress = ingress;
	}

	/**
	 * Whether a sample recorded now would be streamed: one volatile read.
	 */
	boolean isStreamed() {
		return this.ingress.listening && !this.removed;
	}

	/**
	 * Streams a sample if a client is connected. One that is infinite or not a number is
	 * ignored; one that finds the ingress full is lost and counted.
	 * @param value the sample, in the unit that the metadata names
	 */
	public void record(double value) {
		if (isStreamed() && Double.isFinite(value) && !this.ingress.offer(this, value)) {
			this.ingress.dropped();
		}
	}

	@Override
	long publish(PublishedState published, double value) {
		return Double.doubleToRawLongBits(value);
	}

	@Override
	@Nullable Operation snapshotOperation() {
		return null;
	}

	@Override
	long snapshotBits(PublishedState published) {
		throw new UnsupportedOperationException("Samples are in no snapshot");
	}

}
