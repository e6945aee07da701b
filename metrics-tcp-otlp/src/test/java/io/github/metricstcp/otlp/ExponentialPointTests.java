package io.github.metricstcp.otlp;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;

import io.github.metricstcp.client.model.ExponentialBuckets;
import io.github.metricstcp.client.model.ExponentialSamples;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of {@link ExponentialSamples}, as they are sent.
 */
class ExponentialPointTests {

	private static final double BOUND = (Math.pow(2, 1.0 / 64) - 1) / (Math.pow(2, 1.0 / 64) + 1);

	@ParameterizedTest
	@ValueSource(
			doubles = { 1, 2, 0.25, 1024, 3, 0.1, 1e-3, Double.MIN_VALUE, Double.MIN_NORMAL, 1e300, Double.MAX_VALUE })
	void sampleIsInTheBucketWhoseUpperBoundMayBeIt(double sample) {
		ExponentialHistogramDataPoint point = point(sample);
		assertThat(point.getScale()).isEqualTo(6);
		assertThat(point.getPositive().getBucketCountsList()).containsExactly(1L);
		int index = point.getPositive().getOffset();
		assertThat(Math.log(sample) / Math.log(2) * 64).isGreaterThan(index - 1e-9)
			.isLessThanOrEqualTo(index + 1 + 1e-9);
	}

	@Test
	void powersOfTwoAreUpperBounds() {
		for (int exponent = -1022; exponent <= 1023; exponent++) {
			assertThat(point(Math.scalb(1.0, exponent)).getPositive().getOffset()).isEqualTo(exponent * 64 - 1);
			assertThat(point(Math.nextUp(Math.scalb(1.0, exponent)) * (1 + 1e-12)).getPositive().getOffset())
				.isEqualTo(exponent * 64);
		}
	}

	@Test
	void quantilesAreWithinTheErrorOfABucket() {
		Random random = new Random(7);
		double[] samples = random.doubles(100_000).map((u) -> 0.02 * Math.exp(2 * random.nextGaussian())).toArray();
		ExponentialHistogramDataPoint point = point(samples);
		Arrays.sort(samples);
		assertThat(BOUND).isLessThan(0.0055);
		for (double quantile : new double[] { 0, 0.01, 0.5, 0.9, 0.95, 0.99, 0.999, 1 }) {
			double exact = samples[(int) Math.max(0, Math.ceil(quantile * samples.length) - 1)];
			assertThat(HistogramQuantile.of(point, quantile) / exact).as("quantile %s", quantile)
				.isEqualTo(1, within(BOUND + 1e-9));
		}
		assertThat(point.getCount()).isEqualTo(100_000);
		assertThat(point.getMin()).isEqualTo(samples[0]);
		assertThat(point.getMax()).isEqualTo(samples[samples.length - 1]);
		assertThat(point.getSum()).isEqualTo(DoubleStream.of(samples).sum(), within(1e-6));
	}

	@Test
	void negativeSamplesAndZerosAreCountedApartAndThenThereIsNoSum() {
		ExponentialHistogramDataPoint point = point(-4, -4, 0, 0, 0, 8);
		assertThat(point.getCount()).isEqualTo(6);
		assertThat(point.getZeroCount()).isEqualTo(3);
		assertThat(point.getNegative().getOffset()).isEqualTo(127);
		assertThat(point.getNegative().getBucketCountsList()).containsExactly(2L);
		assertThat(point.getPositive().getOffset()).isEqualTo(191);
		assertThat(point.hasSum()).isFalse();
		assertThat(HistogramQuantile.of(point, 0.1)).isEqualTo(-4, within(0.03));
		assertThat(HistogramQuantile.of(point, 0.6)).isZero();
		assertThat(point(0, 3).hasSum()).isTrue();
	}

	@Test
	void samplesOfAllMagnitudesTakeNoMoreThanSoManyBucketsAndKeepTheirCounts() {
		ExponentialSamples samples = new ExponentialSamples();
		int count = 0;
		for (int exponent = -1000; exponent <= 1000; exponent += 7) {
			samples.add(Math.scalb(1.5, exponent));
			samples.add(-Math.scalb(1.5, -exponent / 50));
			count++;
		}
		ExponentialHistogramDataPoint point = point(samples);
		assertThat(point.getPositive().getBucketCountsCount()).isBetween(1000, ExponentialBuckets.MAX_BUCKETS);
		assertThat(sum(point.getPositive())).isEqualTo(count);
		assertThat(sum(point.getNegative())).isEqualTo(count);
		assertThat(point.getScale()).isZero();
		// In the middle of two, whose bounds are powers of two now
		assertThat(HistogramQuantile.of(point, 1)).isEqualTo(Math.scalb(1.5, 995), within(Math.scalb(0.5, 995)));
	}

	@Test
	void manySamplesOfOneValueThenOthersGrowBothWays() {
		ExponentialHistogramDataPoint point = point(10, 10, 1000, 0.001, 10);
		assertThat(sum(point.getPositive())).isEqualTo(5);
		assertThat(HistogramQuantile.of(point, 0.5)).isEqualTo(10, within(10 * BOUND));
		assertThat(HistogramQuantile.of(point, 0)).isEqualTo(0.001, within(0.001 * BOUND));
		assertThat(HistogramQuantile.of(point, 1)).isEqualTo(1000, within(1000 * BOUND));
	}

	private static long sum(ExponentialHistogramDataPoint.Buckets buckets) {
		return buckets.getBucketCountsList().stream().mapToLong(Long::longValue).sum();
	}

	private static ExponentialHistogramDataPoint point(double... samples) {
		ExponentialSamples all = new ExponentialSamples();
		for (double each : samples) {
			all.add(each);
		}
		return point(all);
	}

	private static ExponentialHistogramDataPoint point(ExponentialSamples samples) {
		ExponentialHistogramDataPoint.Builder point = ExponentialHistogramDataPoint.newBuilder();
		ExponentialPoint.add(samples, point);
		return point.build();
	}

}
