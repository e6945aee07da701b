package io.github.metricstcp.client;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.testing.RunningExporter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link MetricsTcpClient} over TLS, with certificates made by {@code keytool}.
 */
class TlsTests {

	private static final String PASSWORD = "changeit";

	@TempDir
	private static Path directory;

	private final ObserverModel model = new ObserverModel(TimeSource.system(), 100);

	private final TargetModel target = this.model.addTarget("target");

	private @Nullable SSLServerSocket server;

	private @Nullable MetricsTcpClient client;

	@BeforeAll
	static void makeCertificates() throws Exception {
		make("server", "ip:127.0.0.1");
		make("elsewhere", "dns:elsewhere.test");
		make("client", "dns:client.test");
	}

	private static void make(String name, String subject) throws Exception {
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=" + subject,
				"-storetype", "PKCS12", "-keystore", store(name).toString(), "-storepass", PASSWORD)
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(keytool.waitFor()).isZero();
		KeyStore store = KeyStore.getInstance(store(name).toFile(), PASSWORD.toCharArray());
		Files.writeString(certificate(name), pem("CERTIFICATE", store.getCertificate(name).getEncoded()));
		Files.writeString(key(name), pem("PRIVATE KEY", store.getKey(name, PASSWORD.toCharArray()).getEncoded()));
	}

	private static String pem(String what, byte[] bytes) {
		return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what,
				Base64.getMimeEncoder().encodeToString(bytes), what);
	}

	private static Path store(String name) {
		return directory.resolve(name + ".p12");
	}

	private static Path certificate(String name) {
		return directory.resolve(name + ".pem");
	}

	private static Path key(String name) {
		return directory.resolve(name + ".key");
	}

	@AfterEach
	void close() throws IOException {
		if (this.client != null) {
			this.client.close();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

	@Test
	void aTargetWhoseCertificateIsTrustedIsRead() throws Exception {
		serve("server", false);
		observe(new TlsSettings(certificate("server"), null, null, null));
		awaitOrders();
	}

	@Test
	void aKeyStoreIsTrustedToo() throws Exception {
		serve("server", false);
		observe(new TlsSettings(store("server"), null, null, PASSWORD));
		awaitOrders();
	}

	@Test
	void aTargetThatIsNotTrustedIsNotRead() throws Exception {
		serve("server", false);
		observe(new TlsSettings(certificate("client"), null, null, null));
		awaitReason("TLS with 127.0.0.1:");
		assertThat(this.target.snapshot().connections()).isZero();
	}

	@Test
	void aCertificateForAnotherNameIsNotTrusted() throws Exception {
		serve("elsewhere", false);
		observe(new TlsSettings(certificate("elsewhere"), null, null, null));
		awaitReason("No subject alternative names matching IP address 127.0.0.1 found");
		assertThat(this.target.snapshot().connections()).isZero();
	}

	@Test
	void theClientShowsItsCertificate() throws Exception {
		serve("server", true);
		observe(new TlsSettings(certificate("server"), certificate("client"), key("client"), null));
		awaitOrders();
	}

	@Test
	void thePasswordOfAKeyStoreIsNoneOfAKeyThatIsNotEncrypted() throws Exception {
		serve("server", true);
		observe(new TlsSettings(store("server"), certificate("client"), key("client"), PASSWORD));
		awaitOrders();
	}

	@Test
	void aPasswordThatOpensNothingIsSaid() {
		String message = "There is a password, but no key store, and no key that is encrypted";
		assertUnusable(new TlsSettings(certificate("server"), null, null, PASSWORD), message);
		assertUnusable(new TlsSettings(null, certificate("client"), key("client"), PASSWORD), message);
	}

	@Test
	void anEncryptedKeyWithoutItsPasswordIsSaid() throws IOException {
		Path key = Files.writeString(directory.resolve("encrypted.key"), pem("ENCRYPTED PRIVATE KEY", new byte[100]));
		assertUnusable(new TlsSettings(null, certificate("client"), key, null), "The client certificate in "
				+ certificate("client") + " can't be used: its key is encrypted, and there is no password");
	}

	@Test
	void aKeyThatIsNotThereIsSaid() {
		assertUnusable(new TlsSettings(null, certificate("client"), key("absent"), null),
				"The client certificate can't be read: there is no file " + key("absent"));
	}

	@Test
	void theClientsCertificateMayBeInAKeyStore() throws Exception {
		serve("server", true);
		observe(new TlsSettings(certificate("server"), store("client"), null, PASSWORD));
		awaitOrders();
	}

	@Test
	void withoutACertificateThatIsAskedForNothingIsRead() throws Exception {
		serve("server", true);
		observe(new TlsSettings(certificate("server"), null, null, null));
		RunningExporter.await().until(() -> this.target.snapshot().reason() != null);
		assertThat(this.model.series()).isEmpty();
	}

	@Test
	void aFileThatCannotBeUsedIsNamed() throws Exception {
		assertUnusable(new TlsSettings(directory.resolve("absent"), null, null, null),
				"The trusted certificates can't be read: there is no file " + directory.resolve("absent"));
		assertUnusable(new TlsSettings(store("server"), null, null, "wrong"),
				"The trusted certificates in " + store("server") + " can't be used: ");
		Path text = Files.writeString(directory.resolve("text"), "-----BEGIN NOTHING-----");
		assertUnusable(new TlsSettings(text, null, null, null), "The trusted certificates in " + text);
		assertUnusable(new TlsSettings(null, certificate("client"), text, null), "The client certificate in ");
		assertUnusable(new TlsSettings(null, null, key("client"), null), "There is a client key, ");
		assertUnusable(new TlsSettings(null, store("client"), key("client"), PASSWORD), "The client certificate in "
				+ store("client") + " can't be used: it is a key store, which holds the key itself: leave ");
	}

	private void assertUnusable(TlsSettings settings, String message) {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> MetricsTcpClient.builder(new TargetAddress("127.0.0.1", 1)).tls(settings).build(this.target))
			.withMessageStartingWith(message);
	}

	private void awaitOrders() {
		RunningExporter.await().until(() -> this.model.seriesCount() == 1);
	}

	private void awaitReason(String text) {
		RunningExporter.await().until(() -> String.valueOf(this.target.snapshot().reason()).contains(text));
	}

	private void observe(TlsSettings settings) {
		this.client = MetricsTcpClient.builder(new TargetAddress("127.0.0.1", this.server.getLocalPort()))
			.retryDelay(Duration.ofMillis(50), Duration.ofMillis(100))
			.tls(settings)
			.build(this.target);
		this.client.start();
	}

	private void serve(String name, boolean needClient) throws Exception {
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(KeyStore.getInstance(store(name).toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("client",
				KeyStore.getInstance(store("client").toFile(), PASSWORD.toCharArray()).getCertificate("client"));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
		this.server = (SSLServerSocket) context.getServerSocketFactory()
			.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
		this.server.setNeedClientAuth(needClient);
		SSLServerSocket listening = this.server;
		Thread thread = new Thread(() -> {
			while (!listening.isClosed()) {
				try (SSLSocket socket = (SSLSocket) listening.accept()) {
					socket.getOutputStream()
						.write(FrameEncoder.encode(new SeriesKey(Kind.COUNTER, "orders", Map.of()),
								Operation.INCREMENT_COUNTER, 1, 1, 0));
					socket.getInputStream().read();
				}
				catch (IOException ex) {
					// The client does not trust the server, or the test is over
				}
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

}
