package io.github.metricstcp.internal.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.proto.Event;
import io.github.metricstcp.testing.RequiresTool;
import io.github.metricstcp.testing.RunningExporter;
import io.github.metricstcp.testing.TestAuthority;
import io.netty.handler.ssl.ClientAuth;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for encrypted connections with a client that is not ours:
 * {@code openssl s_client}.
 */
@RequiresTool("openssl")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpensslTests {

	private static final TestAuthority authority = new TestAuthority("authority");

	private static final TestAuthority foreign = new TestAuthority("foreign");

	@TempDir
	private static Path directory;

	private final List<Process> processes = new ArrayList<>();

	@BeforeAll
	static void writeCertificates() {
		TestAuthority.write(authority.root(), directory, "authority");
		TestAuthority.write(foreign.root(), directory, "foreign");
		TestAuthority.write(authority.issue("client"), directory, "client");
		TestAuthority.write(foreign.issue("stranger"), directory, "stranger");
	}

	@AfterEach
	void stop() throws InterruptedException {
		for (Process process : this.processes) {
			process.destroyForcibly();
			assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1_2", "-tls1_3" })
	void readsTheStream(String version) throws IOException {
		try (RunningExporter running = start(ClientAuth.NONE)) {
			running.registry().counter("orders").increment(3);
			Process client = connect(running, version, "-CAfile", file("authority.crt"), "-verify_return_error");
			assertStreams(client);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1_2", "-tls1_3" })
	void readsTheStreamOfAServerWithAnRsaKey(String version) throws IOException {
		try (RunningExporter running = RunningExporter
			.start((builder) -> builder.ssl(authority.context(authority.issueRsa("server")), ClientAuth.NONE))) {
			running.registry().counter("orders").increment(3);
			Process client = connect(running, version, "-CAfile", file("authority.crt"), "-verify_return_error");
			assertStreams(client);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1_2", "-tls1_3" })
	void readsTheStreamWithTheCertificateThatItNeeds(String version) throws IOException {
		try (RunningExporter running = start(ClientAuth.REQUIRE)) {
			running.registry().counter("orders").increment(3);
			Process client = connect(running, version, "-cert", file("client.crt"), "-key", file("client.key"));
			assertStreams(client);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1_2", "-tls1_3" })
	void getsNothingWithoutTheCertificateThatItNeeds(String version) throws Exception {
		try (RunningExporter running = start(ClientAuth.REQUIRE)) {
			running.registry().counter("orders").increment();
			assertGetsNothing(connect(running, version), running, "alert");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1_2", "-tls1_3" })
	void getsNothingWithTheCertificateOfAForeignAuthority(String version) throws Exception {
		try (RunningExporter running = start(ClientAuth.OPTIONAL)) {
			running.registry().counter("orders").increment();
			Process client = connect(running, version, "-cert", file("stranger.crt"), "-key", file("stranger.key"));
			assertGetsNothing(client, running, "alert");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1_2", "-tls1_3" })
	void doesNotTrustAnExporterOfAForeignAuthority(String version) throws Exception {
		try (RunningExporter running = start(ClientAuth.NONE)) {
			running.registry().counter("orders").increment();
			Process client = connect(running, version, "-CAfile", file("foreign.crt"), "-verify_return_error");
			assertGetsNothing(client, running, "verify error");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1", "-tls1_1" })
	void oldProtocolsAreRefused(String version) throws Exception {
		try (RunningExporter running = start(ClientAuth.NONE)) {
			assertGetsNothing(connect(running, version, "-cipher", "ALL:@SECLEVEL=0"), running, "alert");
		}
	}

	@Test
	void anotherHandshakeOnTheSameConnectionIsRefused() throws Exception {
		try (RunningExporter running = start(ClientAuth.NONE)) {
			Process client = run("-tls1_2", "-connect", address(running));
			await().until(() -> running.exporter().clientCount() == 1);
			try (OutputStream out = client.getOutputStream()) {
				// What s_client takes for the command to negotiate anew
				out.write("R\n".getBytes(StandardCharsets.US_ASCII));
				out.flush();
				await().until(() -> running.exporter().clientCount() == 0);
			}
		}
	}

	private static RunningExporter start(ClientAuth clientAuth) {
		return RunningExporter
			.start((builder) -> builder.ssl(authority.context(authority.issue("server")), clientAuth));
	}

	private Process connect(RunningExporter running, String... options) throws IOException {
		List<String> all = new ArrayList<>(List.of("-quiet", "-connect", address(running)));
		all.addAll(List.of(options));
		return run(all.toArray(String[]::new));
	}

	private Process run(String... options) throws IOException {
		List<String> command = new ArrayList<>(List.of("openssl", "s_client"));
		command.addAll(List.of(options));
		Process process = new ProcessBuilder(command).start();
		this.processes.add(process);
		return process;
	}

	private static String address(RunningExporter running) {
		return "127.0.0.1:" + running.address().getPort();
	}

	private static String file(String name) {
		return directory.resolve(name).toString();
	}

	private static void assertStreams(Process client) throws IOException {
		InputStream in = new BufferedInputStream(client.getInputStream());
		Event event = Event.parseDelimitedFrom(in);
		while (event != null && !(event.hasMetric() && event.getMetric().getName().equals("orders"))) {
			event = Event.parseDelimitedFrom(in);
		}
		assertThat(event).isNotNull();
		assertThat(event.getMetric().getSetCounter()).isEqualTo(3);
	}

	private static void assertGetsNothing(Process client, RunningExporter running, String why) throws Exception {
		assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(client.getInputStream().readAllBytes()).isEmpty();
		assertThat(new String(client.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)).contains(why);
		await().untilAsserted(() -> assertThat(running.exporter().connections().failed()).isEqualTo(1));
		assertThat(running.exporter().connections().accepted()).isZero();
	}

}
