package io.github.metricstcp.prometheus;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;

import io.github.metricstcp.client.testing.FedTarget;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_36_2.Metrics.BucketSpan;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_36_2.Metrics.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of histograms as they are scraped.
 */
class HistogramTests {

	private static final double ERROR = (Math.pow(2, 1.0 / 64) - 1) / (Math.pow(2, 1.0 / 64) + 1);

	@Test
	void quantilesOfANativeHistogramAreWithinTheErrorOfABucket() throws Exception {
		Random random = new Random(7);
		double[] samples = random.doubles(50_000).map((u) -> 0.02 * Math.exp(2 * random.nextGaussian())).toArray();
		Histogram histogram = scrape(HistogramForm.NATIVE, samples);
		Arrays.sort(samples);
		assertThat(histogram.getSampleCount()).isEqualTo(samples.length);
		assertThat(histogram.getSampleSum()).isEqualTo(Arrays.stream(samples).sum(), within(1e-6));
		assertThat(histogram.getSchema()).isEqualTo(6);
		for (double quantile : new double[] { 0.01, 0.5, 0.9, 0.99, 0.999, 1 }) {
			double exact = samples[(int) Math.max(0, Math.ceil(quantile * samples.length) - 1)];
			assertThat(positiveQuantile(histogram, quantile) / exact).as("quantile %s", quantile)
				.isEqualTo(1, within(ERROR + 1e-9));
		}
	}

	@Test
	void powersOfTwoAreUpperBoundsAndNegativeSamplesAndZerosAreApart() throws Exception {
		Histogram histogram = scrape(HistogramForm.NATIVE, 1, 2, 2, 0, -4);
		assertThat(histogram.getZeroCount()).isEqualTo(1);
		assertThat(histogram.getZeroThreshold()).isZero();
		assertThat(histogram.getPositiveSpanList()).extracting(BucketSpan::getOffset).containsExactly(0, 63);
		assertThat(histogram.getPositiveDeltaList()).containsExactly(1L, 1L);
		assertThat(histogram.getNegativeSpanList()).extracting(BucketSpan::getOffset).containsExactly(128);
		assertThat(histogram.getSampleSum()).isEqualTo(1);
	}

	@Test
	void samplesOfAllMagnitudesHaveAScaleThatPrometheusKnows() throws Exception {
		Histogram histogram = scrape(HistogramForm.NATIVE, Double.MIN_VALUE, 1, Double.MAX_VALUE);
		assertThat(histogram.getSchema()).isBetween(-4, 8);
		assertThat(histogram.getPositiveDeltaList()).containsExactly(1L, 0L, 0L);
	}

	@ParameterizedTest
	@EnumSource
	void formSaysWhichBucketsThereAre(HistogramForm form) throws Exception {
		Histogram histogram = scrape(form, 3, 7);
		assertThat(histogram.getPositiveSpanCount() > 0).isEqualTo(form != HistogramForm.CLASSIC);
		assertThat(histogram.getBucketCount() > 0).isEqualTo(form != HistogramForm.NATIVE);
		assertThat(histogram.getSampleCount()).isEqualTo(2);
		assertThat(histogram.getSampleSum()).isEqualTo(10);
	}

	@Test
	void boundsOfClassicBucketsAreChosenForAllOrForOneMetric() throws Exception {
		try (PrometheusEndpoint endpoint = PrometheusEndpoint.builder()
			.port(0)
			.buckets(1, 10)
			.bucketsOf("order.size", 5)
			.build()) {
			Scraper scraper = new Scraper(endpoint.start());
			FedTarget target = new FedTarget(endpoint.addTarget(FedTarget.SHOP)).open();
			target.sample("order.size", 5);
			target.sample("other", 10);
			target.sample("other", 10.5);
			Map<String, Double> samples = scraper.samples();
			assertThat(samples).contains(entry("order_size_bucket{le=\"5.0\"}", 1d),
					entry("other_bucket{le=\"1.0\"}", 0d), entry("other_bucket{le=\"10.0\"}", 1d),
					entry("other_bucket{le=\"+Inf\"}", 2d));
			assertThat(samples).doesNotContainKey("order_size_bucket{le=\"10.0\"}");
		}
	}

	@Test
	void boundsThatDoNotRiseAreRefused() {
		PrometheusEndpoint.Builder builder = PrometheusEndpoint.builder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.buckets(1, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.buckets());
		assertThatIllegalArgumentException().isThrownBy(() -> builder.bucketsOf("x", 1, Double.POSITIVE_INFINITY));
	}

	private static Histogram scrape(HistogramForm form, double... samples) throws Exception {
		try (PrometheusEndpoint endpoint = PrometheusEndpoint.builder().port(0).histograms(form).build()) {
			Scraper scraper = new Scraper(endpoint.start());
			FedTarget target = new FedTarget(endpoint.addTarget(FedTarget.SHOP)).open();
			for (double sample : samples) {
				target.sample("wait", sample);
			}
			return scraper.families().get("wait").getMetric(0).getHistogram();
		}
	}

	/**
	 * Returns the middle of the bucket that the sample of a place is in.
	 */
	private static double positiveQuantile(Histogram histogram, double quantile) {
		long place = Math.max(1, (long) Math.ceil(quantile * histogram.getSampleCount())) - histogram.getZeroCount();
		int index = 0;
		int delta = 0;
		long count = 0;
		for (BucketSpan span : histogram.getPositiveSpanList()) {
			index += span.getOffset();
			for (int i = 0; i < span.getLength(); i++) {
				count += histogram.getPositiveDelta(delta++);
				place -= count;
				if (place <= 0) {
					double base = Math.pow(2, Math.pow(2, -histogram.getSchema()));
					return 2 / (Math.pow(base, -index) + Math.pow(base, 1 - index));
				}
				index++;
			}
		}
		throw new IllegalStateException("The buckets have fewer samples than the histogram");
	}

}
