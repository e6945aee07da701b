package io.github.metricstcp.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import io.github.metricstcp.testing.TestAuthority;
import io.netty.pkitesting.X509Bundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a live page that is encrypted with an SSL bundle.
 */
@Tag("page")
@ExtendWith(OutputCaptureExtension.class)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LivePageSslTests {

	private static final TestAuthority authority = new TestAuthority("authority");

	private static final X509Bundle server = authority.issue("server");

	@TempDir
	private Path directory;

	@BeforeEach
	void writeCertificates() {
		TestAuthority.write(authority.root(), this.directory, "authority");
		TestAuthority.write(server, this.directory, "server");
	}

	@Test
	void bundleEncryptsThePage(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run(bundle())) {
			HttpResponse<String> response = get(context, "127.0.0.1", null);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(certificate(response)).isEqualTo(server.getCertificate());
			assertThat(output).contains("Live metrics: https://127.0.0.1:%d/".formatted(port(context)))
				.doesNotContain("WARN");
		}
	}

	@Test
	void widerAddressMayAskForCertificatesInPlaceOfAToken(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run(trustingBundle(), "--metrics-tcp.page.address=0.0.0.0",
				"--metrics-tcp.page.ssl.client-auth=need")) {
			assertThat(output).contains("Live metrics: https://localhost:%d/".formatted(port(context)))
				.doesNotContain("WARN");
			assertThat(get(context, "localhost", authority.issue("me")).statusCode()).isEqualTo(200);
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> get(context, "localhost", null));
			X509Bundle stranger = new TestAuthority("strangers").issue("me");
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> get(context, "localhost", stranger));
		}
	}

	@ParameterizedTest
	@CsvSource({ "metrics-tcp.page.ssl.client-auth=none", "metrics-tcp.page.ssl.client-auth=want" })
	void widerAddressNeedsMoreThanEncryption(String property, CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(trustingBundle(), "--metrics-tcp.page.address=0.0.0.0",
				"--" + property)) {
			assertThat(context.getEnvironment().containsProperty("local.metrics-tcp.page.port")).isFalse();
			assertThat(output).contains("The live page is not started: at 0.0.0.0 (metrics-tcp.page.address)")
				.contains("metrics-tcp.page.ssl.bundle and metrics-tcp.page.ssl.client-auth=need");
		}
	}

	@Test
	void certificatesThatAreSwitchedOffProtectNothing(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(trustingBundle(), "--metrics-tcp.page.address=0.0.0.0",
				"--metrics-tcp.page.ssl.client-auth=need", "--metrics-tcp.page.ssl.enabled=false")) {
			assertThat(context.getEnvironment().containsProperty("local.metrics-tcp.page.port")).isFalse();
			assertThat(output).contains("The live page is not started: at 0.0.0.0 (metrics-tcp.page.address)");
		}
	}

	@Test
	void updatedBundleIsForNewConnections(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run(bundle())) {
			assertThat(certificate(get(context, "127.0.0.1", null))).isEqualTo(server.getCertificate());
			X509Bundle renewed = authority.issue("renewed");
			PemSslStoreDetails details = new PemSslStoreDetails(null, renewed.getCertificatePathPEM(),
					renewed.getPrivateKeyPEM());
			context.getBean(SslBundleRegistry.class)
				.updateBundle("page", SslBundle.of(new PemSslStoreBundle(details, null)));
			assertThat(certificate(get(context, "127.0.0.1", null))).isEqualTo(renewed.getCertificate());
			assertThat(output).contains("New connections to the live page use the updated SSL bundle 'page'");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			bundle=other     | metrics-tcp.page.ssl.bundle      | No SSL bundle has that name (known: 'page')
			bundle=          | metrics-tcp.page.ssl.bundle      | set metrics-tcp.page.ssl.enabled to false
			enabled=true     | metrics-tcp.page.ssl.enabled     | It needs metrics-tcp.page.ssl.bundle
			client-auth=need | metrics-tcp.page.ssl.client-auth | It needs metrics-tcp.page.ssl.bundle
			""")
	void propertyThatCannotBeUsedStopsTheStartAndIsNamed(String property, String name, String remedy,
			CapturedOutput output) {
		List<String> properties = bundle();
		properties.remove(0);
		assertThatException().isThrownBy(() -> run(properties, "--metrics-tcp.page.ssl." + property));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("for configuration property '" + name + "'")
			.contains(remedy);
	}

	@Test
	void bundleWithoutATrustStoreStopsTheStartIfBrowsersNeedACertificate(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(bundle(), "--metrics-tcp.page.ssl.client-auth=need"));
		assertThat(output).contains("Invalid value 'page' for configuration property 'metrics-tcp.page.ssl.bundle'")
			.contains("The live page cannot use that SSL bundle: it has no trust store, which "
					+ "metrics-tcp.page.ssl.client-auth needs");
	}

	private List<String> bundle() {
		return new ArrayList<>(List.of("--metrics-tcp.page.ssl.bundle=page",
				"--spring.ssl.bundle.pem.page.keystore.certificate=" + file("server.crt"),
				"--spring.ssl.bundle.pem.page.keystore.private-key=" + file("server.key")));
	}

	private List<String> trustingBundle() {
		List<String> properties = bundle();
		properties.add("--spring.ssl.bundle.pem.page.truststore.certificate=" + file("authority.crt"));
		return properties;
	}

	private String file(String name) {
		return this.directory.resolve(name).toString();
	}

	private static ConfigurableApplicationContext run(List<String> properties, String... more) {
		List<String> all = new ArrayList<>(properties);
		all.addAll(List.of(more));
		return new SpringApplicationBuilder(ApplicationConfiguration.class).web(WebApplicationType.NONE)
			.properties("metrics-tcp.server.port=0", "metrics-tcp.page.port=0")
			.run(all.toArray(String[]::new));
	}

	private static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.metrics-tcp.page.port", Integer.class);
	}

	private static HttpResponse<String> get(ConfigurableApplicationContext context, String host,
			@Nullable X509Bundle own) throws Exception {
		HttpClient client = HttpClient.newBuilder().sslContext(authority.context(own)).build();
		URI address = URI.create("https://" + host + ":" + port(context) + "/");
		return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
	}

	private static X509Certificate certificate(HttpResponse<String> response) throws Exception {
		return (X509Certificate) response.sslSession().orElseThrow().getPeerCertificates()[0];
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationConfiguration {

	}

}
