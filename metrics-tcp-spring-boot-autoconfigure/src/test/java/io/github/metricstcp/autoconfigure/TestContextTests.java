package io.github.metricstcp.autoconfigure;

import java.util.List;

import io.github.metricstcp.MetricsTcpExporter;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.micrometer.metrics.test.autoconfigure.AutoConfigureMetrics;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the exporter in the contexts of tests, which are cached side by side.
 */
class TestContextTests {

	@Test
	void exporterIsOff() {
		ApplicationContext context = context(Plain.class);
		assertThat(context.getBeansOfType(MetricsTcpExporter.class)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(classes = { Enabled.class, Annotated.class, AnnotatedForOlderLine.class, Enclosing.Inner.class })
	void exporterIsOnIfTheTestAsksForMetrics(Class<?> test) {
		assertThat(context(test).getBean(MetricsTcpExporter.class).isListening()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(classes = { AnnotatedWithoutExport.class, AnnotatedForOlderLineWithoutMetrics.class })
	void exporterIsOffIfTheAnnotationIsNotForMetrics(Class<?> test) {
		assertThat(context(test).getBeansOfType(MetricsTcpExporter.class)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(classes = { Plain.class, Enabled.class, Annotated.class })
	void livePageIsOffUnlessTheTestSaysOtherwise(Class<?> test) {
		assertThat(context(test).getEnvironment().getProperty("metrics-tcp.page.enabled")).isEqualTo("false");
	}

	@Test
	void contextsAreCachedAsBefore() {
		ContextCustomizerFactory factory = new MetricsTcpContextCustomizerFactory();
		ContextCustomizer one = factory.createContextCustomizer(Plain.class, List.of());
		ContextCustomizer other = factory.createContextCustomizer(Enabled.class, List.of());
		ContextCustomizer annotated = factory.createContextCustomizer(Annotated.class, List.of());
		assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).isNotEqualTo(annotated);
		assertThat(context(Plain.class)).isSameAs(context(OtherPlain.class));
	}

	@Test
	void factoryIsRegistered() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(ContextCustomizerFactory.class))
			.hasAtLeastOneElementOfType(MetricsTcpContextCustomizerFactory.class);
	}

	private static ApplicationContext context(Class<?> test) {
		return new TestContextManager(test).getTestContext().getApplicationContext();
	}

	@SpringBootTest(classes = ApplicationConfiguration.class, properties = "metrics-tcp.server.port=0",
			webEnvironment = SpringBootTest.WebEnvironment.NONE)
	static class Plain {

	}

	static class OtherPlain extends Plain {

	}

	@SpringBootTest(classes = ApplicationConfiguration.class,
			properties = { "metrics-tcp.server.port=0", "metrics-tcp.enabled=true" },
			webEnvironment = SpringBootTest.WebEnvironment.NONE)
	static class Enabled {

	}

	@AutoConfigureMetrics
	static class Annotated extends Plain {

	}

	@AutoConfigureMetrics(export = false)
	static class AnnotatedWithoutExport extends Plain {

	}

	@AutoConfigureObservability
	static class AnnotatedForOlderLine extends Plain {

	}

	@AutoConfigureObservability(metrics = false)
	static class AnnotatedForOlderLineWithoutMetrics extends Plain {

	}

	@AutoConfigureMetrics
	static class Enclosing extends Plain {

		@Nested
		class Inner {

		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationConfiguration {

	}

}
