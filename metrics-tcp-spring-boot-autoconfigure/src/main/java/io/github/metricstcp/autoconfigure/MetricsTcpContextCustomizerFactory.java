package io.github.metricstcp.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
 * A factory of the customizer that keeps the exporter and the live page off in tests:
 * contexts that are cached would fight for their ports. A test has the exporter on with
 * {@code metrics-tcp.enabled}, or with Spring Boot's annotation for metrics, and the page
 * only with {@code metrics-tcp.page.enabled}: nobody looks at it.
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
	public ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		return new OffByDefault(!asksForMetrics(testClass));
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
	 * The defaults of {@code metrics-tcp.page.enabled} and {@code metrics-tcp.enabled} in
	 * tests. A record, for contexts are cached by what customizes them.
	 *
	 * @param exporter whether the exporter is off too
	 */
	record OffByDefault(boolean exporter) implements ContextCustomizer {

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration config) {
			Map<String, Object> defaults = new HashMap<>(Map.of("metrics-tcp.page.enabled", false));
			if (this.exporter) {
				defaults.put("metrics-tcp.enabled", false);
			}
			context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("metricsTcpTestDefaults", defaults));
		}

	}

}
