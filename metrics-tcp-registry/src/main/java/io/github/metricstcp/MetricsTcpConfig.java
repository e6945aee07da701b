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
	 * The buffer size for no limit: {@value}.
	 */
	int UNLIMITED_BUFFER_SIZE = EventStream.UNLIMITED;

	/**
	 * The largest limit of the buffer size: {@value} events.
	 */
	int MAX_BUFFER_SIZE = EventStream.MAX_BUFFER_SIZE;

	/**
	 * The configuration with all defaults.
	 */
	MetricsTcpConfig DEFAULT = (key) -> null;

	/**
	 * The longest {@link #linger()}: 100 milliseconds.
	 */
	Duration MAX_LINGER = Duration.ofMillis(100);

	@Override
	default String prefix() {
		return "metrics-tcp";
	}

	/**
	 * Returns how many events wait in the exporter at the most, and again for each client
	 * that lags. When the limit is reached, increments are sent in sums, and samples are
	 * lost and counted.
	 * @return 1 to {@link #MAX_BUFFER_SIZE} events, or {@link #UNLIMITED_BUFFER_SIZE};
	 * 1024 by default
	 */
	default int bufferSize() {
		return getInteger(this, "bufferSize").orElse(1024);
	}

	/**
	 * Returns whether a client is sent the values of counters and gauges when it
	 * connects, and again after it has lost events of them. Otherwise it is sent only
	 * events, as by the Rust crate metrics-exporter-tcp: increments that it loses are
	 * counted, but never made up for.
	 * @return {@code true} by default
	 */
	default boolean snapshot() {
		return getBoolean(this, "snapshot").orElse(true);
	}

	/**
	 * Returns how long an event waits for others before it is sent. While few events come
	 * it grows to two and a half times as long, up to 2.5 milliseconds. A longer linger
	 * costs less processor time and adds as much latency; with zero each event is sent at
	 * once, and the thread that records it may have to wake the exporter, which takes
	 * tens of microseconds. When half of the buffer is taken, or 4096 events wait, they
	 * are sent at once.
	 * @return 0 to 100 milliseconds; 1 millisecond by default
	 */
	default Duration linger() {
		return getDuration(this, "linger").orElse(Duration.ofMillis(1));
	}

	/**
	 * Returns how often gauges and other functions are polled while a client is
	 * connected. All of them together take at most 2 % of the time of one thread: if that
	 * is not enough, the slow ones are polled less often, at least each 30 seconds.
	 * @return at least 1 ms; 1 second by default
	 */
	default Duration pollingFrequency() {
		return getDuration(this, "pollingFrequency").orElse(Duration.ofSeconds(1));
	}

	/**
	 * Returns the time over which the maximum decays that a timer or summary keeps for
	 * the application. The stream does not depend on it.
	 * @return at least 1 ms; 1 minute by default
	 */
	default Duration step() {
		return getDuration(this, "step").orElse(Duration.ofMinutes(1));
	}

	@Override
	default Validated<?> validate() {
		return checkAll(this,
				(MetricsTcpConfig config) -> checkRequired("bufferSize", MetricsTcpConfig::bufferSize).apply(config)
					.invalidateWhen((size) -> (size < 1 && size != UNLIMITED_BUFFER_SIZE) || size > MAX_BUFFER_SIZE,
							"must be 1 to " + MAX_BUFFER_SIZE + ", or " + UNLIMITED_BUFFER_SIZE + " for no limit",
							InvalidReason.MALFORMED),
				checkRequired("snapshot", MetricsTcpConfig::snapshot),
				(MetricsTcpConfig config) -> checkRequired("linger", MetricsTcpConfig::linger).apply(config)
					.invalidateWhen((linger) -> linger.isNegative() || linger.compareTo(MAX_LINGER) > 0,
							"must be 0 to " + MAX_LINGER.toMillis() + "ms", InvalidReason.MALFORMED),
				(MetricsTcpConfig config) -> checkRequired("pollingFrequency", MetricsTcpConfig::pollingFrequency)
					.apply(config)
					.invalidateWhen((frequency) -> frequency.compareTo(Duration.ofMillis(1)) < 0,
							"must be at least 1ms", InvalidReason.MALFORMED),
				(MetricsTcpConfig config) -> checkRequired("step", MetricsTcpConfig::step).apply(config)
					.invalidateWhen((step) -> step.compareTo(Duration.ofMillis(1)) < 0, "must be at least 1ms",
							InvalidReason.MALFORMED));
	}

}
