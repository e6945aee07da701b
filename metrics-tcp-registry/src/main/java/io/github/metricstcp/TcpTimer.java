package io.github.metricstcp;

import java.util.concurrent.TimeUnit;

import io.github.metricstcp.internal.stream.SampleSeries;
import io.github.metricstcp.internal.stream.Series;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.util.TimeUtils;

/**
 * A timer that streams each sample, in seconds.
 */
final class TcpTimer extends CumulativeTimer implements StreamedMeter {

	private final SampleSeries series;

	TcpTimer(Id id, Clock clock, DistributionStatisticConfig distributionStatisticConfig, PauseDetector pauseDetector,
			TimeUnit baseTimeUnit, SampleSeries series) {
		super(id, clock, distributionStatisticConfig, pauseDetector, baseTimeUnit, false);
		this.series = series;
	}

	@Override
	protected void recordNonNegative(long amount, TimeUnit unit) {
		super.recordNonNegative(amount, unit);
		this.series.record(TimeUtils.nanosToUnit((double) unit.toNanos(amount), TimeUnit.SECONDS));
	}

	@Override
	public Series series() {
		return this.series;
	}

}
