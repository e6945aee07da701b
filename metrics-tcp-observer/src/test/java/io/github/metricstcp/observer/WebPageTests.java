package io.github.metricstcp.observer;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.testing.RunningExporter;
import io.github.metricstcp.testing.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@code --web} without a terminal, by the address that it prints.
 */
class WebPageTests {

	private static final Pattern ADDRESS = Pattern.compile("metrics-tcp-observer: Live metrics: (\\S+)");

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private final PrintStream messages = new PrintStream(this.err, true, StandardCharsets.UTF_8);

	private final ObserverCommand command = new ObserverCommand(
			new ProcessStreams(OutputStream.nullOutputStream(), this.messages, () -> false, () -> false),
			new LocalStreams(List.of()));

	private final HttpClient http = HttpClient.newHttpClient();

	@Test
	void pageShowsSeveralTargetsUntilTheRunIsEnded() throws Exception {
		try (RunningExporter first = RunningExporter.start(); RunningExporter second = RunningExporter.start()) {
			first.registry().counter("orders", "channel", "web").increment(5);
			second.registry().counter("orders", "channel", "app").increment(7);
			CompletableFuture<Integer> run = run("--web=0", "one=" + target(first), "two=" + target(second));
			URI page = page();
			assertThat(page.getHost()).isEqualTo("127.0.0.1");
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(document(page)).contains("\"name\":\"one\"", "\"name\":\"two\"",
						"\"id\":\"c:orders\"", "\"series\":2", "\"value\":12"));
			assertThat(this.command.interrupt()).isTrue();
			assertThat(run.get(20, TimeUnit.SECONDS)).isZero();
		}
	}

	@Test
	void pageShowsTargetsAsTheyComeAndGo(@TempDir Path directory) throws Exception {
		try (RunningExporter first = RunningExporter.start(); RunningExporter second = RunningExporter.start()) {
			first.registry().counter("orders", "channel", "web").increment(5);
			second.registry().counter("orders", "channel", "app").increment(7);
			Path file = Files.writeString(directory.resolve("targets.txt"), "one=%s%n".formatted(target(first)));
			CompletableFuture<Integer> run = run("--web=0", "file:" + file);
			URI page = page();
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(document(page)).contains("\"name\":\"one\"", "\"value\":5")
					.doesNotContain("\"name\":\"two\""));
			Files.writeString(file, "one=%s%ntwo=%s%n".formatted(target(first), target(second)));
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(
						() -> assertThat(document(page)).contains("\"name\":\"two\"", "\"series\":2", "\"value\":12"));
			Files.writeString(file, "one=%s%n".formatted(target(first)));
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(document(page)).contains("gone from file:"));
			second.exporter().stop();
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(document(page)).contains("\"state\":\"ended\"", "\"name\":\"two\"",
						"\"state\":\"connected\""));
			assertThat(this.command.interrupt()).isTrue();
			assertThat(run.get(20, TimeUnit.SECONDS)).isZero();
		}
	}

	@Test
	void pageShowsAReplayBeyondItsEnd(@TempDir Path directory) throws Exception {
		byte[] frame = FrameEncoder.encode(new SeriesKey(Kind.COUNTER, "orders", Map.of()), Operation.SET_COUNTER, 42,
				1_700_000_000L, 0);
		Path recording = Files.write(directory.resolve("run.bin"), frame);
		CompletableFuture<Integer> run = run("--replay", recording + ",max", "--web=0");
		URI page = page();
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(document(page)).contains("\"id\":\"c:orders\"", "\"value\":42",
					"\"state\":\"ended\""));
		assertThat(run).isNotDone();
		assertThat(this.command.interrupt()).isTrue();
		assertThat(run.get(20, TimeUnit.SECONDS)).isZero();
	}

	@Test
	void addressOfAllNeedsATokenAndAsksForIt() throws Exception {
		try (RunningExporter exporter = RunningExporter.start()) {
			CompletableFuture<Integer> run = run("--web=0.0.0.0:0", "--web-token=0123456789abcdef", target(exporter));
			URI page = page();
			assertThat(page.getQuery()).isEqualTo("token=0123456789abcdef");
			HttpResponse<String> refused = this.http.send(HttpRequest.newBuilder(page.resolve("/")).build(),
					HttpResponse.BodyHandlers.ofString());
			assertThat(refused.statusCode()).isEqualTo(401);
			assertThat(this.command.interrupt()).isTrue();
			assertThat(run.get(20, TimeUnit.SECONDS)).isZero();
		}
	}

	@Test
	void addressOfAllMayAskForCertificates(@TempDir Path directory) throws Exception {
		TestAuthority authority = new TestAuthority("authority");
		TestAuthority.write(authority.issue("server"), directory, "server");
		TestAuthority.write(authority.root(), directory, "authority");
		CompletableFuture<Integer> run = run("--web=0.0.0.0:0", "--web-cert=" + directory.resolve("server.crt"),
				"--web-key=" + directory.resolve("server.key"), "--web-trust=" + directory.resolve("authority.crt"),
				"127.0.0.1:1");
		URI page = page();
		assertThat(page.getScheme()).isEqualTo("https");
		HttpClient known = HttpClient.newBuilder().sslContext(authority.context(authority.issue("me"))).build();
		HttpClient unknown = HttpClient.newBuilder().sslContext(authority.context(null)).build();
		HttpRequest request = HttpRequest.newBuilder(page.resolve("/")).build();
		assertThat(known.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
		assertThatIOException().isThrownBy(() -> unknown.send(request, HttpResponse.BodyHandlers.ofString()));
		assertThat(this.command.interrupt()).isTrue();
		assertThat(run.get(20, TimeUnit.SECONDS)).isZero();
	}

	@Test
	void portThatIsTakenEndsTheRunWithASentence() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThat(run("--web=" + taken.getLocalPort(), "127.0.0.1:1").get(20, TimeUnit.SECONDS)).isEqualTo(1);
			assertThat(err())
				.startsWith("metrics-tcp-observer: The live page cannot be served at 127.0.0.1:" + taken.getLocalPort())
				.contains("Choose another with --web=[HOST:]PORT, or any port that is free with --web=0");
		}
	}

	private CompletableFuture<Integer> run(String... arguments) {
		CommandLine line = ObserverMain.commandLine(this.command);
		line.setErr(new PrintWriter(this.messages, true, StandardCharsets.UTF_8));
		CompletableFuture<Integer> exitCode = new CompletableFuture<>();
		Thread thread = new Thread(() -> exitCode.complete(line.execute(arguments)), "observer");
		thread.setDaemon(true);
		thread.start();
		return exitCode;
	}

	private String err() {
		return this.err.toString(StandardCharsets.UTF_8);
	}

	private URI page() {
		return await().atMost(Duration.ofSeconds(20)).until(() -> {
			Matcher found = ADDRESS.matcher(err());
			return found.find() ? URI.create(found.group(1)) : null;
		}, (address) -> address != null);
	}

	/**
	 * Returns the first document of the overview.
	 */
	private String document(URI page) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(page.resolve("api/v1/live?view=overview")).build();
		HttpResponse<InputStream> response = this.http.send(request, HttpResponse.BodyHandlers.ofInputStream());
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
			return reader.readLine();
		}
	}

	private static String target(RunningExporter exporter) {
		return "127.0.0.1:" + exporter.address().getPort();
	}

}
