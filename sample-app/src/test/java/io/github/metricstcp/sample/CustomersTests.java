package io.github.metricstcp.sample;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.metricstcp.proto.Metric;
import io.github.metricstcp.testing.StreamClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the simulated customers.
 */
class CustomersTests {

	@Test
	void customersBuyOnTheirOwnUntilTheShopCloses() {
		StreamClient client;
		try (ConfigurableApplicationContext context = SpringApplication.run(SampleApplication.class, "--server.port=0",
				"--metrics-tcp.server.port=0", "--metrics-tcp.page.port=0", "--shop.customers=2")) {
			int port = context.getEnvironment().getRequiredProperty("local.metrics-tcp.port", Integer.class);
			client = StreamClient.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
				assertThat(uris(client)).contains("/products", "/products/{id}", "/orders", "/orders/{id}/payment");
				assertThat(client.metrics("shop.orders.placed")).isNotEmpty();
				assertThat(client.metrics("shop.payments")).isNotEmpty();
			});
			assertThat(customerThreads()).isEqualTo(2);
		}
		assertThat(customerThreads()).isZero();
		Awaitility.await().until(client::hasEnded);
		assertThat(client.failure()).isNull();
	}

	private static Set<String> uris(StreamClient client) {
		return client.metrics("http.server.requests")
			.stream()
			.map(Metric::getLabelsMap)
			.map((labels) -> labels.get("uri"))
			.collect(Collectors.toSet());
	}

	private static long customerThreads() {
		return Thread.getAllStackTraces().keySet().stream().filter((t) -> t.getName().startsWith("customer-")).count();
	}

}
