package io.github.metricstcp.internal.stream;

import org.jspecify.annotations.Nullable;

/**
 * The samples of a distribution, each sent as it is.
 *
 * @since 0.1.0
 */
public final class SampleSeries extends Series {

	SampleSeries(Ingress ingress, Descriptor descriptor) {
		super(ingress, descriptor, MetricType.HISTOGRAM, Operation.RECORD_HISTOGRAM);
	}

	/**
	 * Streams a sample if anybody listens. One that is infinite or not a number is
	 * ignored; one that finds the ingress full is lost and counted.
	 * @param value the sample, in the unit that the metadata names
	 */
	public void record(double value) {
		if (isHeard() && Double.isFinite(value) && !this.ingress.offer(this, value)) {
			this.ingress.dropped();
		}
	}

	@Override
	long publish(PublishedState published, double value) {
		return Double.doubleToRawLongBits(value);
	}

	@Override
	@Nullable Operation telling() {
		return null;
	}

	@Override
	long told(PublishedState published) {
		throw new UnsupportedOperationException("Samples are not told again");
	}

}
