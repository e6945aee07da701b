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
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.netty.NettyPipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of requests, good and bad.
 */
class RequestTests {

	private final List<EmbeddedChannel> channels = new ArrayList<>();

	private final PrometheusEndpoint.Builder builder = PrometheusEndpoint.builder().port(0);

	@AfterEach
	void release() {
		this.channels.forEach(EmbeddedChannel::finishAndReleaseAll);
	}

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
	void connectionsThatAskForNothingKeepNoScraperOut() throws Exception {
		List<Socket> silent = new ArrayList<>();
		try (PrometheusEndpoint endpoint = this.builder.build()) {
			URI uri = endpoint.start();
			for (int i = 0; i < ScrapeConnections.MOST; i++) {
				silent.add(connect(uri));
			}
			assertThat(statusLine(uri, "GET /metrics", "Host: localhost")).startsWith("HTTP/1.1 200 ");
			assertThat(silent.get(0).getInputStream().read()).isEqualTo(-1);
			// The scraper's own is closed, and there is room for one
			silent.add(connect(uri));
			for (Socket each : silent.subList(1, silent.size())) {
				assertThat(statusLine(each, "GET /metrics", "Host: localhost")).startsWith("HTTP/1.1 200 ");
			}
		}
		finally {
			for (Socket socket : silent) {
				socket.close();
			}
		}
	}

	@Test
	void connectionThatWaitsForNothingTheLongestMakesRoom() {
		ScrapeConnections connections = new ScrapeConnections(2, Duration.ofSeconds(90));
		EmbeddedChannel first = connect(connections);
		EmbeddedChannel second = connect(connections);
		ask(first);
		answer(first);
		EmbeddedChannel third = connect(connections);
		assertThat(second.isOpen()).isFalse();
		ask(third);
		EmbeddedChannel fourth = connect(connections);
		assertThat(first.isOpen()).isFalse();
		assertThat(third.isOpen()).isTrue();
		assertThat(fourth.isOpen()).isTrue();
	}

	@Test
	void connectionBeyondTheGreatestNumberIsClosedIfAllOthersWaitForAnAnswer() {
		ScrapeConnections connections = new ScrapeConnections(1, Duration.ofSeconds(90));
		EmbeddedChannel first = connect(connections);
		ask(first);
		ask(first);
		answer(first);
		assertThat(connect(connections).isOpen()).isFalse();
		assertThat(first.isOpen()).isTrue();
		answer(first);
		assertThat(connect(connections).isOpen()).isTrue();
		assertThat(first.isOpen()).isFalse();
	}

	@Test
	void answerThatIsNotTakenYetIsNone() {
		ScrapeConnections connections = new ScrapeConnections(1, Duration.ofSeconds(90));
		EmbeddedChannel first = connect(connections);
		ask(first);
		ChannelFuture unused = first.write(response());
		assertThat(connect(connections).isOpen()).isFalse();
		first.flush();
		assertThat(connect(connections).isOpen()).isTrue();
	}

	private EmbeddedChannel connect(ScrapeConnections connections) {
		// Each with an id of its own, as others have
		EmbeddedChannel channel = new EmbeddedChannel(DefaultChannelId.newInstance());
		channel.pipeline().addLast(NettyPipeline.HttpCodec, new HttpServerCodec());
		this.channels.add(channel);
		channel.freezeTime();
		connections.limit(channel);
		channel.runPendingTasks();
		return channel;
	}

	private static void ask(EmbeddedChannel channel) {
		channel.writeInbound(Unpooled.copiedBuffer("GET /metrics HTTP/1.1\r\n\r\n", StandardCharsets.US_ASCII));
	}

	private static void answer(EmbeddedChannel channel) {
		channel.writeOutbound(response());
	}

	private static FullHttpResponse response() {
		FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
		HttpUtil.setContentLength(response, 0);
		return response;
	}

	@Test
	void connectionOnWhichNothingMovesIsClosed() {
		EmbeddedChannel channel = connect(new ScrapeConnections(1, Duration.ofSeconds(90)));
		advance(channel, 89);
		assertThat(channel.isOpen()).isTrue();
		ask(channel);
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
		try (Socket socket = connect(uri)) {
			return statusLine(socket, request, header);
		}
	}

	private static Socket connect(URI uri) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort());
		socket.setSoTimeout(20_000);
		return socket;
	}

	private static String statusLine(Socket socket, String request, String header) throws IOException {
		socket.getOutputStream()
			.write("%s HTTP/1.1\r\n%s\r\nConnection: close\r\n\r\n".formatted(request, header)
				.getBytes(StandardCharsets.US_ASCII));
		String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return response.lines().findFirst().orElseThrow();
	}

}
