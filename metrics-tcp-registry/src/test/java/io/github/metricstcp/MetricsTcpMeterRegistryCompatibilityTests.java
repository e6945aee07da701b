package io.github.metricstcp;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.tck.MeterRegistryCompatibilityKit;

/**
 * {@link MeterRegistryCompatibilityKit} for {@link MetricsTcpMeterRegistry}.
 */
class MetricsTcpMeterRegistryCompatibilityTests extends MeterRegistryCompatibilityKit {

	@Override
	public MeterRegistry registry() {
		return new MetricsTcpMeterRegistry(MetricsTcpConfig.DEFAULT, new MockClock());
	}

	@Override
	public Duration step() {
		return MetricsTcpConfig.DEFAULT.step();
	}

}
