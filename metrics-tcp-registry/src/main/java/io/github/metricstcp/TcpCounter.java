package io.github.metricstcp;

import io.github.metricstcp.internal.stream.CounterSeries;
import io.github.metricstcp.internal.stream.Series;
import io.micrometer.core.instrument.AbstractMeter;
import io.micrometer.core.instrument.Counter;

/**
 * A counter that streams each increment.
 */
final class TcpCounter extends AbstractMeter implements Counter, StreamedMeter {

	private final CounterSeries series;

	TcpCounter(Id id, CounterSeries series) {
		super(id);
		this.series = series;
	}

	@Override
	public void increment(double amount) {
		this.series.increment(amount);
	}

	@Override
	public double count() {
		return this.series.count();
	}

	@Override
	public Series series() {
		return this.series;
	}

}
