package io.github.metricstcp.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
	@CsvSource(delimiter = '|',
			textBlock = """
					kafka:b:1/t?from=-1h                                  | 2026-11-24T08:30:00Z |                      | Infinity
					kafka:b:1/t?from=-1h,speed=max                        | 2026-11-24T08:30:00Z |                      | Infinity
					kafka:b:1/t?from=-1h,to=-30m,speed=10                 | 2026-11-24T08:30:00Z | 2026-11-24T09:00:00Z | 10
					kafka:b:1/t?speed=0.5&to=2026-11-24T09:00:00Z&from=-2h | 2026-11-24T07:30:00Z | 2026-11-24T09:00:00Z | 0.5
					kafka:b:1/t?to=-0s,from=-1s                           | 2026-11-24T09:29:59Z | 2026-11-24T09:30:00Z | Infinity
					""")
	void aTimeOfATopicHasAnEndAndASpeedInAnyOrder(String text, Instant from, Instant to, double speed) {
		KafkaSource source = KafkaSource.parse(text, Map.of(), NOW);
		assertThat(source.settings().topic()).isEqualTo("t");
		assertThat(source.from()).isEqualTo(from);
		assertThat(source.to()).isEqualTo(to);
		assertThat(source.speed()).isEqualTo(speed);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					from=yesterday                   | from= takes a time, such as from=-15m or from=2026-11-24T09:00:00Z
					from=15m                         | from= takes a time, such as from=-15m or from=2026-11-24T09:00:00Z
					from=-1h,to=15m                  | to= takes a time, such as to=-15m or to=2026-11-24T09:00:00Z
					till=-15m                        | behind ? are from=TIME, to=TIME and speed=N, with commas between them, and not "till=-15m"
					from=-15m,                       | behind ? are from=TIME, to=TIME and speed=N, with commas between them, and not ""
					''                               | behind ? are from=TIME, to=TIME and speed=N, with commas between them, and not ""
					from=-15m,from=-1h               | from= is given twice
					from=-15m,to=-15m                | to=-15m is not after from=-15m
					from=-15m,to=-1h                 | to=-1h is not after from=-15m
					to=-15m                          | to= goes with from=
					speed=2,to=-15m                  | speed= goes with from=
					from=-15m,speed=0                | speed= takes a factor of 0.001 or more, such as speed=10 or speed=0.5, or max
					from=-15m,speed=-1               | speed= takes a factor of 0.001 or more, such as speed=10 or speed=0.5, or max
					from=-15m,speed=                 | speed= takes a factor of 0.001 or more, such as speed=10 or speed=0.5, or max
					from=-15m,speed=NaN              | speed= takes a factor of 0.001 or more, such as speed=10 or speed=0.5, or max
					from=2099-01-01T00:00:00Z        | 2099-01-01T00:00:00Z is in the future; without a time, it is read from now on
					from=-1h,to=2099-01-01T00:00:00Z | 2099-01-01T00:00:00Z is in the future; without to=, reading goes on with what comes
					""")
	void aTimeThatIsNoneIsRefused(String time, String reason) {
		String text = "kafka:b:1/t?" + time;
		assertThatIllegalArgumentException().isThrownBy(() -> KafkaSource.parse(text, Map.of(), NOW))
			.withMessage("\"%s\" is no topic: %s".formatted(text, reason));
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

}
