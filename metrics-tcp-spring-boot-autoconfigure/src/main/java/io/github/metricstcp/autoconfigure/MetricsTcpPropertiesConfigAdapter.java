package io.github.metricstcp.autoconfigure;

import java.time.Duration;

import io.github.metricstcp.MetricsTcpConfig;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of the registry by {@link MetricsTcpProperties}.
 */
final class MetricsTcpPropertiesConfigAdapter implements MetricsTcpConfig {

	private final MetricsTcpProperties properties;

	MetricsTcpPropertiesConfigAdapter(MetricsTcpProperties properties) {
		this.properties = properties;
	}

	@Override
	public @Nullable String get(String key) {
		return null;
	}

	@Override
	public int bufferSize() {
		return this.properties.bufferSize();
	}

	@Override
	public boolean snapshot() {
		return this.properties.snapshot();
	}

	@Override
	public Duration linger() {
		return this.properties.linger();
	}

	@Override
	public Duration pollingFrequency() {
		return this.properties.pollingFrequency();
	}

	@Override
	public Duration step() {
		return this.properties.step();
	}

}
