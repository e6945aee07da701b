package io.github.metricstcp.prometheus;

import java.util.Arrays;
import java.util.function.Supplier;

import io.github.metricstcp.client.model.ExponentialBuckets;
import io.github.metricstcp.client.model.ExponentialSamples;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import org.jspecify.annotations.Nullable;

/**
 * A histogram: the samples that were received. They are summed up here, so that a restart
 * of the target takes nothing away from them, unless none comes for an hour. Those that
 * are infinite or no number are no samples. If it turns out later what unit they are of,
 * it begins anew.
 */
final class ExposedHistogram extends ExposedSeries {

	private final HistogramSettings settings;

	private final Supplier<BaseUnit> unit;

	// That of the samples
	private @Nullable BaseUnit sampled;

	private @Nullable ClassicSamples classicSamples;

	private @Nullable ExponentialSamples nativeSamples;

	/**
	 * Creates a histogram without samples.
	 * @param unit the unit that it is exposed in now
	 */
	ExposedHistogram(SeriesKey key, Labels labels, StreamState state, HistogramSettings settings,
			Supplier<BaseUnit> unit) {
		super(key, labels, state);
		this.settings = settings;
		this.unit = unit;
	}

	@Override
	boolean outlivesStreams() {
		return true;
	}

	@Override
	void record(Operation operation, long operand, boolean first) {
		double sample = Double.longBitsToDouble(operand);
		BaseUnit unit = this.unit.get();
		double converted = unit.convert(sample);
		if (!Double.isFinite(converted)) {
			return;
		}
		if (!unit.equals(this.sampled)) {
			begin(unit);
		}
		if (this.classicSamples != null) {
			this.classicSamples.add(converted);
		}
		if (this.nativeSamples != null) {
			this.nativeSamples.add(converted);
		}
	}

	private void begin(BaseUnit unit) {
		this.sampled = unit;
		this.classicSamples = this.settings.form().hasClassic()
				? new ClassicSamples(this.settings.bounds().of(key().name(), unit)) : null;
		this.nativeSamples = this.settings.form().hasNative() ? new ExponentialSamples() : null;
	}

	@Override
	@Nullable HistogramDataPointSnapshot point(Labels labels, BaseUnit unit) {
		if (!unit.equals(this.sampled)) {
			return null;
		}
		HistogramDataPointSnapshot.Builder point = HistogramDataPointSnapshot.builder().labels(labels);
		ClassicSamples classicSamples = this.classicSamples;
		if (classicSamples != null) {
			point.sum(classicSamples.sum()).classicHistogramBuckets(classicSamples.buckets());
		}
		ExponentialSamples nativeSamples = this.nativeSamples;
		if (nativeSamples != null) {
			point.sum(nativeSamples.sum())
				.nativeSchema(nativeSamples.scale())
				.nativeZeroThreshold(0)
				.nativeZeroCount(nativeSamples.zeros())
				.nativeBucketsForPositiveValues(buckets(nativeSamples.positive()))
				.nativeBucketsForNegativeValues(buckets(nativeSamples.negative()));
		}
		return point.build();
	}

	/**
	 * Returns the buckets that have samples. Prometheus numbers them by their upper
	 * bounds.
	 */
	private static NativeHistogramBuckets buckets(ExponentialBuckets samples) {
		if (samples.isEmpty()) {
			return NativeHistogramBuckets.EMPTY;
		}
		int[] indices = new int[samples.highest() - samples.lowest() + 1];
		long[] counts = new long[indices.length];
		int size = 0;
		for (int index = samples.lowest(); index <= samples.highest(); index++) {
			long count = samples.count(index);
			if (count > 0) {
				indices[size] = index + 1;
				counts[size] = count;
				size++;
			}
		}
		return NativeHistogramBuckets.of(Arrays.copyOf(indices, size), Arrays.copyOf(counts, size));
	}

}
