package io.github.metricstcp;

import java.time.Duration;

import io.github.metricstcp.internal.stream.EventStream;
import io.micrometer.core.instrument.config.MeterRegistryConfig;
import io.micrometer.core.instrument.config.validate.InvalidReason;
import io.micrometer.core.instrument.config.validate.Validated;

import static io.micrometer.core.instrument.config.MeterRegistryConfigValidator.checkAll;
import static io.micrometer.core.instrument.config.MeterRegistryConfigValidator.checkRequired;
import static io.micrometer.core.instrument.config.validate.PropertyValidator.getBoolean;
import static io.micrometer.core.instrument.config.validate.PropertyValidator.getDuration;
import static io.micrometer.core.instrument.config.validate.PropertyValidator.getInteger;

/**
 * Configuration of a {@link MetricsTcpMeterRegistry}.
 *
 * @since 0.1.0
 */
public interface MetricsTcpConfig extends MeterRegistryConfig {

	/**
	 * The defaults.
	 */
	MetricsTcpConfig DEFAULT = (key) -> null;

	@Override
	default String prefix() {
		return "metrics-tcp";
	}

	/**
	 * Returns how many events wait in the exporter at the most, and again for each client
	 * that lags. When there are more, samples are lost and counted, and increments are
	 * sent in sums.
	 * @return 1 to 16,777,216, or -1 for no limit; 1024 by default
	 */
	default int bufferSize() {
		return getInteger(this, "bufferSize").orElse(1024);
	}

	/**
	 * Returns whether a client is told the values of counters and gauges when it
	 * connects, and again of those of which it has lost events. Otherwise it is sent the
	 * bare stream of events, as the Rust crate metrics-exporter-tcp does: increments that
	 * it loses are counted, but never made up for.
	 * @return {@code true} by default
	 */
	default boolean snapshot() {
		return getBoolean(this, "snapshot").orElse(true);
	}

	/**
	 * Returns how long an event may wait for others before it is sent while a client is
	 * connected. A longer one costs less processor time and adds as much latency; with
	 * zero each event is sent at once, and the thread that records it may have to wake
	 * the exporter, which takes tens of microseconds. When half of the buffer has filled
	 * up, nothing waits any longer.
	 * @return 0 to 100 milliseconds; 1 millisecond by default
	 */
	default Duration linger() {
		return getDuration(this, "linger").orElse(Duration.ofMillis(1));
	}

	/**
	 * Returns how often gauges and other functions are polled while a client is
	 * connected.
	 * @return a positive duration; 10 seconds by default
	 */
	default Duration pollingFrequency() {
		return getDuration(this, "pollingFrequency").orElse(Duration.ofSeconds(10));
	}

	/**
	 * Returns over what time the maximum that a timer or a summary itself keeps decays.
	 * What is streamed does not depend on it.
	 * @return a positive duration; 1 minute by default
	 */
	default Duration step() {
		return getDuration(this, "step").orElse(Duration.ofMinutes(1));
	}

	@Override
	default Validated<?> validate() {
		return checkAll(this, (MetricsTcpConfig config) -> checkRequired("bufferSize", MetricsTcpConfig::bufferSize)
			.apply(config)
			.invalidateWhen((size) -> (size < 1 && size != EventStream.UNLIMITED) || size > EventStream.MAX_BUFFER_SIZE,
					"must be 1 to " + EventStream.MAX_BUFFER_SIZE + ", or -1 for no limit", InvalidReason.MALFORMED),
				checkRequired("snapshot", MetricsTcpConfig::snapshot),
				(MetricsTcpConfig config) -> checkRequired("linger", MetricsTcpConfig::linger).apply(config)
					.invalidateWhen((linger) -> linger.isNegative() || linger.compareTo(Duration.ofMillis(100)) > 0,
							"must be 0 to 100ms", InvalidReason.MALFORMED),
				(MetricsTcpConfig config) -> checkRequired("pollingFrequency", MetricsTcpConfig::pollingFrequency)
					.apply(config)
					.invalidateWhen((frequency) -> frequency.compareTo(Duration.ofMillis(1)) < 0,
							"must be at least 1ms", InvalidReason.MALFORMED),
				(MetricsTcpConfig config) -> checkRequired("step", MetricsTcpConfig::step).apply(config)
					.invalidateWhen((step) -> step.compareTo(Duration.ofMillis(1)) < 0, "must be at least 1ms",
							InvalidReason.MALFORMED));
	}

}
