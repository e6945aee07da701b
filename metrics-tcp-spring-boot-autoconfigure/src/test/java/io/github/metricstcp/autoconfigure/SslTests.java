package io.github.metricstcp.autoconfigure;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import io.github.metricstcp.ConnectionCounts;
import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.testing.StreamClient;
import io.github.metricstcp.testing.TestAuthority;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for connections that are encrypted with an SSL bundle.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SslTests {

	private static final TestAuthority authority = new TestAuthority("authority");

	private static final TestAuthority foreign = new TestAuthority("foreign");

	private static final X509Bundle server = authority.issue("server");

	@TempDir
	private Path directory;

	@BeforeEach
	void writeCertificates() {
		TestAuthority.write(authority.root(), this.directory, "authority");
		TestAuthority.write(server, this.directory, "server");
	}

	@Test
	void pemBundleEncrypts(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(pem("server"), "--logging.level.io.github.metricstcp=info")) {
			assertStreams(context, authority.context(null));
			assertThat(isAskedForACertificate(context)).isFalse();
			assertThat(context.getBean(MetricsTcpEndpoint.class).exporter().ssl()).isTrue();
			assertThatExceptionOfType(UncheckedIOException.class)
				.isThrownBy(() -> connect(context, foreign.context(null)));
			assertThat(output).containsPattern("Metrics stream listens on 127.0.0.1:\\d+ with TLS");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "JKS", "PKCS12" })
	void storeEncrypts(String type, CapturedOutput output) throws Exception {
		Path file = store(type, "main", authority.issueExpired("main"), "other", authority.issueRsa("other"));
		try (ConfigurableApplicationContext context = run(
				jks(file, type, "--spring.ssl.bundle.jks.stream.key.alias=other"))) {
			try (StreamClient client = connect(context, authority.context(null))) {
				assertThat(certificate(client).getSubjectX500Principal().getName()).isEqualTo("CN=other");
			}
			// The other one does not matter
			assertThat(output).doesNotContain("expired");
			assertStreams(context, authority.context(null));
		}
	}

	@Test
	void clientsNeedACertificateIfTheyAreAskedForOne() {
		List<String> properties = pem("server");
		properties.add("--metrics-tcp.server.ssl.client-auth=need");
		properties.add("--spring.ssl.bundle.pem.stream.truststore.certificate=" + file("authority.crt"));
		try (ConfigurableApplicationContext context = run(properties)) {
			assertStreams(context, authority.context(authority.issue("client")));
			try (StreamClient refused = connect(context, authority.context(null))) {
				await().until(refused::hasEnded);
				assertThat(refused.events()).isEmpty();
			}
			await().untilAsserted(() -> assertThat(context.getBean(MetricsTcpExporter.class).connections())
				.isEqualTo(new ConnectionCounts(1, 0, 1, 0)));
		}
	}

	@Test
	void clientsMayHaveACertificateIfItIsWanted() {
		List<String> properties = pem("server");
		properties.add("--metrics-tcp.server.ssl.client-auth=want");
		properties.add("--spring.ssl.bundle.pem.stream.truststore.certificate=" + file("authority.crt"));
		try (ConfigurableApplicationContext context = run(properties)) {
			assertStreams(context, authority.context(null));
			assertStreams(context, authority.context(authority.issue("client")));
			assertThat(isAskedForACertificate(context)).isTrue();
		}
	}

	// Neither is what would be agreed on by default
	@ParameterizedTest
	@CsvSource({ "enabled-protocols=TLSv1.2, TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
			"ciphers=TLS_CHACHA20_POLY1305_SHA256, TLSv1.3, TLS_CHACHA20_POLY1305_SHA256" })
	void protocolsAndCiphersAreThoseOfTheBundle(String option, String protocol, String cipher) {
		List<String> properties = pem("server");
		properties.add("--spring.ssl.bundle.pem.stream.options." + option);
		try (ConfigurableApplicationContext context = run(properties);
				StreamClient client = connect(context, authority.context(null))) {
			assertThat(((SSLSocket) client.socket()).getSession()).satisfies((session) -> {
				assertThat(session.getProtocol()).isEqualTo(protocol);
				assertThat(session.getCipherSuite()).isEqualTo(cipher);
			});
		}
	}

	@Test
	void encryptionCanBeSwitchedOff() {
		List<String> properties = pem("server");
		properties.add("--metrics-tcp.server.ssl.enabled=false");
		properties.add("--metrics-tcp.server.ssl.client-auth=need");
		try (ConfigurableApplicationContext context = run(properties);
				StreamClient client = StreamClient.connect(context.getBean(MetricsTcpExporter.class).address())) {
			context.getBean(MeterRegistry.class).counter("orders").increment();
			await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(1));
			assertThat(context.getBean(MetricsTcpEndpoint.class).exporter().ssl()).isFalse();
		}
	}

	@Test
	void updatedBundleIsForNewConnections() throws IOException {
		X509Bundle renewed = authority.issue("renewed");
		try (ConfigurableApplicationContext context = run(pem("server"));
				StreamClient before = connect(context, authority.context(null))) {
			update(context, renewed);
			try (StreamClient after = connect(context, authority.context(null))) {
				assertThat(certificate(after)).isEqualTo(renewed.getCertificate());
				assertThat(certificate(before)).isEqualTo(server.getCertificate());
				context.getBean(MeterRegistry.class).counter("orders").increment();
				for (StreamClient client : List.of(before, after)) {
					await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(1));
				}
			}
		}
	}

	@Test
	void filesThatAreReplacedAreReloaded() {
		List<String> properties = pem("server");
		properties.add("--spring.ssl.bundle.pem.stream.reload-on-update=true");
		properties.add("--spring.ssl.bundle.watch.file.quiet-period=100ms");
		try (ConfigurableApplicationContext context = run(properties)) {
			X509Bundle renewed = authority.issue("renewed");
			TestAuthority.write(renewed, this.directory, "server");
			await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(() -> {
				try (StreamClient client = connect(context, authority.context(null))) {
					assertThat(certificate(client)).isEqualTo(renewed.getCertificate());
				}
			});
		}
	}

	@Test
	void updateThatCannotBeUsedChangesNothing(CapturedOutput output) throws IOException {
		try (ConfigurableApplicationContext context = run(pem("server"))) {
			PemSslStoreDetails mismatched = new PemSslStoreDetails(null, authority.issue("other").getCertificatePEM(),
					server.getPrivateKeyPEM());
			context.getBean(SslBundleRegistry.class)
				.updateBundle("stream", SslBundle.of(new PemSslStoreBundle(mismatched, null)));
			assertThat(output).contains("ERROR")
				.contains("cannot use the updated SSL bundle 'stream' (metrics-tcp.server.ssl.bundle)")
				.contains("does not belong to its certificate 'CN=other'")
				.contains("New connections use the previous one");
			try (StreamClient client = connect(context, authority.context(null))) {
				assertThat(certificate(client)).isEqualTo(server.getCertificate());
			}
			// And the next one is taken again
			X509Bundle renewed = authority.issue("renewed");
			update(context, renewed);
			try (StreamClient client = connect(context, authority.context(null))) {
				assertThat(certificate(client)).isEqualTo(renewed.getCertificate());
			}
		}
	}

	@Test
	void updateWhileTheApplicationStartsIsNotMissed() throws IOException {
		X509Bundle renewed = authority.issue("renewed");
		AtomicBoolean updated = new AtomicBoolean();
		DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("stream", bundle(server)) {

			@Override
			public SslBundle getBundle(String name) {
				SslBundle bundle = super.getBundle(name);
				// Right after it was read for the first time
				if (!updated.getAndSet(true)) {
					updateBundle(name, bundle(renewed));
				}
				return bundle;
			}

		};
		BundleSslContexts contexts = new BundleSslContexts(BundleSslContexts.Purpose.STREAM, bundles, "stream",
				MetricsTcpProperties.ClientAuth.NONE);
		try (MetricsTcpExporter exporter = MetricsTcpExporter.builder().port(0).ssl(contexts).build()) {
			exporter.start();
			try (StreamClient client = StreamClient.connect(exporter.address(), authority.context(null))) {
				assertThat(certificate(client)).isEqualTo(renewed.getCertificate());
			}
		}
	}

	@Test
	void expiredCertificateIsAWarning(CapturedOutput output) {
		X509Bundle expired = authority.issueExpired("outdated");
		TestAuthority.write(expired, this.directory, "expired");
		try (ConfigurableApplicationContext context = run(pem("expired"))) {
			assertThat(context.getBean(MetricsTcpExporter.class).isListening()).isTrue();
			assertThat(output).contains("WARN")
				.contains("The certificate 'CN=outdated' expired on "
						+ expired.getCertificate().getNotAfter().toInstant())
				.contains("Renew it in the SSL bundle 'stream' (metrics-tcp.server.ssl.bundle)");
		}
	}

	@Test
	void certificateThatIsNotValidYetIsAWarning(CapturedOutput output) {
		X509Bundle premature = authority.issuePremature("early");
		TestAuthority.write(premature, this.directory, "premature");
		try (ConfigurableApplicationContext context = run(pem("premature"))) {
			assertThat(context.getBean(MetricsTcpExporter.class).isListening()).isTrue();
			assertThat(output).contains("WARN")
				.contains("The certificate 'CN=early' is not valid before "
						+ premature.getCertificate().getNotBefore().toInstant());
		}
	}

	@Test
	void keysOfEachKindEncrypt() {
		for (X509Bundle each : List.of(authority.issueRsa("rsa"), authority.issueEd25519("ed25519"))) {
			TestAuthority.write(each, this.directory, "each");
			try (ConfigurableApplicationContext context = run(pem("each"))) {
				assertStreams(context, authority.context(null));
			}
		}
	}

	@Test
	void keyOfAnotherCertificateStopsTheStart(CapturedOutput output) throws IOException {
		Files.writeString(this.directory.resolve("server.key"), authority.issue("other").getPrivateKeyPEM());
		assertStartFails(pem("server"), output, "does not belong to its certificate 'CN=server'");
	}

	@Test
	void keyOfAnotherKindStopsTheStart(CapturedOutput output) throws IOException {
		Files.writeString(this.directory.resolve("server.key"), authority.issueRsa("other").getPrivateKeyPEM());
		assertStartFails(pem("server"), output, "does not belong to its certificate 'CN=server'");
	}

	@Test
	void bundleWithoutAKeyStopsTheStart(CapturedOutput output) {
		List<String> properties = new ArrayList<>(List.of("--metrics-tcp.server.ssl.bundle=stream",
				"--spring.ssl.bundle.pem.stream.truststore.certificate=" + file("authority.crt")));
		assertStartFails(properties, output, "it has no private key with a certificate");
	}

	@Test
	void bundleWithoutATrustStoreStopsTheStartIfClientsNeedACertificate(CapturedOutput output) {
		List<String> properties = pem("server");
		properties.add("--metrics-tcp.server.ssl.client-auth=need");
		assertStartFails(properties, output, "it has no trust store");
	}

	@Test
	void fileThatIsMissingStopsTheStart(CapturedOutput output) {
		assertStartFails(pem("missing"), output, "missing.crt");
	}

	@Test
	void wrongPasswordStopsTheStart(CapturedOutput output) throws Exception {
		Path file = store("PKCS12", "main", server, "other", authority.issue("other"));
		List<String> properties = jks(file, "PKCS12", "--spring.ssl.bundle.jks.stream.keystore.password=wrong");
		assertStartFails(properties, output, "keystore password was incorrect");
	}

	@Test
	void unknownAliasStopsTheStart(CapturedOutput output) throws Exception {
		Path file = store("PKCS12", "main", server, "other", authority.issue("other"));
		assertStartFails(jks(file, "PKCS12", "--spring.ssl.bundle.jks.stream.key.alias=nope"), output, "'nope'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ciphers=TLS_NO_SUCH_CIPHER", "enabled-protocols=TLSv9" })
	void unknownOptionStopsTheStart(String option, CapturedOutput output) {
		List<String> properties = pem("server");
		properties.add("--spring.ssl.bundle.pem.stream.options." + option);
		assertStartFails(properties, output, option.substring(option.indexOf('=') + 1));
	}

	@Test
	void unknownBundleStopsTheStart(CapturedOutput output) {
		List<String> properties = pem("server");
		properties.set(0, "--metrics-tcp.server.ssl.bundle=steam");
		assertThatException().isThrownBy(() -> run(properties));
		assertThat(output).contains("Invalid value 'steam' for configuration property 'metrics-tcp.server.ssl.bundle'")
			.contains("No SSL bundle has that name (known: 'stream').")
			.contains("spring.ssl.bundle.pem.steam");
	}

	private void assertStartFails(List<String> properties, CapturedOutput output, String reason) {
		assertThatException().isThrownBy(() -> run(properties));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Invalid value 'stream' for configuration property 'metrics-tcp.server.ssl.bundle'")
			.contains("The metrics stream cannot use that SSL bundle: ")
			.contains(reason);
	}

	private static void update(ConfigurableApplicationContext context, X509Bundle bundle) {
		context.getBean(SslBundleRegistry.class).updateBundle("stream", bundle(bundle));
	}

	private static SslBundle bundle(X509Bundle own) {
		SslStoreBundle stores = new PemSslStoreBundle(
				new PemSslStoreDetails(null, own.getCertificatePathPEM(), own.getPrivateKeyPEM()), null);
		return SslBundle.of(stores);
	}

	private List<String> pem(String name) {
		return new ArrayList<>(List.of("--metrics-tcp.server.ssl.bundle=stream",
				"--spring.ssl.bundle.pem.stream.keystore.certificate=" + file(name + ".crt"),
				"--spring.ssl.bundle.pem.stream.keystore.private-key=" + file(name + ".key")));
	}

	private static List<String> jks(Path file, String type, String... more) {
		List<String> properties = new ArrayList<>(List.of("--metrics-tcp.server.ssl.bundle=stream",
				"--spring.ssl.bundle.jks.stream.keystore.location=" + file,
				"--spring.ssl.bundle.jks.stream.keystore.type=" + type));
		if (List.of(more).stream().noneMatch((property) -> property.contains("keystore.password"))) {
			properties.add("--spring.ssl.bundle.jks.stream.keystore.password=secret");
		}
		properties.addAll(List.of(more));
		return properties;
	}

	private Path store(String type, String firstAlias, X509Bundle first, String secondAlias, X509Bundle second)
			throws Exception {
		char[] password = "secret".toCharArray();
		KeyStore store = KeyStore.getInstance(type);
		store.load(null, null);
		store.setKeyEntry(firstAlias, first.getKeyPair().getPrivate(), password, first.getCertificatePath());
		store.setKeyEntry(secondAlias, second.getKeyPair().getPrivate(), password, second.getCertificatePath());
		Path file = this.directory.resolve("store");
		try (OutputStream out = Files.newOutputStream(file)) {
			store.store(out, password);
		}
		return file;
	}

	private String file(String name) {
		return this.directory.resolve(name).toString();
	}

	private ConfigurableApplicationContext run(List<String> properties, String... more) {
		List<String> all = new ArrayList<>(properties);
		all.addAll(List.of(more));
		return new SpringApplicationBuilder(ApplicationConfiguration.class).web(WebApplicationType.NONE)
			.properties("metrics-tcp.server.port=0", "management.endpoints.jmx.exposure.include=metricstcp",
					"spring.jmx.enabled=true")
			.run(all.toArray(String[]::new));
	}

	private static StreamClient connect(ConfigurableApplicationContext context, SSLContext ssl) {
		return StreamClient.connect(context.getBean(MetricsTcpExporter.class).address(), ssl);
	}

	private static X509Certificate certificate(StreamClient client) throws IOException {
		return (X509Certificate) ((SSLSocket) client.socket()).getSession().getPeerCertificates()[0];
	}

	private static boolean isAskedForACertificate(ConfigurableApplicationContext context) {
		try (StreamClient client = connect(context, authority.context(authority.issue("client")))) {
			return ((SSLSocket) client.socket()).getSession().getLocalCertificates() != null;
		}
	}

	private static void assertStreams(ConfigurableApplicationContext context, SSLContext ssl) {
		try (StreamClient client = connect(context, ssl)) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			registry.counter("orders").increment();
			await().untilAsserted(
					() -> assertThat(client.counter("orders")).isEqualTo((long) registry.counter("orders").count()));
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationConfiguration {

	}

}
