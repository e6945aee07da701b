package io.github.metricstcp.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.metricstcp.testing.StreamClient;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the packaged shop, started in a JVM of its own from what ahead-of-time
 * processing made of it.
 */
class AotProcessedSampleIT {

	private static final Pattern STREAM_PORT = Pattern.compile("streamed on port (\\d+)");

	private static final Pattern PAGE = Pattern.compile("Live metrics: (http://127\\.0\\.0\\.1:\\d+/)");

	private final Path jar = Path.of(System.getProperty("sample.jar"));

	// Stays there, to be looked at when this fails
	private final Path log = this.jar.resolveSibling("aot-processed-sample.log");

	private Process process;

	@BeforeEach
	void start() throws IOException {
		this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Dspring.aot.enabled=true", "-Dio.netty.leakDetection.level=paranoid", "-jar", this.jar.toString(),
				"--server.port=0", "--metrics-tcp.server.port=0", "--metrics-tcp.page.port=0")
			.redirectErrorStream(true)
			.redirectOutput(this.log.toFile())
			.start();
	}

	@AfterEach
	void stop() {
		this.process.destroyForcibly();
	}

	@Test
	void streamsAndStopsInGoodOrder() throws Exception {
		int port = awaitStreamPort();
		assertThat(log()).contains("Starting AOT-processed SampleApplication");
		try (StreamClient client = StreamClient
			.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
			await().untilAsserted(() -> {
				assertThat(client.metrics("http.server.requests")).isNotEmpty();
				assertThat(client.metrics("shop.orders.placed")).isNotEmpty();
				assertThat(client.metrics("shop.payment.charge")).isNotEmpty();
				assertThat(client.gauge("shop.stock", "product", "cup")).isNotNull();
			});
			HttpResponse<String> page = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(awaitPage()).build(), HttpResponse.BodyHandlers.ofString());
			assertThat(page.statusCode()).isEqualTo(200);
			assertThat(page.body()).contains("<html");
			this.process.destroy();
			assertThat(this.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			await().until(client::hasEnded);
			assertThat(client.failure()).isNull();
		}
		assertThat(log()).doesNotContain(" WARN ", " ERROR ", "LEAK", "native-access");
	}

	private int awaitStreamPort() {
		return Integer.parseInt(awaitLog(STREAM_PORT));
	}

	private URI awaitPage() {
		return URI.create(awaitLog(PAGE));
	}

	private String awaitLog(Pattern pattern) {
		return await().failFast("the shop does not start", () -> !this.process.isAlive())
			.until(() -> pattern.matcher(log()), Matcher::find)
			.group(1);
	}

	private String log() throws IOException {
		return Files.readString(this.log);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(2));
	}

}
