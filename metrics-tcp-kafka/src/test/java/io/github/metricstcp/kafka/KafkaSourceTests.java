package io.github.metricstcp.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for topics as users write them, and for files of properties.
 */
class KafkaSourceTests {

	private static final Instant NOW = Instant.parse("2026-11-24T09:30:00Z");

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "kafka:localhost:9092/shops|localhost:9092|shops|",
			"kafka:localhost:9092|localhost:9092|metrics-tcp|", "kafka:localhost:9092/|localhost:9092|metrics-tcp|",
			"kafka:a:9092,b:9093/shops?from=-15m|a:9092,b:9093|shops|2026-11-24T09:15:00Z",
			"kafka:[::1]:9092?from=-90s|[::1]:9092|metrics-tcp|2026-11-24T09:28:30Z",
			"kafka:b:1/t?from=-2h|b:1|t|2026-11-24T07:30:00Z", "kafka:b:1/t?from=-1d|b:1|t|2026-11-23T09:30:00Z",
			"kafka:b:1/t?from=2026-11-24T10:00:00+01:00|b:1|t|2026-11-24T09:00:00Z",
			"kafka:b:1/t?from=2026-11-24T09:00:00Z|b:1|t|2026-11-24T09:00:00Z" })
	void aTopicIsReadAsItIsWritten(String text, String servers, String topic, Instant from) {
		KafkaSource source = KafkaSource.parse(text, Map.of(), NOW);
		assertThat(source.settings().servers()).isEqualTo(servers);
		assertThat(source.settings().topic()).isEqualTo(topic);
		assertThat(source.from()).isEqualTo(from);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "kafka:b:1/t?from=yesterday", "kafka:b:1/t?till=-15m", "kafka:b:1/t?from=15m", "kafka:b:1/t?" })
	void aTimeThatIsNoneIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> KafkaSource.parse(text, Map.of(), NOW))
			.withMessage(
					"\"" + text + "\" is no topic: behind ? is a time, such as from=-15m or from=2026-11-24T09:00:00Z");
	}

	@Test
	void whatIsNoBrokerOrTopicIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> KafkaSource.parse("kafka:localhost/shops", Map.of(), NOW))
			.withMessage("\"localhost\" is no broker: it is written HOST:PORT, such as localhost:9092");
		assertThatIllegalArgumentException().isThrownBy(() -> KafkaSource.parse("kafka:", Map.of(), NOW))
			.withMessageStartingWith("\"kafka:\" is no topic: it is written kafka:HOST:PORT/TOPIC");
		assertThatIllegalArgumentException().isThrownBy(() -> KafkaSource.parse("kafka:b:1/a b", Map.of(), NOW))
			.withMessage("\"a b\" is no topic: it has letters, digits, ., _ and -");
	}

	@Test
	void propertiesAreReadFromAFileAsKafkasOwnToolsDo(@TempDir Path directory) throws Exception {
		Path file = Files.writeString(directory.resolve("kafka.properties"),
				"# comment\nsecurity.protocol=SASL_SSL\nsasl.mechanism = PLAIN\n");
		assertThat(KafkaSettings.readProperties(file))
			.isEqualTo(Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN"));
		Path missing = directory.resolve("missing");
		assertThatIllegalArgumentException().isThrownBy(() -> KafkaSettings.readProperties(missing))
			.withMessage(missing + " can't be read: there is no such file");
	}

	@Test
	void aTimeInTheFutureIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> KafkaSource.parse("kafka:b:1/t?from=2099-01-01T00:00:00Z", Map.of(), NOW))
			.withMessageContaining("2099-01-01T00:00:00Z is in the future");
	}

}
