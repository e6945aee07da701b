package io.github.metricstcp.kafka;

import java.util.Map;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for timeouts and memory of the user's, which others depend on.
 */
class TimeoutPropertiesTests {

	@ParameterizedTest
	@CsvSource({ "linger.ms, 50, 30000, 10000", "request.timeout.ms, 15000, 30000, 15000",
			"request.timeout.ms, 29950, 30000, 29950", "request.timeout.ms, 29951, 30001, 29951",
			"request.timeout.ms, 600000, 600050, 600000", "request.timeout.ms, 2147483647, 2147483647, 2147483647",
			"linger.ms, 25000, 35000, 10000", "delivery.timeout.ms, 4000, 4000, 3950",
			"delivery.timeout.ms, 60000, 60000, 10000" })
	void thoseOfAProducerGoWithTheUsers(String property, String value, int delivery, int request) {
		Map<String, Object> properties = ProducerProperties.of(settings(property, value), 12);
		assertThat(number(properties, "delivery.timeout.ms")).isEqualTo(delivery);
		assertThat(number(properties, "request.timeout.ms")).isEqualTo(request);
		new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()).close();
	}

	@ParameterizedTest
	@CsvSource({ "retries, 5, 5000, 5000", "request.timeout.ms, 3000, 5000, 3000",
			"request.timeout.ms, 15000, 15000, 15000", "default.api.timeout.ms, 3000, 3000, 3000",
			"default.api.timeout.ms, 60000, 60000, 5000" })
	void thoseOfAClientThatAsksForTopicsGoWithTheUsers(String property, String value, int all, int request) {
		Map<String, Object> properties = ClientProperties.ofAdmin(settings(property, value), 5_000);
		assertThat(number(properties, "default.api.timeout.ms")).isEqualTo(all);
		assertThat(number(properties, "request.timeout.ms")).isEqualTo(request);
		Admin.create(properties).close();
	}

	@ParameterizedTest
	@CsvSource({ "10000, 1, 10000", "100000, 1, 50000", "100000, 12, 16384", "1000000, 1, 262144",
			"10000000000, 4000, 262144" })
	void aBatchHasRoomInTheUsersBuffer(String buffer, int partitions, int batch) {
		assertThat(number(ProducerProperties.of(settings("buffer.memory", buffer), partitions), "batch.size"))
			.isEqualTo(batch);
	}

	@ParameterizedTest
	@CsvSource({ "1, 262144", "32, 262144", "33, 254200", "64, 131072", "512, 16384", "4000, 16384" })
	void batchesOfAllPartitionsHaveHalfOfTheProducersMemory(int partitions, int batch) {
		KafkaSettings settings = new KafkaSettings("127.0.0.1:9092", "shops", Map.of());
		Map<String, Object> properties = ProducerProperties.of(settings, partitions);
		assertThat(number(properties, "batch.size")).isEqualTo(batch);
		assertThat(number(properties, "buffer.memory")).isEqualTo(16 << 20);
	}

	@Test
	void aBatchIsAsLargeAsTheUserSays() {
		assertThat(number(ProducerProperties.of(settings("batch.size", "1000000"), 1_000), "batch.size"))
			.isEqualTo(1_000_000);
	}

	private static KafkaSettings settings(String property, String value) {
		return new KafkaSettings("127.0.0.1:9092", "shops", Map.of(property, value));
	}

	private static int number(Map<String, Object> properties, String name) {
		return Integer.parseInt(String.valueOf(properties.get(name)));
	}

}
