package io.github.metricstcp.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.metricstcp.MetricsTcpConfig;
import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.MetricsTcpMeterRegistry;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.config.validate.ValidationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MetricsTcpProperties}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MetricsTcpPropertiesTests {

	private static final Set<String> WITHOUT_DEFAULT = Set.of("metrics-tcp.server.allowed-addresses",
			"metrics-tcp.server.ssl.enabled", "metrics-tcp.server.ssl.bundle", "metrics-tcp.page.token",
			"metrics-tcp.page.ssl.enabled", "metrics-tcp.page.ssl.bundle", "local.metrics-tcp.port",
			"local.metrics-tcp.page.port");

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withUserConfiguration(PropertiesConfiguration.class);

	@Test
	void defaultsAgreeWithThoseOfTheRegistry() {
		this.contextRunner.run((context) -> {
			MetricsTcpConfig config = new MetricsTcpPropertiesConfigAdapter(
					context.getBean(MetricsTcpProperties.class));
			assertThat(config.bufferSize()).isEqualTo(MetricsTcpConfig.DEFAULT.bufferSize());
			assertThat(config.snapshot()).isEqualTo(MetricsTcpConfig.DEFAULT.snapshot());
			assertThat(config.linger()).isEqualTo(MetricsTcpConfig.DEFAULT.linger());
			assertThat(config.pollingFrequency()).isEqualTo(MetricsTcpConfig.DEFAULT.pollingFrequency());
			assertThat(config.step()).isEqualTo(MetricsTcpConfig.DEFAULT.step());
			assertThat(config.prefix()).isEqualTo(MetricsTcpConfig.DEFAULT.prefix());
		});
	}

	@Test
	void defaultsAgreeWithThoseOfTheExporter() {
		this.contextRunner.run((context) -> {
			MetricsTcpProperties.Server server = context.getBean(MetricsTcpProperties.class).server();
			try (MetricsTcpExporter byDefault = MetricsTcpExporter.builder().build();
					MetricsTcpExporter byProperties = new MetricsTcpAutoConfiguration().metricsTcpExporter(
							byDefault.registry(), context.getBean(MetricsTcpProperties.class),
							context.getBeanProvider(SslBundles.class), context.getEnvironment())) {
				assertThat(byProperties).extracting("server.settings")
					.usingRecursiveComparison()
					.isEqualTo(assertThat(byDefault).extracting("server.settings").actual());
			}
			assertThat(server.port()).isNull();
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			metrics-tcp.buffer-size              | 0           | 1 to 16777216, or -1 for no limit
			metrics-tcp.buffer-size              | -2          | 1 to 16777216, or -1 for no limit
			metrics-tcp.linger                   | -1ms        | 0 to 100ms
			metrics-tcp.linger                   | 101ms       | 0 to 100ms
			metrics-tcp.polling-frequency        | 0s          | at least 1ms
			metrics-tcp.polling-frequency        | 999us       | at least 1ms
			metrics-tcp.step                     | -1s         | at least 1ms
			metrics-tcp.server.port              | -1          | 0 to 65535
			metrics-tcp.server.port              | 65536       | 0 to 65535
			metrics-tcp.server.max-clients       | 0           | at least 1
			metrics-tcp.server.stall-timeout     | 0           | at least 1ms
			metrics-tcp.server.shutdown-timeout  | -1ms        | not be negative
			metrics-tcp.server.allowed-addresses | localhost   | is not an IP address, or a range
			metrics-tcp.server.allowed-addresses | 10.0.0.0/33 | prefix length must be 0 to 32
			metrics-tcp.server.allowed-addresses | ''          | at least one address
			metrics-tcp.server.ssl.bundle        | ''          | must be the name of an SSL bundle
			metrics-tcp.server.ssl.bundle        | nope        | No SSL bundle has that name (known: none)
			metrics-tcp.server.ssl.enabled       | true        | needs metrics-tcp.server.ssl.bundle
			metrics-tcp.server.ssl.client-auth   | NEED        | needs metrics-tcp.server.ssl.bundle
			""")
	void invalidValueStopsTheStartAndIsExplained(String name, String value, String allowed, CapturedOutput output) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(ApplicationConfiguration.class)
			.web(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run("--" + name + "=" + value));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Invalid value '" + value + "' for configuration property '" + name + "'")
			.contains(allowed);
	}

	@Test
	void everySettingThatAMessageCanNameIsAProperty() throws IOException {
		Set<String> properties = metadata().keySet();
		// Encryption and discovery have properties of their own, and the registry and its
		// clock are beans
		Set<String> others = Set.of("ssl", "announcedAs", "registry", "config", "clock", "build");
		assertThat(Arrays.stream(MetricsTcpExporter.Builder.class.getDeclaredMethods())
			.filter((method) -> Modifier.isPublic(method.getModifiers()) && !others.contains(method.getName()))
			.map((method) -> "metrics-tcp.server." + dashed(method.getName()))).isNotEmpty().isSubsetOf(properties);
		assertThatExceptionOfType(ValidationException.class)
			.isThrownBy(() -> new MetricsTcpMeterRegistry(new InvalidConfig(), Clock.SYSTEM))
			.satisfies((ex) -> assertThat(ex.getValidation().failures())
				.extracting((failure) -> dashed(failure.getProperty()))
				.hasSize(4)
				.isSubsetOf(properties));
	}

	private static String dashed(String name) {
		return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "metrics-tcp.buffer-size=1", "metrics-tcp.buffer-size=-1", "metrics-tcp.linger=0",
			"metrics-tcp.linger=100ms", "metrics-tcp.polling-frequency=1ms", "metrics-tcp.step=1ms",
			"metrics-tcp.server.port=0", "metrics-tcp.server.port=65535", "metrics-tcp.server.max-clients=1",
			"metrics-tcp.server.stall-timeout=1ms", "metrics-tcp.server.shutdown-timeout=0",
			"metrics-tcp.server.allowed-addresses=::/0, 0.0.0.0/0" })
	void extremeValueIsValid(String property) {
		this.contextRunner.withPropertyValues(property).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void metadataHasHintsForThePropertiesThatNeedThem() throws IOException {
		Map<String, JsonNode> hints = items("hints");
		assertThat(hints).containsOnlyKeys("metrics-tcp.buffer-size", "metrics-tcp.page.address",
				"metrics-tcp.page.ssl.bundle", "metrics-tcp.server.address", "metrics-tcp.server.allowed-addresses",
				"metrics-tcp.server.ssl.bundle");
		assertThat(hints.get("metrics-tcp.buffer-size").get("values")).extracting((value) -> value.get("value").asInt())
			.contains(MetricsTcpConfig.MAX_BUFFER_SIZE, MetricsTcpConfig.UNLIMITED_BUFFER_SIZE);
		assertThat(metadata().get("metrics-tcp.buffer-size").get("description").asString())
			.contains("1 to " + MetricsTcpConfig.MAX_BUFFER_SIZE);
		for (String name : List.of("metrics-tcp.buffer-size", "metrics-tcp.server.address",
				"metrics-tcp.server.allowed-addresses")) {
			for (JsonNode value : hints.get(name).get("values")) {
				this.contextRunner.withPropertyValues(name + "=" + value.get("value").asString())
					.run((context) -> assertThat(context).hasNotFailed());
			}
		}
	}

	@Test
	void valueThatIsNoAddressIsExplained(CapturedOutput output) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(ApplicationConfiguration.class)
			.web(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run("--metrics-tcp.server.address=no.such.host.invalid"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("metrics-tcp.server.address")
			.contains("no.such.host.invalid");
	}

	@Test
	void metadataDescribesEveryProperty() throws IOException {
		Map<String, JsonNode> properties = metadata();
		assertThat(properties.keySet()).containsExactlyInAnyOrder("metrics-tcp.enabled", "metrics-tcp.buffer-size",
				"metrics-tcp.snapshot", "metrics-tcp.linger", "metrics-tcp.polling-frequency", "metrics-tcp.step",
				"metrics-tcp.server.address", "metrics-tcp.server.port", "metrics-tcp.server.max-clients",
				"metrics-tcp.server.stall-timeout", "metrics-tcp.server.shutdown-timeout",
				"metrics-tcp.server.allowed-addresses", "metrics-tcp.server.ssl.enabled",
				"metrics-tcp.server.ssl.bundle", "metrics-tcp.server.ssl.client-auth", "metrics-tcp.discovery.enabled",
				"metrics-tcp.page.enabled", "metrics-tcp.page.address", "metrics-tcp.page.port",
				"metrics-tcp.page.history", "metrics-tcp.page.token", "metrics-tcp.page.ssl.enabled",
				"metrics-tcp.page.ssl.bundle", "metrics-tcp.page.ssl.client-auth", "local.metrics-tcp.page.port",
				"local.metrics-tcp.port", "management.endpoint.metricstcp.access",
				"management.endpoint.metricstcp.cache.time-to-live");
		properties.forEach((name, property) -> {
			assertThat(property.path("description").asString()).as(name).matches("[A-Z].*\\.").doesNotContain("{@");
			assertThat(property.path("type").asString()).as(name).isNotEmpty();
			assertThat(property.path("defaultValue").isMissingNode()).as(name)
				.isEqualTo(WITHOUT_DEFAULT.contains(name));
		});
	}

	@Test
	void metadataHasTheTrueDefaults() throws IOException {
		Map<String, JsonNode> properties = metadata();
		assertThat(properties.get("metrics-tcp.page.port").get("defaultValue").asInt()).isEqualTo(5080);
		assertThat(properties.get("metrics-tcp.page.history").get("defaultValue").asString()).isEqualTo("64MB");
		assertThat(properties.get("metrics-tcp.enabled").get("defaultValue").asBoolean()).isTrue();
		assertThat(properties.get("management.endpoint.metricstcp.access").get("defaultValue").asString())
			.isEqualTo("read_only");
		assertThat(properties.get("metrics-tcp.server.port").get("defaultValue").asInt())
			.isEqualTo(MetricsTcpExporter.DEFAULT_PORT);
		String[] values = properties.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().startsWith("metrics-tcp.") && !entry.getKey().endsWith(".port")
					&& entry.getValue().has("defaultValue"))
			.map((entry) -> entry.getKey() + "=" + entry.getValue().get("defaultValue").asString())
			.toArray(String[]::new);
		this.contextRunner.run((byDefault) -> this.contextRunner.withPropertyValues(values)
			.run((byMetadata) -> assertThat(byMetadata.getBean(MetricsTcpProperties.class))
				.isEqualTo(byDefault.getBean(MetricsTcpProperties.class))));
	}

	private static Map<String, JsonNode> metadata() throws IOException {
		return items("properties");
	}

	private static Map<String, JsonNode> items(String kind) throws IOException {
		URL classes = MetricsTcpProperties.class.getProtectionDomain().getCodeSource().getLocation();
		try (InputStream in = new URL(classes, "META-INF/spring-configuration-metadata.json").openStream()) {
			Map<String, JsonNode> items = new LinkedHashMap<>();
			for (JsonNode item : new JsonMapper().readTree(in).get(kind)) {
				items.put(item.get("name").asString(), item);
			}
			return items;
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(MetricsTcpProperties.class)
	static class PropertiesConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationConfiguration {

	}

	private static final class InvalidConfig implements MetricsTcpConfig {

		@Override
		public @Nullable String get(String key) {
			return null;
		}

		@Override
		public int bufferSize() {
			return 0;
		}

		@Override
		public Duration linger() {
			return Duration.ofMillis(-1);
		}

		@Override
		public Duration pollingFrequency() {
			return Duration.ZERO;
		}

		@Override
		public Duration step() {
			return Duration.ZERO;
		}

	}

}
