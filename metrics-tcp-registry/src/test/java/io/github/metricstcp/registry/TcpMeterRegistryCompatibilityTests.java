package io.github.metricstcp.registry;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.tck.MeterRegistryCompatibilityKit;

/**
 * {@link MeterRegistryCompatibilityKit} for {@link TcpMeterRegistry}.
 */
class TcpMeterRegistryCompatibilityTests extends MeterRegistryCompatibilityKit {

	@Override
	public MeterRegistry registry() {
		return new TcpMeterRegistry(TcpRegistryConfig.DEFAULT, new MockClock());
	}

	@Override
	public Duration step() {
		return TcpRegistryConfig.DEFAULT.step();
	}

}
