package io.github.metricstcp.prometheus;

import java.util.Map;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link MetricNames}, {@link BaseUnit} and {@link SeriesLabels}.
 */
class MetricNamesTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			COUNTER,   orders,                      ,             orders
			COUNTER,   orders.total,                ,             orders
			COUNTER,   total,                       ,             total
			GAUGE,     jvm.memory.total,            ,             jvm_memory_total
			GAUGE,     jvm.memory.used,             bytes,        jvm_memory_used_bytes
			GAUGE,     sent.bytes,                  bytes,        sent_bytes
			GAUGE,     cache.size,                  mebibytes,    cache_size_bytes
			GAUGE,     uptime.hours,                hours,        uptime_seconds
			GAUGE,     disk.used,                   percent,      disk_used_ratio
			GAUGE,     process.cpu.usage,           percent,      process_cpu_usage_ratio
			GAUGE,     process.cpu.usage,           ,             process_cpu_usage
			GAUGE,     jvm.threads.live,            threads,      jvm_threads_live_threads
			GAUGE,     rate,                        orders/s,     rate_orders_s
			GAUGE,     queue,                       count,        queue
			GAUGE,     queue,                       %,            queue
			HISTOGRAM, http.server.requests,        seconds,      http_server_requests_seconds
			HISTOGRAM, http.server.milliseconds,    milliseconds, http_server_seconds
			GAUGE,     2nd.größe,                   ,             _2nd_gr__e
			GAUGE,     a:b-c d,                     ,             a:b_c_d
			GAUGE,     app.info,                    ,             app_info
			""")
	void nameHasTheUnitAndNoOtherCharacters(Kind kind, String name, String unit, String expected) {
		assertThat(MetricNames.of(kind, name, unit, BaseUnit.of(kind, name, unit))).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			GAUGE,     jvm.memory.used,      bytes
			GAUGE,     jvm.threads.live,     threads
			GAUGE,     system.cpu.usage,
			COUNTER,   orders.processed,
			COUNTER,   jvm.gc.memory.allocated, bytes
			HISTOGRAM, order.size,           items
			HISTOGRAM, http.server.requests, seconds
			""")
	void namesAreThoseOfMicrometer(Kind kind, String name, String unit) {
		Meter.Type type = switch (kind) {
			case COUNTER -> Meter.Type.COUNTER;
			case GAUGE -> Meter.Type.GAUGE;
			case HISTOGRAM -> "seconds".equals(unit) ? Meter.Type.TIMER : Meter.Type.DISTRIBUTION_SUMMARY;
		};
		String micrometers = new PrometheusNamingConvention().name(name, type, unit);
		assertThat(MetricNames.of(kind, name, unit, BaseUnit.of(kind, name, unit))).isEqualTo(micrometers);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			250,  milliseconds, 0.25
			3,    microseconds, 0.000003
			7,    nanoseconds,  7e-9
			2,    minutes,      120
			1,    days,         86400
			1.5,  kibibytes,    1536
			12.5, percent,      0.125
			42,   orders,       42
			""")
	void valuesAreInTheBaseUnit(double value, String unit, double expected) {
		assertThat(BaseUnit.of(Kind.GAUGE, "x", unit).convert(value)).isEqualTo(expected);
	}

	@Test
	void ratioThatIsSentAsPercentStaysOne() {
		assertThat(BaseUnit.of(Kind.GAUGE, "process.cpu.usage", "percent").convert(0.5)).isEqualTo(0.5);
	}

	@Test
	void labelsThatHaveOneNameAreOneAndThoseWithoutAValueAreNone() {
		assertThat(labels(Kind.GAUGE, null, Map.of("a.b", "1", "a_b", "2", "empty", "", "__x", "3", "", "4", "0", "5")))
			.hasToString("{_=\"4\",_0=\"5\",_x=\"3\",a_b=\"1;2\"}");
	}

	@Test
	void labelWhoseNameIsNeededGetsAnother() {
		Map<String, String> own = Map.of("le", "1", "target", "x");
		assertThat(labels(Kind.HISTOGRAM, "shop", own))
			.hasToString("{exported_le=\"1\",exported_target=\"x\",target=\"shop\"}");
		assertThat(labels(Kind.GAUGE, null, own)).hasToString("{le=\"1\",target=\"x\"}");
	}

	private static Object labels(Kind kind, String target, Map<String, String> labels) {
		return SeriesLabels.of(new SeriesKey(kind, "x", labels), target);
	}

}
