package io.github.metricstcp.autoconfigure;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * A factory of the customizer that keeps the exporter off in tests: contexts that are
 * cached would fight for its port. A test has it on with {@code metrics-tcp.enabled}, or
 * with Spring Boot's annotation for metrics.
 */
class MetricsTcpContextCustomizerFactory implements ContextCustomizerFactory {

	/**
	 * Spring Boot's annotations of 4.x and 3.5, each with its attribute for metrics. By
	 * name, because they come with test modules that are optional.
	 */
	private static final Map<String, String> ANNOTATIONS = Map.of(
			"org.springframework.boot.micrometer.metrics.test.autoconfigure.AutoConfigureMetrics", "export",
			"org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability", "metrics");

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		return asksForMetrics(testClass) ? null : new ExporterOffByDefault();
	}

	private static boolean asksForMetrics(Class<?> testClass) {
		MergedAnnotations annotations = MergedAnnotations.search(SearchStrategy.TYPE_HIERARCHY)
			.withEnclosingClasses(TestContextAnnotationUtils::searchEnclosingClass)
			.from(testClass);
		return ANNOTATIONS.entrySet()
			.stream()
			.map((annotation) -> annotations.get(annotation.getKey()).getValue(annotation.getValue(), Boolean.class))
			.anyMatch((metrics) -> metrics.orElse(false));
	}

	/**
	 * The default of {@code metrics-tcp.enabled} in tests. A record, for contexts are
	 * cached by what customizes them.
	 */
	record ExporterOffByDefault() implements ContextCustomizer {

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration config) {
			context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("metricsTcpTestDefaults", Map.of("metrics-tcp.enabled", false)));
		}

	}

}
