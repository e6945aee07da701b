package io.github.metricstcp.sample;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.proto.Metric;
import io.github.metricstcp.testing.StreamClient;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the shop as somebody sees it who buys there and watches the stream.
 */
@SpringBootTest(classes = SampleApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "metrics-tcp.enabled=true", "metrics-tcp.server.port=0", "metrics-tcp.polling-frequency=100ms",
				"shop.customers=0", "shop.trouble=0" })
class SampleApplicationTests {

	@Autowired
	private Catalogue catalogue;

	@Autowired
	private Customers customers;

	private final RestClient http;

	private final int streamPort;

	private StreamClient client;

	SampleApplicationTests(@Value("${local.server.port}") int port,
			@Value("${local.metrics-tcp.port}") int streamPort) {
		this.http = RestClient.create("http://localhost:" + port);
		this.streamPort = streamPort;
	}

	@BeforeEach
	void connect() {
		this.client = StreamClient.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.streamPort));
	}

	@AfterEach
	void disconnect() {
		this.client.close();
	}

	@Test
	void anOrderIsOnTheStreamOnceInEachOfItsMetrics() {
		await().until(() -> stock("moka-pot"), (stock) -> stock != null && stock == 60);

		Shop.Order order = this.http.post()
			.uri("/orders?product=moka-pot&quantity=3&channel=PHONE")
			.retrieve()
			.body(Shop.Order.class);
		assertThat(order).isNotNull();
		await().until(() -> counter("shop.orders.placed", "channel", "phone", "product", "moka-pot"), (n) -> n == 1);
		await().until(() -> this.client.samples("shop.order.value"), List.of(103.5)::equals);
		await().until(() -> this.client.samples("shop.basket.size"), List.of(3.0)::equals);
		await().until(() -> requests("POST", "/orders", "201"), (requests) -> requests.size() == 1);
		await().until(() -> stock("moka-pot"), (stock) -> stock == 57);
		await().until(() -> this.client.gauge("shop.orders.open"), (open) -> open == 1);

		this.http.post().uri("/orders/{id}/payment", order.id()).retrieve().toBodilessEntity();
		await().until(() -> counter("shop.payments", "outcome", "accepted"), (n) -> n == 1);
		await().until(() -> this.client.samples("shop.checkout"), (samples) -> samples.size() == 1);
		await().until(() -> requests("POST", "/orders/{id}/payment", "204"), (requests) -> requests.size() == 1);
		await().until(() -> this.client.metrics("shop.payment.charge"), (charges) -> charges.size() == 1);
		await().until(() -> this.client.gauge("shop.orders.open"), (open) -> open == 0);

		assertThat(counter("shop.orders.placed", "channel", "phone", "product", "moka-pot")).isOne();
		assertThat(this.client.samples("shop.order.value")).containsExactly(103.5);
		assertThat(requests("POST", "/orders", "201")).hasSize(1);
		assertThat(this.client.metadata("shop.order.value").getUnitValue()).isEqualTo("euros");
		assertThat(this.client.metadata("shop.order.value").getDescriptionValue()).isEqualTo("What an order is worth");
	}

	@Test
	void withoutCustomersNobodyElseComes() {
		assertThat(this.customers.isRunning()).isFalse();
	}

	@Test
	void whatCannotBeBoughtIsNotCounted() {
		assertThat(status("/orders?product=teapot")).isEqualTo(404);
		assertThat(status("/orders?product=decaf&quantity=61")).isEqualTo(409);
		assertThat(status("/orders?product=decaf&quantity=0")).isEqualTo(400);
		assertThat(status("/orders?product=decaf&channel=FAX")).isEqualTo(400);
		assertThat(status("/orders/4711/payment")).isEqualTo(404);
		await().until(() -> requests("POST", "/orders", "409"), (requests) -> requests.size() == 1);
		await().until(() -> requests("POST", "/orders/{id}/payment", "404"), (requests) -> requests.size() == 1);
		assertThat(this.client.metrics("shop.orders.placed"))
			.noneMatch((metric) -> List.of("teapot", "decaf").contains(metric.getLabelsOrDefault("product", "")));
	}

	@Test
	void whatTheCatalogueCountsItselfIsPolled() {
		await().until(() -> this.client.counter("shop.product.views", "product", "cup"), (views) -> views != null);
		long before = counter("shop.product.views", "product", "cup");
		this.http.get().uri("/products/cup").retrieve().toBodilessEntity();
		await().until(() -> counter("shop.product.views", "product", "cup"), (views) -> views == before + 1);
		List<Product> products = this.http.get()
			.uri("/products")
			.retrieve()
			.body(new ParameterizedTypeReference<List<Product>>() {
			});
		assertThat(products).containsExactlyInAnyOrderElementsOf(this.catalogue.products());
		await().until(() -> this.client.metrics("shop.catalogue.browse"), (browsed) -> !browsed.isEmpty());
	}

	@Test
	void stockTakingIsSeenWhileItGoesOn() {
		await().until(() -> this.client.gauge("shop.stocktaking.active"), (active) -> active != null && active == 1);
		await().until(() -> this.client.gauge("shop.stocktaking.duration"), (seconds) -> seconds > 1);
		await().until(() -> this.client.gauge("shop.stocktaking.active"), (active) -> active == 0);
	}

	@Test
	@SuppressWarnings("unchecked")
	void whoWatchesIsOnTheEndpoint() throws Exception {
		String local = "127.0.0.1:" + this.client.socket().getLocalPort();
		await().untilAsserted(() -> {
			Map<String, Object> endpoint = this.http.get()
				.uri("/actuator/metricstcp")
				.retrieve()
				.body(new ParameterizedTypeReference<Map<String, Object>>() {
				});
			assertThat(endpoint).containsEntry("listening", true)
				.containsEntry("address", "127.0.0.1:" + this.streamPort);
			List<Map<String, Object>> clients = (List<Map<String, Object>>) endpoint.get("clients");
			assertThat(clients).anySatisfy((client) -> assertThat(client).containsEntry("remoteAddress", local));
		});
	}

	private int status(String uri) {
		return this.http.post().uri(uri).retrieve().onStatus(HttpStatusCode::isError, (request, response) -> {
		}).toBodilessEntity().getStatusCode().value();
	}

	private long counter(String name, String... labels) {
		Long total = this.client.counter(name, labels);
		return (total != null) ? total : 0;
	}

	private Double stock(String product) {
		return this.client.gauge("shop.stock", "product", product);
	}

	private List<Metric> requests(String method, String uri, String status) {
		Map<String, String> expected = Map.of("method", method, "uri", uri, "status", status);
		return this.client.metrics((metric) -> metric.getName().equals("http.server.requests")
				&& metric.getLabelsMap().entrySet().containsAll(expected.entrySet()));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(1));
	}

}
