package io.github.metricstcp.autoconfigure;

import java.net.InetAddress;

import io.github.metricstcp.page.LivePage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link MetricsTcpPageProperties}.
 */
@Tag("page")
@ExtendWith(OutputCaptureExtension.class)
class MetricsTcpPagePropertiesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withUserConfiguration(PropertiesConfiguration.class);

	@Test
	void defaultsAgreeWithThoseOfThePage() {
		this.contextRunner.run((context) -> assertThat(context.getBean(MetricsTcpPageProperties.class))
			.isEqualTo(new MetricsTcpPageProperties(true, InetAddress.getLoopbackAddress(), LivePage.DEFAULT_PORT,
					DataSize.ofMegabytes(64), null,
					new MetricsTcpPageProperties.Ssl(null, null, MetricsTcpProperties.ClientAuth.NONE))));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			metrics-tcp.page.port    | -1    | 0 to 65535
			metrics-tcp.page.port    | 65536 | 0 to 65535
			metrics-tcp.page.history | 0B    | at least 1MB
			metrics-tcp.page.history | 999KB | at least 1MB
			""")
	void invalidValueStopsTheStartAndIsExplained(String name, String value, String allowed, CapturedOutput output) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(ApplicationConfiguration.class)
			.web(WebApplicationType.NONE);
		assertThatException()
			.isThrownBy(() -> application.run("--metrics-tcp.server.port=0", "--" + name + "=" + value));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Invalid value '" + value + "' for configuration property '" + name + "'")
			.contains(allowed);
	}

	@ParameterizedTest
	@ValueSource(strings = { "metrics-tcp.page.port=0", "metrics-tcp.page.port=65535", "metrics-tcp.page.history=1MB",
			"metrics-tcp.page.token=abcDEF-_01234567" })
	void extremeValueIsValid(String property) {
		this.contextRunner.withPropertyValues(property).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void textOfThePropertiesHasNoToken() {
		this.contextRunner.withPropertyValues("metrics-tcp.page.token=abcDEF-_01234567")
			.run((context) -> assertThat(context.getBean(MetricsTcpPageProperties.class)).asString()
				.contains("127.0.0.1")
				.doesNotContain("abcDEF"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(MetricsTcpPageProperties.class)
	static class PropertiesConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationConfiguration {

	}

}
