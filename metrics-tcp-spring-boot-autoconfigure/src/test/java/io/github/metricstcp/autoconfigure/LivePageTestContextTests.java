package io.github.metricstcp.autoconfigure;

import io.github.metricstcp.MetricsTcpExporter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the live page in the contexts of tests.
 */
@Tag("page")
class LivePageTestContextTests {

	@ParameterizedTest
	@ValueSource(classes = { Plain.class, WithExporter.class, Slice.class })
	void testHasNoPageByDefault(Class<?> test) {
		ApplicationContext context = context(test);
		assertThat(context.getBeansOfType(LivePageLifecycle.class)).isEmpty();
		assertThat(context.getEnvironment().containsProperty("local.metrics-tcp.page.port")).isFalse();
	}

	@Test
	void testThatAsksForThePageHasIt() throws Exception {
		TestContextManager manager = new TestContextManager(WithPage.class);
		ApplicationContext context = manager.getTestContext().getApplicationContext();
		assertThat(context.getBean(MetricsTcpExporter.class).isListening()).isTrue();
		assertThat(OpenedPage.of(context.getEnvironment()).get("").statusCode()).isEqualTo(200);
		manager.getTestContext().markApplicationContextDirty(DirtiesContext.HierarchyMode.EXHAUSTIVE);
	}

	private static ApplicationContext context(Class<?> test) {
		return new TestContextManager(test).getTestContext().getApplicationContext();
	}

	@SpringBootTest(classes = ApplicationConfiguration.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
	static class Plain {

	}

	@SpringBootTest(classes = ApplicationConfiguration.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
			properties = { "metrics-tcp.enabled=true", "metrics-tcp.server.port=0" })
	static class WithExporter {

	}

	@SpringBootTest(classes = ApplicationConfiguration.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
			properties = { "metrics-tcp.enabled=true", "metrics-tcp.server.port=0", "metrics-tcp.page.enabled=true",
					"metrics-tcp.page.port=0" })
	static class WithPage {

	}

	/**
	 * As the annotations of slices have it, such as that for WebMVC.
	 */
	@SpringBootTest(classes = ApplicationConfiguration.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
			properties = { "spring.boot.enableautoconfiguration=false", "metrics-tcp.enabled=true",
					"metrics-tcp.page.enabled=true" })
	static class Slice {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationConfiguration {

	}

}
