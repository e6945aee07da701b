package io.github.metricstcp.autoconfigure;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.management.MBeanFeatureInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.proto.Metric;
import io.github.metricstcp.testing.ManualClock;
import io.github.metricstcp.testing.StreamClient;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.StringUtils;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link MetricsTcpEndpoint} and its auto-configuration, over HTTP and JMX,
 * with real clients.
 */
@ExtendWith(OutputCaptureExtension.class)
class MetricsTcpEndpointTests {

	private static final String UNRESTRICTED = "--management.endpoint.metricstcp.access=unrestricted";

	private static final JsonMapper JSON = new JsonMapper();

	private ConfigurableApplicationContext context;

	private void run(String... args) {
		run(Clock.SYSTEM, args);
	}

	private void run(Clock clock, String... args) {
		this.context = new SpringApplicationBuilder(ApplicationConfiguration.class).web(WebApplicationType.SERVLET)
			.initializers((context) -> context.getBeanFactory().registerSingleton("clock", clock))
			.properties("server.port=0", "metrics-tcp.server.port=0",
					"management.endpoints.web.exposure.include=metricstcp")
			.run(args);
	}

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

	@Test
	void showsTheExporterAndItsClients() {
		run();
		MeterRegistry registry = this.context.getBean(MeterRegistry.class);
		Instant before = Instant.now();
		try (StreamClient first = connect(); StreamClient second = connect()) {
			await().until(() -> exporter().clients().size() == 2);
			for (int i = 0; i < 5; i++) {
				registry.summary("basket").record(i);
			}
			await().until(() -> first.samples("basket").size() == 5 && second.samples("basket").size() == 5);
			String body = get("").getBody();
			assertThat(body).matches("\\{\"listening\":true,\"address\":\"127\\.0\\.0\\.1:"
					+ exporter().address().getPort() + "\",\"ssl\":false,\"bufferSize\":1024,"
					+ "\"events\":\\{\"accepted\":\\d+,\"coalesced\":0,\"dropped\":0},"
					+ "\"clients\":\\[(\\{\"id\":\"c-\\d+\",\"remoteAddress\":\"127\\.0\\.0\\.1:\\d+\","
					+ "\"connectedAt\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\","
					+ "\"offered\":\\d+,\"sent\":\\d+,\"coalesced\":0,\"dropped\":0,\"waiting\":\\d+,"
					+ "\"bytesSent\":\\d+},?){2}],\"slowedMeterCount\":0,\"slowedMeters\":\\[]}");
			JsonNode clients = JSON.readTree(body).get("clients");
			List<Integer> ports = List.of(port(clients.get(0)), port(clients.get(1)));
			assertThat(ports).containsExactlyInAnyOrder(localPort(first), localPort(second));
			assertThat(Instant.parse(clients.get(0).get("connectedAt").asString())).isCloseTo(before,
					within(Duration.ofMinutes(1)));
			assertThat(clients.get(0).get("offered").asLong()).isGreaterThanOrEqualTo(5);
			assertThat(clients.get(0).get("bytesSent").asLong()).isGreaterThanOrEqualTo(100);
			assertThat(JSON.readTree(body).get("events").get("accepted").asLong()).isGreaterThanOrEqualTo(5);
		}
	}

	@Test
	void showsMetersThatAreSlowed() {
		ManualClock clock = new ManualClock();
		run(clock);
		Gauge.builder("orders.open", () -> {
			clock.add(Duration.ofMillis(400));
			return 7;
		}).tag("table", "orders").tag("database", "shop").register(this.context.getBean(MeterRegistry.class));
		try (StreamClient client = connect()) {
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(JSON.readTree(get("").getBody()).get("slowedMeters")).singleElement()
					.satisfies((slowed) -> {
						assertThat(slowed.get("name").asString()).isEqualTo("orders.open");
						assertThat(slowed.get("tags").toString())
							.isEqualTo("{\"database\":\"shop\",\"table\":\"orders\"}");
						assertThat(slowed.get("costMicros").asLong()).isEqualTo(400_000);
						assertThat(slowed.get("intervalMillis").asLong()).isBetween(20_000L, 20_001L);
					}));
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(client.gauge("orders.open", "database", "shop", "table", "orders"))
					.isEqualTo(7));
		}
	}

	@Test
	void showsTheMostCostlyOfVeryManyMetersThatAreSlowedAndCountsAll() {
		ManualClock clock = new ManualClock();
		run(clock, "--metrics-tcp.polling-frequency=100ms");
		int meters = MetricsTcpEndpoint.MAX_SLOWED_METERS + 3;
		MeterRegistry registry = this.context.getBean(MeterRegistry.class);
		for (int i = 1; i <= meters; i++) {
			Duration cost = Duration.ofMillis(i);
			Gauge.builder("table.rows", () -> {
				clock.spend(cost);
				return 7;
			}).tag("table", String.valueOf(i)).register(registry);
		}
		try (StreamClient client = connect()) {
			await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
				JsonNode body = JSON.readTree(get("").getBody());
				assertThat(body.get("slowedMeterCount").asInt()).isEqualTo(meters);
				List<Long> costs = body.get("slowedMeters")
					.valueStream()
					.map((slowed) -> slowed.get("costMicros").asLong())
					.toList();
				assertThat(costs).hasSize(MetricsTcpEndpoint.MAX_SLOWED_METERS)
					.isSortedAccordingTo(Comparator.reverseOrder())
					.startsWith(1000L * meters)
					.endsWith(4000L);
			});
			assertThat(client.hasEnded()).isFalse();
		}
	}

	@Test
	void showsOneClient() {
		run();
		try (StreamClient first = connect()) {
			await().until(() -> exporter().clients().size() == 1);
			try (StreamClient second = connect()) {
				await().until(() -> exporter().clients().size() == 2);
				JsonNode client = JSON.readTree(get("/" + exporter().clients().get(1).id()).getBody());
				assertThat(client.get("id").asString()).isEqualTo(exporter().clients().get(1).id());
				assertThat(port(client)).isEqualTo(localPort(second)).isNotEqualTo(localPort(first));
			}
		}
		assertThat(get("/c-unknown").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
	}

	@Test
	void isReadOnlyUnlessAccessIsUnrestricted() {
		run();
		try (StreamClient client = connect()) {
			await().until(() -> exporter().clients().size() == 1);
			assertThat(delete("/" + exporter().clients().get(0).id()).getStatusCode())
				.isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
			assertThat(exporter().clients()).hasSize(1);
			assertThat(client.hasEnded()).isFalse();
		}
	}

	@Test
	void disconnectsAClientWhenAccessIsUnrestricted() {
		run(UNRESTRICTED);
		try (StreamClient first = connect()) {
			await().until(() -> exporter().clients().size() == 1);
			try (StreamClient second = connect()) {
				await().until(() -> exporter().clients().size() == 2);
				String path = "/" + exporter().clients().get(0).id();
				ResponseEntity<String> response = delete(path);
				assertThat(response.getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
				assertThat(response.getBody()).isNull();
				await().until(first::hasEnded);
				await().until(() -> exporter().clients().size() == 1);
				assertThat(second.hasEnded()).isFalse();
				assertThat(delete(path).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
			}
		}
	}

	@Test
	void accessCanBeCapped() {
		run(UNRESTRICTED, "--management.endpoints.access.max-permitted=read-only");
		assertThat(get("").getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(delete("/c-1").getStatusCode()).isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
	}

	@Test
	void accessCanBeDenied() {
		run("--management.endpoint.metricstcp.access=none");
		assertThat(get("").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(this.context.getBeansOfType(MetricsTcpEndpoint.class)).isEmpty();
	}

	@Test
	void isNotExposedByDefault() {
		run("--management.endpoints.web.exposure.include=health");
		assertThat(get("").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(this.context.getBeansOfType(MetricsTcpEndpoint.class)).isEmpty();
	}

	@Test
	void hasNoAddressWhenTheExporterDoesNotListen() {
		run();
		exporter().stop();
		assertThat(get("").getBody()).isEqualTo("{\"listening\":false,\"ssl\":false,\"bufferSize\":1024,"
				+ "\"events\":{\"accepted\":0,\"coalesced\":0,\"dropped\":0},\"clients\":[],"
				+ "\"slowedMeterCount\":0,\"slowedMeters\":[]}");
	}

	@Test
	void showsThatThereIsNoLimit() {
		run("--metrics-tcp.buffer-size=-1");
		assertThat(JSON.readTree(get("").getBody()).get("bufferSize").asInt()).isEqualTo(-1);
	}

	@Test
	void showsIpv6AddressesInBrackets() throws Exception {
		InetAddress loopback = InetAddress.getByAddress(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 });
		assumeThat(NetworkInterface.getByInetAddress(loopback)).isNotNull();
		run("--metrics-tcp.server.address=::1");
		try (StreamClient client = connect()) {
			await().until(() -> exporter().clients().size() == 1);
			JsonNode body = JSON.readTree(get("").getBody());
			assertThat(body.get("address").asString()).isEqualTo("[::1]:" + exporter().address().getPort());
			assertThat(body.get("clients").get(0).get("remoteAddress").asString())
				.isEqualTo("[::1]:" + localPort(client));
		}
	}

	@Test
	void thereIsOneServerWhenManagementHasAPortOfItsOwn(CapturedOutput output) {
		run("--management.server.port=0", "--logging.level.io.github.metricstcp=info");
		int managementPort = this.context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
		assertThat(managementPort).isNotEqualTo(webPort());
		assertThat(get("").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		try (StreamClient client = connect()) {
			this.context.getBean(MeterRegistry.class).counter("orders").increment();
			await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(1));
			JsonNode body = JSON.readTree(exchange(managementPort, HttpMethod.GET, "").getBody());
			assertThat(body.get("clients")).hasSize(1);
			assertThat(body.get("address").asString()).endsWith(":" + exporter().address().getPort());
		}
		assertThat(StringUtils.countOccurrencesOf(output.toString(), "Metrics stream listens on")).isEqualTo(1);
	}

	@Test
	void worksOverJmx() throws Exception {
		run("--spring.jmx.enabled=true", "--management.endpoints.jmx.exposure.include=metricstcp");
		MBeanServer server = ManagementFactory.getPlatformMBeanServer();
		ObjectName name = new ObjectName("org.springframework.boot:type=Endpoint,name=Metricstcp");
		assertThat(operations(server, name)).containsExactlyInAnyOrder("exporter", "client");
		try (StreamClient client = connect()) {
			await().until(() -> exporter().clients().size() == 1);
			Map<?, ?> all = (Map<?, ?>) server.invoke(name, "exporter", new Object[0], new String[0]);
			assertThat(all.get("listening")).isEqualTo(true);
			assertThat(all.get("address")).isEqualTo("127.0.0.1:" + exporter().address().getPort());
			Map<?, ?> listed = (Map<?, ?>) ((List<?>) all.get("clients")).get(0);
			assertThat(listed.get("remoteAddress")).isEqualTo("127.0.0.1:" + localPort(client));
			Map<?, ?> one = (Map<?, ?>) invoke(server, name, "client", (String) listed.get("id"));
			assertThat(one.get("connectedAt")).isEqualTo(listed.get("connectedAt"));
			assertThat(invoke(server, name, "client", "c-unknown")).isNull();
		}
	}

	@Test
	void disconnectsOverJmxWhenAccessIsUnrestricted() throws Exception {
		run(UNRESTRICTED, "--spring.jmx.enabled=true", "--management.endpoints.jmx.exposure.include=metricstcp");
		MBeanServer server = ManagementFactory.getPlatformMBeanServer();
		ObjectName name = new ObjectName("org.springframework.boot:type=Endpoint,name=Metricstcp");
		assertThat(operations(server, name)).contains("disconnect");
		try (StreamClient client = connect()) {
			await().until(() -> exporter().clients().size() == 1);
			String id = exporter().clients().get(0).id();
			assertThat((Map<?, ?>) invoke(server, name, "disconnect", id)).extracting("id").isEqualTo(id);
			await().until(client::hasEnded);
			await().untilAsserted(() -> assertThat(invoke(server, name, "disconnect", id)).isNull());
		}
	}

	private static List<String> operations(MBeanServer server, ObjectName name) throws Exception {
		return Arrays.stream(server.getMBeanInfo(name).getOperations()).map(MBeanFeatureInfo::getName).toList();
	}

	private static Object invoke(MBeanServer server, ObjectName name, String operation, String id) throws Exception {
		return server.invoke(name, operation, new Object[] { id }, new String[] { String.class.getName() });
	}

	@Test
	void countsBalanceUnderLoad() throws InterruptedException {
		run("--metrics-tcp.buffer-size=100", "--management.metrics.enable.all=false",
				"--management.metrics.enable.load=true");
		MeterRegistry registry = this.context.getBean(MeterRegistry.class);
		Counter counter = registry.counter("load.counter");
		Timer timer = registry.timer("load.timer");
		DistributionSummary summary = registry.summary("load.summary");
		AtomicBoolean enough = new AtomicBoolean();
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try (StreamClient reading = connect();
				StreamClient stalled = StreamClient.connectStalled(exporter().address())) {
			await().until(() -> exporter().clients().size() == 2);
			for (int i = 0; i < 2; i++) {
				threads.execute(() -> {
					while (!enough.get()) {
						counter.increment();
						timer.record(Duration.ofMillis(5));
						summary.record(7);
					}
				});
			}
			// Until the stalled client has lost some of each kind, and for some more
			// reads
			int readsAfter = 0;
			while (readsAfter < 20) {
				JsonNode body = JSON.readTree(get("").getBody());
				assertThat(body.get("clients")).hasSize(2).allSatisfy(MetricsTcpEndpointTests::assertBalanced);
				JsonNode behind = client(body, stalled);
				assertBalanced(JSON.readTree(get("/" + behind.get("id").asString()).getBody()));
				if (behind.get("dropped").asLong() > 0 && behind.get("coalesced").asLong() > 0) {
					readsAfter++;
				}
			}
			enough.set(true);
			threads.shutdown();
			assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
			stalled.resume();
			await().untilAsserted(() -> {
				JsonNode body = JSON.readTree(get("").getBody());
				assertThat(body.get("clients")).hasSize(2).allSatisfy((client) -> {
					assertBalanced(client);
					assertThat(client.get("waiting").asLong()).isZero();
				});
			});
			for (StreamClient client : List.of(reading, stalled)) {
				await()
					.untilAsserted(() -> assertThat(client.counter("load.counter")).isEqualTo((long) counter.count()));
			}
			JsonNode body = JSON.readTree(get("").getBody());
			for (StreamClient client : List.of(reading, stalled)) {
				JsonNode counts = client(body, client);
				assertThat(samples(client)).isLessThanOrEqualTo(counts.get("sent").asLong());
			}
			// Received, lost in the ingress, or lost on the way to the client
			long lost = body.get("events").get("dropped").asLong() + client(body, stalled).get("dropped").asLong();
			assertThat(samples(stalled) + lost).isEqualTo(timer.count() + summary.count());
		}
		finally {
			enough.set(true);
			threads.shutdownNow();
		}
	}

	private static long samples(StreamClient client) {
		return client.metrics(Metric::hasRecordHistogram).size();
	}

	private static void assertBalanced(JsonNode client) {
		assertThat(client.get("offered").asLong()).isEqualTo(client.get("sent").asLong()
				+ client.get("coalesced").asLong() + client.get("dropped").asLong() + client.get("waiting").asLong());
	}

	private static JsonNode client(JsonNode body, StreamClient client) {
		for (JsonNode candidate : body.get("clients")) {
			if (port(candidate) == localPort(client)) {
				return candidate;
			}
		}
		throw new AssertionError("Not listed");
	}

	private MetricsTcpExporter exporter() {
		return this.context.getBean(MetricsTcpExporter.class);
	}

	private StreamClient connect() {
		return StreamClient.connect(exporter().address());
	}

	private ResponseEntity<String> get(String path) {
		return exchange(webPort(), HttpMethod.GET, path);
	}

	private ResponseEntity<String> delete(String path) {
		return exchange(webPort(), HttpMethod.DELETE, path);
	}

	private int webPort() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private static ResponseEntity<String> exchange(int port, HttpMethod method, String path) {
		return RestClient.create()
			.method(method)
			.uri("http://127.0.0.1:" + port + "/actuator/metricstcp" + path)
			.retrieve()
			.onStatus((status) -> true, (request, response) -> {
			})
			.toEntity(String.class);
	}

	private static int port(JsonNode client) {
		String address = client.get("remoteAddress").asString();
		return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
	}

	private static int localPort(StreamClient client) {
		Socket socket = client.socket();
		return ((InetSocketAddress) socket.getLocalSocketAddress()).getPort();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationConfiguration {

	}

}
