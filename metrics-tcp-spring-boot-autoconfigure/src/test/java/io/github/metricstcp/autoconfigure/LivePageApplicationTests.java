package io.github.metricstcp.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.testing.ExporterThreads;
import io.github.metricstcp.testing.TestAuthority;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of applications that show their own metrics on a page.
 */
@Tag("page")
@ExtendWith(OutputCaptureExtension.class)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LivePageApplicationTests {

	private static final TestAuthority authority = new TestAuthority("authority");

	@TempDir
	private Path directory;

	@Test
	void metersOfTheApplicationAreOnTheLiveStream() {
		try (ConfigurableApplicationContext context = run("--spring.application.name=shop")) {
			OpenedPage page = OpenedPage.of(context.getEnvironment());
			context.getBean(MeterRegistry.class).counter("shop.orders").increment(3);
			page.awaitDocument("shop.orders", "\"value\":3");
			page.awaitDocument("shop.orders", "\"name\":\"shop\"");
			context.getBean(MeterRegistry.class).counter("shop.orders").increment(4);
			page.awaitDocument("shop.orders", "\"value\":7");
		}
	}

	@Test
	void pageIsAClientLikeAnyOther() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ApplicationConfiguration.class)
			.web(WebApplicationType.SERVLET)
			.run("--server.port=0", "--metrics-tcp.server.port=0", "--metrics-tcp.page.port=0",
					"--management.endpoints.web.exposure.include=metricstcp")) {
			await().until(() -> context.getBean(MetricsTcpExporter.class).clientCount() == 1);
			int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			URI endpoint = URI.create("http://127.0.0.1:%d/actuator/metricstcp".formatted(port));
			HttpResponse<String> response = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(endpoint).build(), HttpResponse.BodyHandlers.ofString());
			JsonNode clients = new JsonMapper().readTree(response.body()).get("clients");
			assertThat(clients).hasSize(1);
			assertThat(clients.get(0).get("remoteAddress").asString()).startsWith("127.0.0.1:");
			OpenedPage.of(context.getEnvironment()).awaitDocument("metrics.tcp.clients", "\"value\":1");
		}
	}

	@Test
	void managementServerOnAPortOfItsOwnMakesNoSecondPage(CapturedOutput output) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ApplicationConfiguration.class)
			.web(WebApplicationType.SERVLET)
			.run("--server.port=0", "--management.server.port=0", "--metrics-tcp.server.port=0",
					"--metrics-tcp.page.port=0")) {
			assertThat(context.getEnvironment().getProperty("local.management.port"))
				.isNotEqualTo(context.getEnvironment().getProperty("local.server.port"));
			assertShows(context);
			assertThat(context.getBean(MetricsTcpExporter.class).clientCount()).isOne();
			assertThat(output.toString().split("Live metrics: ", -1)).hasSize(2);
		}
	}

	@Test
	void lazyApplicationHasItsPage() {
		try (ConfigurableApplicationContext context = run("--spring.main.lazy-initialization=true")) {
			assertShows(context);
		}
	}

	@Test
	void clientThatIsDisconnectedConnectsAgain() {
		try (ConfigurableApplicationContext context = run()) {
			MetricsTcpExporter exporter = context.getBean(MetricsTcpExporter.class);
			await().until(() -> exporter.clientCount() == 1);
			String id = exporter.clients().get(0).id();
			assertThat(exporter.disconnect(id)).isTrue();
			await().until(() -> exporter.clients().stream().anyMatch((client) -> !client.id().equals(id)));
			assertShows(context);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.0.0.0", "::1", "::" })
	void exporterAtAnotherAddressIsReached(String address, CapturedOutput output) {
		try (ConfigurableApplicationContext context = run("--metrics-tcp.server.address=" + address)) {
			assertShows(context);
			assertThat(output).doesNotContain("The live page is without data");
		}
	}

	@Test
	void exporterWithTlsIsTrustedWhateverItsCertificate(CapturedOutput output) {
		for (X509Bundle certificate : List.of(authority.issue("server"), authority.issueExpired("expired"))) {
			try (ConfigurableApplicationContext context = run(pem(certificate))) {
				assertThat(context.getBean(MetricsTcpExporter.class).isSslEnabled()).isTrue();
				assertShows(context);
			}
		}
		assertThat(output).doesNotContain("The live page is without data");
	}

	@Test
	void certificateThatIsRenewedIsTrusted() {
		try (ConfigurableApplicationContext context = run(pem(authority.issue("server")))) {
			MetricsTcpExporter exporter = context.getBean(MetricsTcpExporter.class);
			await().until(() -> exporter.clientCount() == 1);
			X509Bundle renewed = authority.issue("renewed");
			context.getBean(SslBundleRegistry.class)
				.updateBundle("stream", SslBundle.of(new PemSslStoreBundle(
						new PemSslStoreDetails(null, renewed.getCertificatePathPEM(), renewed.getPrivateKeyPEM()),
						null)));
			String id = exporter.clients().get(0).id();
			exporter.disconnect(id);
			await().until(() -> exporter.clients().stream().anyMatch((client) -> !client.id().equals(id)));
			assertShows(context);
		}
	}

	@Test
	void clientsMayHaveNoCertificateIfItIsWanted() {
		List<String> properties = new ArrayList<>(List.of(pem(authority.issue("server"))));
		properties.add("--metrics-tcp.server.ssl.client-auth=want");
		properties.add("--spring.ssl.bundle.pem.stream.truststore.certificate=" + file("server.crt"));
		try (ConfigurableApplicationContext context = run(properties.toArray(String[]::new))) {
			assertShows(context);
		}
	}

	@Test
	void exporterThatNeedsACertificateOfClientsIsAWarning(CapturedOutput output) {
		List<String> properties = new ArrayList<>(List.of(pem(authority.issue("server"))));
		properties.add("--metrics-tcp.server.ssl.client-auth=need");
		properties.add("--spring.ssl.bundle.pem.stream.truststore.certificate=" + file("server.crt"));
		try (ConfigurableApplicationContext context = run(properties.toArray(String[]::new))) {
			assertThat(context.isRunning()).isTrue();
			assertThat(context.getEnvironment().containsProperty("local.metrics-tcp.page.port")).isFalse();
			assertThat(output).contains("WARN")
				.contains("The live page is not started: the metrics stream asks clients for a certificate "
						+ "(metrics-tcp.server.ssl.client-auth), and the application has none. "
						+ "Watch the stream with metrics-tcp-observer --web instead.");
		}
	}

	@Test
	void applicationThatIsRestartedInItsJvmHasItsPageOnTheSamePort(CapturedOutput output) throws Exception {
		ConfigurableApplicationContext first = run();
		int port = port(first);
		first.close();
		for (int i = 0; i < 3; i++) {
			// As developer tools do, while a browser looks on
			ConfigurableApplicationContext context = run("--metrics-tcp.page.port=" + port);
			assertThat(port(context)).isEqualTo(port);
			BufferedReader documents = OpenedPage.of(context.getEnvironment()).live("jvm");
			assertThat(documents.readLine()).startsWith("data: ");
			context.close();
			assertThat(documents).satisfies(LivePageApplicationTests::ends);
		}
		await().untilAsserted(() -> assertThat(ExporterThreads.names()).isEmpty());
		assertThat(output).doesNotContain("WARN").doesNotContain("Exception");
	}

	private static void ends(BufferedReader documents) {
		try (documents) {
			while (documents.readLine() != null) {
				// Those that were sent
			}
		}
		catch (IOException ex) {
			// The connection was reset, which is an end as well
		}
	}

	@Test
	void noThreadOfReactorIsLeft() {
		AtomicBoolean created = new AtomicBoolean();
		Schedulers.setFactory(new Schedulers.Factory() {

			@Override
			public Scheduler newParallel(int parallelism, ThreadFactory threadFactory) {
				created.set(true);
				return Schedulers.Factory.super.newParallel(parallelism, threadFactory);
			}

		});
		try (ConfigurableApplicationContext context = run()) {
			assertShows(context);
			OpenedPage page = OpenedPage.of(context.getEnvironment());
			assertThat(page.get("api/v1/report").statusCode()).isEqualTo(200);
			assertThat(page.get("api/v1/recording").statusCode()).isEqualTo(200);
		}
		finally {
			Schedulers.resetFactory();
		}
		await().untilAsserted(() -> assertThat(ExporterThreads.names()).isEmpty());
		assertThat(created).isFalse();
	}

	@Test
	void checkpointAndRestoreGoOnOnTheSamePort() {
		ConfigurableApplicationContext first = run();
		int port = port(first);
		first.close();
		try (ConfigurableApplicationContext context = run("--metrics-tcp.page.port=" + port)) {
			for (int i = 0; i < 2; i++) {
				assertThat(port(context)).isEqualTo(port);
				assertShows(context);
				context.stop();
				assertThat(context.getEnvironment().containsProperty("local.metrics-tcp.page.port")).isFalse();
				await().untilAsserted(() -> assertThat(ExporterThreads.names()).isEmpty());
				context.start();
			}
			assertShows(context);
		}
	}

	@Test
	void twoApplicationsInOneJvmHaveAPageEach() {
		try (ConfigurableApplicationContext one = run();
				ConfigurableApplicationContext other = run("--metrics-tcp.page.port=" + port(one))) {
			assertThat(port(other)).isNotEqualTo(port(one));
			one.getBean(MeterRegistry.class).counter("orders").increment(1);
			other.getBean(MeterRegistry.class).counter("orders").increment(2);
			OpenedPage.of(one.getEnvironment()).awaitDocument("orders", "\"value\":1");
			OpenedPage.of(other.getEnvironment()).awaitDocument("orders", "\"value\":2");
		}
	}

	private static void assertShows(ConfigurableApplicationContext context) {
		MeterRegistry registry = context.getBean(MeterRegistry.class);
		registry.counter("orders").increment();
		OpenedPage.of(context.getEnvironment())
			.awaitDocument("orders", "\"value\":%d".formatted((long) registry.counter("orders").count()));
	}

	private static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.metrics-tcp.page.port", Integer.class);
	}

	private String[] pem(X509Bundle certificate) {
		TestAuthority.write(certificate, this.directory, "server");
		return new String[] { "--metrics-tcp.server.ssl.bundle=stream",
				"--spring.ssl.bundle.pem.stream.keystore.certificate=" + file("server.crt"),
				"--spring.ssl.bundle.pem.stream.keystore.private-key=" + file("server.key") };
	}

	private String file(String name) {
		return this.directory.resolve(name).toString();
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(ApplicationConfiguration.class).web(WebApplicationType.NONE)
			.properties("metrics-tcp.server.port=0", "metrics-tcp.page.port=0")
			.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationConfiguration {

	}

}
