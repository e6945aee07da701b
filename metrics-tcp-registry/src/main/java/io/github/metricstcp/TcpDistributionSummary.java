package io.github.metricstcp;

import io.github.metricstcp.internal.stream.SampleSeries;
import io.github.metricstcp.internal.stream.Series;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.cumulative.CumulativeDistributionSummary;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;

/**
 * A distribution summary that streams each sample, scaled.
 */
final class TcpDistributionSummary extends CumulativeDistributionSummary implements StreamedMeter {

	private final SampleSeries series;

	TcpDistributionSummary(Id id, Clock clock, DistributionStatisticConfig distributionStatisticConfig, double scale,
			SampleSeries series) {
		super(id, clock, distributionStatisticConfig, scale, false);
		this.series = series;
	}

	@Override
	protected void recordNonNegative(double amount) {
		super.recordNonNegative(amount);
		this.series.record(amount);
	}

	@Override
	public Series series() {
		return this.series;
	}

}
