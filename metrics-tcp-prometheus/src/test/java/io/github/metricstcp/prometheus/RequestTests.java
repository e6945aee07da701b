package io.github.metricstcp.prometheus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.testing.FedTarget;
import io.netty.channel.embedded.EmbeddedChannel;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of requests, good and bad.
 */
class RequestTests {

	private final PrometheusEndpoint.Builder builder = PrometheusEndpoint.builder().port(0);

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			GET /metrics   | localhost:9464    | 200
			GET /metrics?x | 127.0.0.1:9464    | 200
			GET /metrics   | [::1]:9464        | 200
			HEAD /metrics  | 127.0.0.1         | 200
			GET /metrics   | evil.example:9464 | 421
			GET /          | localhost         | 404
			GET /%         | localhost         | 404
			POST /metrics  | localhost         | 405
			""")
	void atTheLoopbackAddressTheHostMustBeThat(String request, String host, int status) throws Exception {
		try (PrometheusEndpoint endpoint = this.builder.build()) {
			assertThat(statusLine(endpoint.start(), request, "Host: " + host)).startsWith("HTTP/1.1 " + status + " ");
		}
	}

	@Test
	void atAnyOtherAddressAllNamesAreGood() throws Exception {
		try (PrometheusEndpoint endpoint = this.builder.address(new InetSocketAddress(0).getAddress()).build()) {
			URI uri = endpoint.start();
			assertThat(uri.getHost()).isEqualTo("localhost");
			assertThat(statusLine(URI.create("http://127.0.0.1:" + uri.getPort()), "GET /metrics",
					"Host: observer.prod.svc"))
				.startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void tokenIsAskedFor() throws Exception {
		try (PrometheusEndpoint endpoint = this.builder.token("0123456789").build()) {
			Scraper scraper = new Scraper(endpoint.start());
			HttpResponse<byte[]> refused = scraper.get();
			assertThat(refused.statusCode()).isEqualTo(401);
			assertThat(refused.headers().firstValue("www-authenticate")).hasValue("Bearer");
			assertThat(scraper.get("Authorization", "Bearer 012345678").statusCode()).isEqualTo(401);
			assertThat(scraper.get("Authorization", "Bearer 0123456789").statusCode()).isEqualTo(200);
		}
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.token("short"));
	}

	@Test
	void oneConnectionIsGoodForManyScrapes() throws Exception {
		try (PrometheusEndpoint endpoint = this.builder.build()) {
			Scraper scraper = new Scraper(endpoint.start());
			FedTarget target = new FedTarget(endpoint.addTarget(FedTarget.SHOP)).open();
			for (int i = 0; i < 50; i++) {
				target.gauge("heap", i);
				assertThat(scraper.samples()).containsEntry("heap", (double) i);
				assertThat(scraper.families().get("heap").getMetric(0).getGauge().getValue()).isEqualTo(i);
			}
		}
	}

	@Test
	void beyondFourScrapesAtATimeOthersAreToldToTryAgain() throws Exception {
		CountDownLatch held = new CountDownLatch(1);
		try (PrometheusEndpoint endpoint = this.builder.notices((sentence) -> awaitUninterruptibly(held)).build()) {
			Scraper scraper = new Scraper(endpoint.start());
			FedTarget target = new FedTarget(endpoint.addTarget(FedTarget.SHOP)).open();
			target.gauge("pool.size", 1);
			target.gauge("pool_size", 2);
			List<CompletableFuture<HttpResponse<byte[]>>> responses = new ArrayList<>();
			for (int i = 0; i < 5; i++) {
				responses.add(scraper.getLater());
			}
			CompletableFuture.anyOf(responses.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
			HttpResponse<byte[]> refused = responses.stream()
				.filter(CompletableFuture::isDone)
				.findFirst()
				.orElseThrow()
				.join();
			assertThat(refused.statusCode()).isEqualTo(503);
			assertThat(refused.body()).asString().isEqualTo("4 scrapes are being sent: try again later\n");
			held.countDown();
			CompletableFuture.allOf(responses.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
			assertThat(responses).filteredOn((response) -> response.join().statusCode() == 200).hasSize(4);
			assertThat(scraper.get().statusCode()).isEqualTo(200);
		}
		finally {
			held.countDown();
		}
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void beyondAHundredConnectionsOthersAreClosedUntilThereIsRoom() throws Exception {
		List<Socket> sockets = new ArrayList<>();
		try (PrometheusEndpoint endpoint = this.builder.build()) {
			URI uri = endpoint.start();
			for (int i = 0; i < ScrapeConnections.MOST; i++) {
				sockets.add(new Socket(InetAddress.getLoopbackAddress(), uri.getPort()));
			}
			try (Socket more = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
				more.setSoTimeout(20_000);
				assertThat(more.getInputStream().read()).isEqualTo(-1);
			}
			sockets.get(0).close();
			Awaitility.await()
				.ignoreExceptions()
				.untilAsserted(() -> assertThat(statusLine(uri, "GET /metrics", "Host: localhost"))
					.startsWith("HTTP/1.1 200 "));
		}
		finally {
			for (Socket socket : sockets) {
				socket.close();
			}
		}
	}

	@Test
	void connectionOnWhichNothingMovesIsClosed() {
		EmbeddedChannel channel = new EmbeddedChannel();
		channel.freezeTime();
		new ScrapeConnections(1, Duration.ofSeconds(90)).limit(channel);
		advance(channel, 89);
		assertThat(channel.isOpen()).isTrue();
		channel.writeInbound("a request");
		advance(channel, 89);
		assertThat(channel.isOpen()).isTrue();
		advance(channel, 2);
		assertThat(channel.isOpen()).isFalse();
	}

	private static void advance(EmbeddedChannel channel, int seconds) {
		channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
		channel.runScheduledPendingTasks();
		channel.runPendingTasks();
	}

	@Test
	void addressThatIsInUseIsTold() {
		try (PrometheusEndpoint endpoint = this.builder.build()) {
			int port = endpoint.start().getPort();
			PrometheusEndpoint other = PrometheusEndpoint.builder().port(port).build();
			assertThatExceptionOfType(EndpointBindException.class).isThrownBy(other::start)
				.withMessageStartingWith("Prometheus cannot be given metrics at 127.0.0.1:%s: ".formatted(port));
		}
	}

	private static String statusLine(URI uri, String request, String header) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream()
				.write("%s HTTP/1.1\r\n%s\r\nConnection: close\r\n\r\n".formatted(request, header)
					.getBytes(StandardCharsets.US_ASCII));
			String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return response.lines().findFirst().orElseThrow();
		}
	}

}
