package io.github.metricstcp.rollup;

import java.util.Map;

import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for timeouts of the user's, which others depend on.
 */
class StreamsPropertiesTests {

	@ParameterizedTest
	@CsvSource({ "request.timeout.ms, 15000, 15000, 15000", "default.api.timeout.ms, 3000, 3000, 3000",
			"retries, 5, 5000, 5000" })
	void thoseOfTheClientThatAsksForTopicsGoWithTheUsers(String property, String value, int all, int request) {
		RollupSettings settings = RollupSettings.builder("127.0.0.1:9092").properties(Map.of(property, value)).build();
		Map<String, Object> properties = StreamsProperties.ofAdmin(settings);
		assertThat(Integer.parseInt(String.valueOf(properties.get("default.api.timeout.ms")))).isEqualTo(all);
		assertThat(Integer.parseInt(String.valueOf(properties.get("request.timeout.ms")))).isEqualTo(request);
		Admin.create(properties).close();
	}

}
