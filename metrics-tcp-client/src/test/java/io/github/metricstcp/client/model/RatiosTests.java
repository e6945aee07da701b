package io.github.metricstcp.client.model;

import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Ratios}.
 */
class RatiosTests {

	@ParameterizedTest
	@CsvSource({ "GAUGE,system.cpu.usage,,true", "GAUGE,process.cpu.usage,,true", "GAUGE,jvm.gc.overhead,percent,true",
			"GAUGE,jvm.memory.usage.after.gc,percent,true", "GAUGE,jvm.cpu.recent_utilization,,true",
			"GAUGE,disk.usage,,true", "GAUGE,kafka.consumer.io.ratio,,true", "GAUGE,battery.usage,percent,false",
			"GAUGE,disk.usage,bytes,false", "GAUGE,system.cpu.count,,false",
			"HISTOGRAM,hikaricp.connections.usage,,false", "COUNTER,api.usage,,false",
			"GAUGE,queue.usage,count,false" })
	void gaugesAreRatiosByTheirNames(Kind kind, String name, @Nullable String unit, boolean ratio) {
		assertThat(Ratios.isRatio(kind, name, unit)).isEqualTo(ratio);
	}

}
