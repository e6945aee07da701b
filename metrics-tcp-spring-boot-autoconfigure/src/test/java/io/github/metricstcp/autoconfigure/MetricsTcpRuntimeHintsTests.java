package io.github.metricstcp.autoconfigure;

import java.util.stream.Stream;

import io.github.metricstcp.autoconfigure.MetricsTcpEndpoint.ClientDescriptor;
import io.github.metricstcp.autoconfigure.MetricsTcpEndpoint.EventsDescriptor;
import io.github.metricstcp.autoconfigure.MetricsTcpEndpoint.ExporterDescriptor;
import io.github.metricstcp.autoconfigure.MetricsTcpEndpoint.SlowedMeterDescriptor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.ReflectionHintsPredicates;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.context.reactive.GenericReactiveWebApplicationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the hints for what is reflected upon at run time, which a native image is
 * built from.
 */
class MetricsTcpRuntimeHintsTests {

	private static RuntimeHints hints;

	@BeforeAll
	static void processAheadOfTime() {
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get(MetricsTcpRuntimeHintsTests.class)), new InMemoryGeneratedFiles());
		try (GenericApplicationContext context = new GenericReactiveWebApplicationContext()) {
			// As SpringApplication does: without it only the upper-case names of an enum
			// are known
			context.getEnvironment().setConversionService(new ApplicationConversionService());
			TestPropertyValues
				.of("management.endpoints.web.exposure.include=metricstcp",
						"management.endpoint.metricstcp.access=unrestricted")
				.applyTo(context);
			new AnnotatedBeanDefinitionReader(context).register(MetricsAutoConfiguration.class,
					EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
					MetricsTcpAutoConfiguration.class, MetricsTcpEndpointAutoConfiguration.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		hints = generation.getRuntimeHints();
	}

	@ParameterizedTest
	@ValueSource(classes = { ExporterDescriptor.class, EventsDescriptor.class, ClientDescriptor.class,
			SlowedMeterDescriptor.class })
	void componentsOfWhatTheEndpointReturnsCanBeRead(Class<?> type) {
		assertThat(type.getRecordComponents()).isNotEmpty()
			.allSatisfy(
					(component) -> assertThat(hints).matches(reflection().onMethodInvocation(component.getAccessor())));
	}

	@Test
	void operationsOfTheEndpointCanBeInvoked() {
		assertThat(Stream.of("exporter", "client", "disconnect")).allSatisfy((operation) -> assertThat(hints)
			.matches(reflection().onMethodInvocation(MetricsTcpEndpoint.class, operation)));
		assertThat(hints).matches(reflection().onMethodInvocation(MetricsTcpEndpointWebExtension.class, "disconnect"));
	}

	@Test
	void propertiesCanBeBound() {
		assertThat(Stream.of(MetricsTcpProperties.class, MetricsTcpProperties.Server.class,
				MetricsTcpProperties.Ssl.class, MetricsTcpProperties.Discovery.class))
			.allSatisfy((type) -> assertThat(hints).matches(reflection().onType(TypeReference.of(type))
				.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)
				.or(reflection().onConstructorInvocation(type.getDeclaredConstructors()[0]))));
	}

	private static ReflectionHintsPredicates reflection() {
		return RuntimeHintsPredicates.reflection();
	}

}
