package io.github.metricstcp.sample;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the shop logs once it is open.
 */
@ExtendWith(OutputCaptureExtension.class)
class SampleLogTests {

	@Test
	void theObserversCommandIsTheFirst(CapturedOutput output) {
		open(Map.of("local.metrics-tcp.port", 41234, "local.server.port", 8080));
		assertThat(output).contains("streamed on port 41234. "
				+ "Watch it: java -jar metrics-tcp-observer/target/metrics-tcp-observer.jar 127.0.0.1:41234 "
				+ "(or: nc 127.0.0.1 41234 | tr -cs '[:print:]' '\\n'). "
				+ "See who watches: curl http://localhost:8080/actuator/metricstcp");
	}

	@Test
	void noProgramIsNamedThatCannotDecrypt(CapturedOutput output) {
		open(Map.of("local.metrics-tcp.port", 41234, "local.server.port", 8080, "metrics-tcp.server.ssl.bundle",
				"shop"));
		assertThat(output).contains("metrics-tcp-observer.jar --tls --trust FILE 127.0.0.1:41234. See who watches")
			.doesNotContain("nc 127");
	}

	@Test
	void withoutAStreamThatIsSaid(CapturedOutput output) {
		open(Map.of());
		assertThat(output).contains("The shop is open, but its metric events are not streamed");
	}

	private static void open(Map<String, Object> properties) {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
			new SampleApplication().logWhereToLook(
					new ApplicationReadyEvent(new SpringApplication(), new String[0], context, Duration.ZERO));
		}
	}

}
