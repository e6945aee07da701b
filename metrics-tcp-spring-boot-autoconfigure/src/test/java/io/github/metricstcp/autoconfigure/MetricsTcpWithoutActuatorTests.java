package io.github.metricstcp.autoconfigure;

import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.MetricsTcpMeterRegistry;
import io.github.metricstcp.testing.StreamClient;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests on a class path without the actuator, as
 * {@code spring-boot-starter-micrometer-metrics} makes it. In an execution of its own.
 */
@Tag("without-actuator")
class MetricsTcpWithoutActuatorTests {

	@Test
	void streamsAndShowsThePage() {
		assertThat(ClassUtils.isPresent("org.springframework.boot.actuate.endpoint.annotation.Endpoint", null))
			.isFalse();
		assertThat(ClassUtils
			.isPresent("org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration", null))
			.isFalse();
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ApplicationConfiguration.class)
			.web(WebApplicationType.NONE)
			.run("--metrics-tcp.server.port=0", "--metrics-tcp.page.port=0");
				StreamClient client = StreamClient.connect(context.getBean(MetricsTcpExporter.class).address())) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry).isInstanceOf(MetricsTcpMeterRegistry.class);
			registry.counter("orders").increment();
			await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(1));
			assertThat(context.containsBean("metricsTcpEndpoint")).isFalse();
			OpenedPage.of(context.getEnvironment()).awaitDocument("orders", "\"value\":1");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationConfiguration {

	}

}
