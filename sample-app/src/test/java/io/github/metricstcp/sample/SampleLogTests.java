package io.github.metricstcp.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import io.github.metricstcp.testing.CapturedLog;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the shop logs once it is open.
 */
class SampleLogTests {

	@Test
	void theObserversCommandIsTheFirst() {
		assertThat(open(Map.of("local.metrics-tcp.port", 41234, "local.server.port", 8080)))
			.containsExactly("The shop is open, and every metric event is streamed on port 41234. "
					+ "Watch it: java -jar metrics-tcp-observer/target/metrics-tcp-observer.jar 127.0.0.1:41234 "
					+ "(or: nc 127.0.0.1 41234 | tr -cs '[:print:]' '\\n'). "
					+ "See who watches: curl http://localhost:8080/actuator/metricstcp");
	}

	@Test
	void noProgramIsNamedThatCannotDecrypt() {
		assertThat(open(Map.of("local.metrics-tcp.port", 41234, "local.server.port", 8080,
				"metrics-tcp.server.ssl.bundle", "shop")))
			.containsExactly("The shop is open, and every metric event is streamed on port 41234. "
					+ "Watch it: java -jar metrics-tcp-observer/target/metrics-tcp-observer.jar --tls --trust FILE "
					+ "127.0.0.1:41234. See who watches: curl http://localhost:8080/actuator/metricstcp");
	}

	@Test
	void theLinkToThePageIsTheLast() {
		assertThat(open(Map.of("local.metrics-tcp.port", 41234, "local.server.port", 8080,
				"local.metrics-tcp.page.port", 41235)))
			.singleElement()
			.asString()
			.endsWith("See who watches: curl http://localhost:8080/actuator/metricstcp. "
					+ "Look at it in a browser: http://127.0.0.1:41235/");
	}

	@Test
	void thatThereIsNoStreamIsSaid() {
		assertThat(open(Map.of()))
			.containsExactly("The shop is open, but its metric events are not streamed: the exporter does not listen");
	}

	private static List<String> open(Map<String, Object> properties) {
		try (CapturedLog log = CapturedLog.start();
				GenericApplicationContext context = new GenericApplicationContext()) {
			context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
			new SampleApplication().logWhereToLook(
					new ApplicationReadyEvent(new SpringApplication(), new String[0], context, Duration.ZERO));
			return log.messages(Level.INFO);
		}
	}

}
