package io.github.metricstcp.client.model;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MetricOrigin}.
 */
class MetricOriginTests {

	@ParameterizedTest
	@ValueSource(strings = { "shop.orders.placed", "orders", "http.server.requests", "http.client.requests",
			"http.server.requests.slow", "application.orders", "jvmti.samples", "processed.orders", "systems", "cached",
			"tasks.scheduled.execution", "spring.data.repository.invocations", "spring.batch.job",
			"jms.message.process", "metrics.tcpdump" })
	void whatIsNotKnownToBeOfSomethingElseIsTheApplications(String name) {
		assertThat(MetricOrigin.of(name)).isEqualTo(MetricOrigin.APPLICATION);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jvm.memory.used", "jvm.info", "system.cpu.usage", "process.uptime", "disk.free",
			"metrics.tcp.events", "logback.events", "log4j2.events", "executor.pool.size", "executor",
			"tomcat.sessions.active.current", "jetty.threads.busy", "hikaricp.connections", "jdbc.connections.active",
			"application.ready.time", "application.started.time", "cache.gets", "kafka.consumer.fetch.latency.avg",
			"spring.security.filterchains", "http.server.requests.active", "http.server.requests.active.duration",
			"http.client.requests.active.max" })
	void whatIsThereByItselfIsInfrastructure(String name) {
		assertThat(MetricOrigin.of(name)).isEqualTo(MetricOrigin.INFRASTRUCTURE);
	}

}
