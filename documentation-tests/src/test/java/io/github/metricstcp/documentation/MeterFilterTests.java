package io.github.metricstcp.documentation;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import io.github.metricstcp.MetricsTcpMeterRegistry;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the filters that the documentation shows: they apply to this registry, and to
 * no other.
 */
class MeterFilterTests {

	@TempDir
	private Path directory;

	@Test
	void onlyOwnMetersAreStreamed() throws Exception {
		withSnippet("onlyOwnMeters", (streamed, other) -> {
			assertThat(names(streamed)).contains("shop.orders.placed", "metrics.tcp.events")
				.allMatch((name) -> name.startsWith("shop.") || name.startsWith("metrics.tcp."));
			assertThat(names(other)).contains("shop.orders.placed", "http.server.requests", "jvm.memory.used");
		});
	}

	@Test
	void aTagIsLeftOutOfTheStreamAlone() throws Exception {
		withSnippet("withoutTenants", (streamed, other) -> {
			assertThat(streamed.get("shop.orders.placed").counter().getId().getTag("tenant")).isNull();
			assertThat(streamed.get("shop.orders.placed").counter().getId().getTag("channel")).isEqualTo("app");
			assertThat(other.get("shop.orders.placed").counter().getId().getTag("tenant")).isEqualTo("acme");
			assertThat(names(streamed)).contains("jvm.memory.used");
		});
	}

	private static List<String> names(MeterRegistry registry) {
		return registry.getMeters().stream().map(Meter::getId).map(Meter.Id::getName).toList();
	}

	/**
	 * Starts an application with the method of a snippet, as a user has it.
	 * @param method the name of the method
	 * @param assertions takes the registry that is streamed, and another one
	 */
	private void withSnippet(String method, BiConsumer<MeterRegistry, MeterRegistry> assertions) throws Exception {
		String text = Page.snippets("java")
			.map(Page.Snippet::text)
			.filter((snippet) -> snippet.contains(" " + method + "()"))
			.findFirst()
			.orElseThrow();
		List<String> problems = new ArrayList<>();
		boolean compiled = JavaSnippet.OTHERS.stream()
			.anyMatch((frame) -> new JavaSnippet(text, this.directory).compile(frame, problems));
		assertThat(compiled).as("%s", problems).isTrue();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { this.directory.toUri().toURL() },
				MeterFilterTests.class.getClassLoader());
				ConfigurableApplicationContext context = new SpringApplicationBuilder(
						RunningApplication.Application.class, OtherRegistry.class, loader.loadClass("Frame"))
					.properties("server.port=0", "metrics-tcp.enabled=true", "metrics-tcp.server.port=0",
							"spring.main.banner-mode=off")
					.run()) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			registry.counter("shop.orders.placed", "channel", "app", "tenant", "acme").increment();
			registry.timer("http.server.requests", "uri", "/orders").record(Duration.ofMillis(3));
			assertions.accept(context.getBean(MetricsTcpMeterRegistry.class),
					context.getBean(SimpleMeterRegistry.class));
		}
	}

	/**
	 * Another registry, beside the one that is streamed.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OtherRegistry {

		@Bean
		SimpleMeterRegistry simpleMeterRegistry() {
			return new SimpleMeterRegistry(SimpleConfig.DEFAULT, Clock.SYSTEM);
		}

	}

}
