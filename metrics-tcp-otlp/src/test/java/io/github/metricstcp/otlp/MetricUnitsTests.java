package io.github.metricstcp.otlp;

import io.github.metricstcp.client.wire.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link MetricUnits}.
 */
class MetricUnitsTests {

	@ParameterizedTest
	@CsvSource({ "seconds, s", "milliseconds, ms", "microseconds, us", "nanoseconds, ns", "bytes, By",
			"mebibytes, MiBy", "percent, %", "megabits_per_second, Mbit/s", "count_per_second, {count}/s",
			"count, {count}", "orders, {orders}", "'a b', ''", "a{b}, ''", "'', ''", "ä, ''" })
	void unitsAreCodesOrAnnotations(String unit, String code) {
		assertThat(MetricUnits.codeOf(Kind.GAUGE, "shop.size", unit)).isEqualTo(code);
	}

	@Test
	void ratiosHaveTheUnitOfANumberThoughTheyAreSentAsPercent() {
		assertThat(MetricUnits.codeOf(Kind.GAUGE, "process.cpu.usage", "percent")).isEqualTo("1");
		assertThat(MetricUnits.codeOf(Kind.GAUGE, "shop.fill.ratio", null)).isEqualTo("1");
		assertThat(MetricUnits.codeOf(Kind.COUNTER, "shop.orders", null)).isEmpty();
	}

}
