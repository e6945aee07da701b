package io.github.metricstcp.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.aot.AotDetector;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.Assert;

/**
 * The application of {@link MetricsTcpAotTests}.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class AotApplication {

	/**
	 * Line that it prints when it runs, followed by the port of the stream and the port
	 * of the actuator.
	 */
	static final String READY = "Ready on ports ";

	@Bean
	ApplicationRunner runner(Environment environment, MeterRegistry registry) {
		return (arguments) -> {
			Assert.state(AotDetector.useGeneratedArtifacts(), "Not processed ahead of time");
			registry.counter("orders").increment();
			System.out.println(READY + environment.getProperty("local.metrics-tcp.port") + " "
					+ environment.getProperty("local.server.port"));
		};
	}

	public static void main(String[] arguments) {
		new SpringApplicationBuilder(AotApplication.class)
			.properties("server.port=0", "metrics-tcp.server.port=0",
					"management.endpoints.web.exposure.include=metricstcp")
			.run(arguments);
	}

}
