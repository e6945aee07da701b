package io.github.metricstcp.rollup;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RollupSettings} and what is made of them.
 */
class RollupSettingsTests {

	private static RollupSettings.Builder builder() {
		return RollupSettings.builder("localhost:9092");
	}

	@Test
	void thereAreDefaults() {
		RollupSettings settings = builder().build();
		assertThat(settings.source()).isEqualTo("metrics-tcp");
		assertThat(settings.output()).isEqualTo("metrics-tcp-rollup");
		assertThat(settings.sketches()).isEqualTo("metrics-tcp-rollup-sketches");
		assertThat(settings.window()).isEqualTo(Duration.ofSeconds(10));
		assertThat(settings.grace()).isEqualTo(Duration.ofSeconds(30));
		assertThat(settings.labels().of(Map.of("a", "b"))).isEqualTo(Map.of("a", "b"));
	}

	@Test
	void whatIsWrongIsSaid() {
		refused(RollupSettings.builder("localhost"), "HOST:PORT");
		refused(builder().source("a b"), "no topic");
		refused(builder().output("metrics-tcp"), "in use");
		refused(builder().output("x").sketches("x"), "in use");
		refused(builder().window(Duration.ofMillis(1_500)), "whole seconds");
		refused(builder().window(Duration.ZERO), "at least 1");
		refused(builder().grace(Duration.ofSeconds(-1)), "grace");
		refused(builder().threads(0), "threads");
		refused(builder().application("x".repeat(151)), "application");
	}

	private static void refused(RollupSettings.Builder builder, String sentence) {
		assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining(sentence);
	}

	@Test
	void labelsAreKeptByName() {
		Map<String, String> labels = Map.of("uri", "/", "pod", "1");
		assertThat(KeptLabels.only(Set.of("uri")).of(labels)).isEqualTo(Map.of("uri", "/"));
		assertThat(KeptLabels.allBut(Set.of("pod")).of(labels)).isEqualTo(Map.of("uri", "/"));
		assertThat(KeptLabels.only(Set.of()).of(labels)).isEmpty();
	}

	@Test
	void propertiesOfTheUserAreOverOurDefaultsAndUnderTheSettings() {
		Properties properties = StreamsProperties.of(
				builder()
					.properties(Map.of("commit.interval.ms", "200", "processing.guarantee", "at_least_once",
							"security.protocol", "SSL"))
					.build());
		assertThat(properties).containsEntry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "200")
			.containsEntry("security.protocol", "SSL")
			.containsEntry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
	}

}
