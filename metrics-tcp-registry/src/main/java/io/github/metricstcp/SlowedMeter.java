package io.github.metricstcp;

import java.time.Duration;

import io.micrometer.core.instrument.Meter;

/**
 * A meter that is polled less often than {@link MetricsTcpConfig#pollingFrequency()},
 * because all gauges and functions together would take more than 2 % of the time of one
 * thread.
 *
 * @param id the meter
 * @param cost the time that its functions took when they were last read
 * @param interval the least time from one reading to the next, which comes with a poll:
 * 30 seconds at the most unless the polling frequency is longer
 * @since 0.1.0
 */
public record SlowedMeter(Meter.Id id, Duration cost, Duration interval) {
}
