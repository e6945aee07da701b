package io.github.metricstcp.autoconfigure;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.MetricsTcpMeterRegistry;
import io.github.metricstcp.testing.StreamClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests in applications as a user runs them: with all auto-configurations there are, in
 * the order in which Spring Boot puts them.
 */
class MetricsTcpApplicationTests {

	private final SpringApplicationBuilder application = application();

	private static SpringApplicationBuilder application() {
		return new SpringApplicationBuilder(ApplicationConfiguration.class).properties("metrics-tcp.server.port=0",
				"server.port=0");
	}

	@ParameterizedTest
	@EnumSource(names = { "NONE", "SERVLET" })
	void streamsWithAndWithoutWeb(WebApplicationType type) {
		try (ConfigurableApplicationContext context = this.application.web(type).run()) {
			assertStreams(context);
		}
	}

	@Test
	void isTheOnlyRegistry() {
		try (ConfigurableApplicationContext context = this.application.web(WebApplicationType.NONE).run()) {
			assertThat(context.getBeansOfType(MeterRegistry.class).values())
				.containsExactly(context.getBean(MetricsTcpMeterRegistry.class));
		}
	}

	@Test
	void clientThatIsNotAllowedIsRefused() {
		try (ConfigurableApplicationContext context = this.application.web(WebApplicationType.NONE)
			.run("--metrics-tcp.server.allowed-addresses=10.0.0.0/8, fd00::/8");
				StreamClient refused = connect(context)) {
			await().until(refused::hasEnded);
			assertThat(refused.events()).isEmpty();
			assertThat(context.getBean(MetricsTcpExporter.class).connections().refused()).isEqualTo(1);
		}
	}

	@Test
	void clientThatIsAllowedMayConnect() {
		try (ConfigurableApplicationContext context = this.application.web(WebApplicationType.NONE)
			.run("--metrics-tcp.server.allowed-addresses=10.0.0.0/8, 127.0.0.0/8")) {
			assertStreams(context);
		}
	}

	@Test
	void leavesTheFieldToOthersWhenDisabled() {
		try (ConfigurableApplicationContext context = this.application.web(WebApplicationType.NONE)
			.run("--metrics-tcp.enabled=false")) {
			assertThat(context.getBeansOfType(MeterRegistry.class).values()).singleElement()
				.isInstanceOf(SimpleMeterRegistry.class);
			assertThat(context.getBeansOfType(MetricsTcpExporter.class)).isEmpty();
			assertThat(context.getBeansOfType(MetricsTcpEndpoint.class)).isEmpty();
		}
	}

	@Test
	void listensWhenBeansAreInitializedLazily() {
		try (ConfigurableApplicationContext context = this.application.web(WebApplicationType.NONE)
			.lazyInitialization(true)
			.run()) {
			int port = context.getEnvironment().getRequiredProperty("local.metrics-tcp.port", Integer.class);
			assertThat(port).isPositive();
			assertStreams(context);
		}
	}

	@Test
	void gaugesOfTheApplicationAreStreamed() {
		try (ConfigurableApplicationContext context = this.application.web(WebApplicationType.NONE).run();
				StreamClient client = connect(context)) {
			await().untilAsserted(() -> assertThat(client.gauge("system.cpu.count")).isPositive());
			await().untilAsserted(() -> assertThat(client.counter("metrics.tcp.bytes")).isNotNull());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "--management.metrics.distribution.percentiles.all=0.5,0.99",
			"--management.metrics.distribution.percentiles-histogram.all=true",
			"--management.metrics.distribution.slo.work=100ms,1s" })
	void takesNoNameOfAMeterAway(String property) {
		Set<String> without = meterNames(property, "--metrics-tcp.enabled=false");
		Set<String> with = meterNames(property);
		assertThat(with).containsAll(without);
		assertThat(with).filteredOn((name) -> !without.contains(name))
			.isNotEmpty()
			.allMatch((name) -> name.startsWith("metrics.tcp."));
		if (property.contains("percentiles.")) {
			assertThat(with).contains("work.percentile");
		}
		if (property.contains("slo.")) {
			assertThat(with).contains("work.histogram");
		}
	}

	private static Set<String> meterNames(String... properties) {
		try (ConfigurableApplicationContext context = application().web(WebApplicationType.SERVLET)
			.run(Stream.of(properties).filter((property) -> !property.isEmpty()).toArray(String[]::new))) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			registry.timer("work").record(Duration.ofMillis(3));
			return registry.getMeters()
				.stream()
				.map((meter) -> meter.getId().getName())
				// They come with the first collection
				.filter((name) -> !name.startsWith("jvm.gc."))
				.collect(Collectors.toSet());
		}
	}

	@Test
	void autoConfigurationsAreRegistered() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null))
			.contains(MetricsTcpAutoConfiguration.class.getName(), MetricsTcpEndpointAutoConfiguration.class.getName());
	}

	@Test
	void namesOfOtherAutoConfigurationsExist() {
		AutoConfiguration annotation = MetricsTcpAutoConfiguration.class.getAnnotation(AutoConfiguration.class);
		assertThat(annotation.beforeName()).filteredOn(MetricsTcpApplicationTests::isOfThisLine)
			.hasSize(2)
			.allMatch((name) -> ClassUtils.isPresent(name, null));
		assertThat(annotation.afterName()).filteredOn(MetricsTcpApplicationTests::isOfThisLine)
			.hasSize(1)
			.allMatch((name) -> ClassUtils.isPresent(name, null));
	}

	private static boolean isOfThisLine(String name) {
		return name.startsWith("org.springframework.boot.micrometer.");
	}

	private static void assertStreams(ConfigurableApplicationContext context) {
		try (StreamClient client = connect(context)) {
			context.getBean(MeterRegistry.class).counter("orders", "kind", "book").increment(3);
			await().untilAsserted(() -> assertThat(client.counter("orders", "kind", "book")).isEqualTo(3));
		}
	}

	private static StreamClient connect(ConfigurableApplicationContext context) {
		return StreamClient.connect(context.getBean(MetricsTcpExporter.class).address());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationConfiguration {

	}

}
