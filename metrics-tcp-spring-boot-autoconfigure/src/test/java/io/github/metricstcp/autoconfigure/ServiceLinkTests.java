package io.github.metricstcp.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.metricstcp.MetricsTcpExporter;
import io.micrometer.core.instrument.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the variables that Kubernetes puts into the environment for each Service, and
 * of which one may be taken for the exporter's port.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServiceLinkTests {

	private static final String LINK = "tcp://10.0.0.1:5000";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withBean(Clock.class, () -> Clock.SYSTEM)
		.withConfiguration(AutoConfigurations.of(MetricsTcpAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(strings = { "metrics-tcp-server", "metricstcp-server" })
	void linkIsIgnoredAndItsServiceIsNamed(String service, CapturedOutput output) {
		String variable = variable(service);
		with(Map.of(variable, LINK), "0").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(MetricsTcpExporter.class).isListening()).isTrue();
		});
		assertThat(output).contains("Ignoring the environment variable " + variable)
			.contains("the Kubernetes Service '" + service + "'");
	}

	@Test
	void portBehindTheLinkIsUsed() {
		with(Map.of("METRICS_TCP_SERVER_PORT", LINK), "${some.port:0}")
			.run((context) -> assertThat(context.getBean(MetricsTcpProperties.class).server().port()).isZero());
	}

	@Test
	void portIsNotSetIfThereIsNothingButTheLink() {
		with(Map.of("METRICS_TCP_SERVER_PORT", LINK), null).withPropertyValues("metrics-tcp.enabled=true")
			.run((context) -> assertThat(context.getBean(MetricsTcpProperties.class).server().port()).isNull());
	}

	@ParameterizedTest
	@ValueSource(strings = { "tcp", "five thousand", "10.0.0.1:5000" })
	void anyOtherValueStopsTheStart(String value) {
		with(Map.of("METRICS_TCP_SERVER_PORT", value), "0").run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void linkThatIsNotFromTheEnvironmentStopsTheStart() {
		with(Map.of(), LINK).run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void variablesOfNoOtherServiceAreTakenForThePort() {
		String letters = "metricstcpserver";
		List<String> services = new ArrayList<>();
		// With and without a dash after each letter but the last
		for (int dashes = 0; dashes < 1 << (letters.length() - 1); dashes++) {
			StringBuilder service = new StringBuilder();
			for (int i = 0; i < letters.length(); i++) {
				service.append(letters.charAt(i)).append(((dashes >> i & 1) == 1) ? "-" : "");
			}
			if (binds(variable(service.toString()))) {
				services.add(service.toString());
			}
		}
		assertThat(services).containsExactlyInAnyOrder("metrics-tcp-server", "metricstcp-server");
	}

	private static boolean binds(String variable) {
		MutablePropertySources sources = new MutablePropertySources();
		sources.addLast(new SystemEnvironmentPropertySource("systemEnvironment", Map.of(variable, LINK)));
		for (ConfigurationPropertySource source : ConfigurationPropertySources.from(sources)) {
			if (source.getConfigurationProperty(ServiceLinkBindHandlerAdvisor.PORT) != null) {
				return true;
			}
		}
		return false;
	}

	private static String variable(String service) {
		return service.toUpperCase(Locale.ROOT).replace('-', '_') + "_PORT";
	}

	private ApplicationContextRunner with(Map<String, Object> variables, String portBehind) {
		return this.contextRunner.withInitializer((context) -> {
			MutablePropertySources sources = context.getEnvironment().getPropertySources();
			sources.replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", variables));
			if (portBehind != null) {
				sources.addLast(new MapPropertySource("behind", Map.of("metrics-tcp.server.port", portBehind)));
			}
		});
	}

}
