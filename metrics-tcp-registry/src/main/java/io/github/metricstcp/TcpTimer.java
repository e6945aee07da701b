package io.github.metricstcp;

import java.util.concurrent.TimeUnit;

import io.github.metricstcp.internal.stream.SampleSeries;
import io.github.metricstcp.internal.stream.Series;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;

/**
 * A timer that streams each sample, in seconds.
 */
final class TcpTimer extends CumulativeTimer implements StreamedMeter {

	private static final double NANOS_PER_SECOND = 1e9;

	private final SampleSeries series;

	TcpTimer(Id id, Clock clock, DistributionStatisticConfig distributionStatisticConfig, PauseDetector pauseDetector,
			TimeUnit baseTimeUnit, SampleSeries series) {
		super(id, clock, distributionStatisticConfig, pauseDetector, baseTimeUnit, false);
		this.series = series;
	}

	@Override
	protected void recordNonNegative(long amount, TimeUnit unit) {
		super.recordNonNegative(amount, unit);
		this.series.record(unit.toNanos(amount) / NANOS_PER_SECOND);
	}

	@Override
	public Series series() {
		return this.series;
	}

}
