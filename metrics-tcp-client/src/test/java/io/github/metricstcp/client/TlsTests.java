package io.github.metricstcp.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.KeyListener;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.TeeListener;
import io.github.metricstcp.testing.RunningExporter;
import io.netty.handler.ssl.ClientAuth;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link MetricsTcpClient} over TLS, with certificates made by {@code keytool}.
 */
class TlsTests {

	private static final String PASSWORD = "changeit";

	private static final String REFUSED = "closed before sending anything: this address may not be allowed, "
			+ "or max-clients is reached; the application's log says which";

	private static final String REFUSED_AGAIN = "closed again and again before sending anything: "
			+ "nothing listens behind this port, or this address is not allowed, or max-clients is reached";

	@TempDir
	private static Path directory;

	private final ObserverModel model = new ObserverModel(TimeSource.system(), 100);

	private final TargetModel target = this.model.addTarget("target");

	private final List<String> reasons = new CopyOnWriteArrayList<>();

	private final List<Socket> connections = new CopyOnWriteArrayList<>();

	private @Nullable SSLServerSocket server;

	private @Nullable MetricsTcpClient client;

	@BeforeAll
	static void makeCertificates() throws Exception {
		make("server", "ip:127.0.0.1");
		make("elsewhere", "dns:elsewhere.test");
		make("client", "dns:client.test");
		make("renewed", "ip:127.0.0.1");
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
			stopServer();
		}
	}

	private void stopServer() throws IOException {
		this.server.close();
		for (Socket socket : this.connections) {
			socket.close();
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
		awaitReason("its certificate is not signed by a trusted authority (check trust)");
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
	void aContextOfTheProgramsOwnIsUsed() throws Exception {
		serve("server", true);
		observe(context("client", "server"));
		awaitOrders();
	}

	@Test
	void aContextOfTheProgramsOwnVerifiesTheHost() throws Exception {
		serve("elsewhere", false);
		observe(context("client", "elsewhere"));
		awaitReason("No subject alternative names matching IP address 127.0.0.1 found");
		assertThat(this.target.snapshot().connections()).isZero();
	}

	@Test
	void thePasswordOfAKeyStoreIsNoneOfAKeyThatIsNotEncrypted() throws Exception {
		serve("server", true);
		observe(new TlsSettings(store("server"), certificate("client"), key("client"), PASSWORD));
		awaitOrders();
	}

	@Test
	void aPasswordThatOpensNothingIsSaid() {
		String message = "There is a password (password), but no key store, and no key that is encrypted";
		assertUnusable(new TlsSettings(certificate("server"), null, null, PASSWORD), message);
		assertUnusable(new TlsSettings(null, certificate("client"), key("client"), PASSWORD), message);
	}

	@Test
	void anEncryptedKeyWithoutItsPasswordIsSaid() throws IOException {
		Path key = Files.writeString(directory.resolve("encrypted.key"), pem("ENCRYPTED PRIVATE KEY", new byte[100]));
		assertUnusable(new TlsSettings(null, certificate("client"), key, null),
				"The client certificate in " + certificate("client")
						+ " (certificate) can't be used: its key is encrypted, and there is no password (password)");
	}

	@Test
	void aKeyThatIsNotThereIsSaid() {
		assertUnusable(new TlsSettings(null, certificate("client"), key("absent"), null),
				"The client certificate (certificate) can't be read: no such file: " + key("absent"));
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
		awaitReason("it asks for a certificate of the client (");
		awaitReason("): set certificate and key");
		assertThat(this.model.series()).isEmpty();
	}

	@Test
	void aCertificateThatIsRefusedIsSaidByTheNamesThatTheUserKnows() throws Exception {
		serve("server", true);
		observe(new TlsSettings(certificate("server"), certificate("elsewhere"), key("elsewhere"), null,
				new TlsSettings.Names("--trust", "--cert", "--key", "--tls-password")));
		awaitReason("it refuses the client's certificate (");
		awaitReason("): check --cert and --key");
		assertThat(this.model.series()).isEmpty();
	}

	@Test
	void aTargetWithoutTlsIsSaid() throws Exception {
		try (ServerSocket plain = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			Thread thread = new Thread(() -> {
				while (!plain.isClosed()) {
					try (Socket socket = plain.accept()) {
						socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
						socket.getInputStream().read();
					}
					catch (IOException ex) {
						// The client has ended, or the test
					}
				}
			});
			thread.setDaemon(true);
			thread.start();
			observe(new TlsSettings(certificate("server"), null, null, null), plain.getLocalPort());
			awaitReason("it does not speak TLS");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aPeerThatClosesDuringTheHandshakeRefusesUntilItDoesSoAgainAndAgain(boolean reads) throws Exception {
		try (ServerSocket plain = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			Thread thread = new Thread(() -> {
				while (!plain.isClosed()) {
					try (Socket socket = plain.accept()) {
						// Unread, what the client has sent makes a reset of the close
						int unused = reads ? socket.getInputStream().read(new byte[1 << 16]) : 0;
					}
					catch (IOException ex) {
						// The client has ended, or the test
					}
				}
			});
			thread.setDaemon(true);
			thread.start();
			observe(new TlsSettings(certificate("server"), null, null, null), plain.getLocalPort());
			RunningExporter.await().until(() -> this.reasons.size() >= 4);
		}
		assertThat(this.reasons.subList(0, 4)).containsExactly(REFUSED, REFUSED, REFUSED_AGAIN, REFUSED_AGAIN);
	}

	@Test
	void ourExporterRefusesAnAddressThatIsNotAllowed() throws Exception {
		SSLContext context = context("server");
		try (RunningExporter exporter = RunningExporter
			.start((builder) -> builder.ssl(context, ClientAuth.NONE).allowedAddresses(List.of("10.0.0.0/8")))) {
			observe(new TlsSettings(certificate("server"), null, null, null), exporter.address().getPort());
			awaitFirstReason();
			assertThat(this.reasons.get(0)).isEqualTo(REFUSED);
		}
	}

	@Test
	void ourExporterRefusesOneClientTooMany() throws Exception {
		SSLContext context = context("server");
		SSLContext trusting = SSLContext.getInstance("TLS");
		trusting.init(null, trust("server"), null);
		try (RunningExporter exporter = RunningExporter
			.start((builder) -> builder.ssl(context, ClientAuth.NONE).maxClients(1))) {
			exporter.connect(trusting);
			observe(new TlsSettings(certificate("server"), null, null, null), exporter.address().getPort());
			awaitFirstReason();
			assertThat(this.reasons.get(0)).isEqualTo(REFUSED);
		}
	}

	@Test
	void aPeerThatClosesRightAfterTheHandshakeRefuses() throws Exception {
		SSLServerSocket listening = listen("server", false, 0);
		Thread thread = new Thread(() -> {
			while (!listening.isClosed()) {
				try (SSLSocket socket = (SSLSocket) listening.accept()) {
					socket.startHandshake();
				}
				catch (IOException ex) {
					// The test is over
				}
			}
		});
		thread.setDaemon(true);
		thread.start();
		observe(new TlsSettings(certificate("server"), null, null, null));
		awaitFirstReason();
		assertThat(this.reasons.get(0)).isEqualTo(REFUSED);
	}

	@Test
	void trustThatIsRenewedInPlaceIsReadAgain() throws Exception {
		Path trust = Files.copy(certificate("server"), directory.resolve("trust.pem"));
		int port = serve("server", false);
		observe(new TlsSettings(trust, null, null, null));
		awaitOrders();
		stopServer();
		serve("renewed", false, port);
		awaitReason("its certificate is not signed by a trusted authority (check trust)");
		Files.writeString(trust, "-----BEGIN CERTIFICATE-----\nhalf");
		awaitReason("; The trusted certificates in " + trust + " (trust) can't be used: ");
		Files.copy(certificate("renewed"), trust, StandardCopyOption.REPLACE_EXISTING);
		RunningExporter.await().until(() -> this.target.snapshot().connections() == 2);
	}

	@Test
	void aClientCertificateThatIsRenewedInPlaceIsReadAgain() throws Exception {
		Path certificate = Files.copy(certificate("elsewhere"), directory.resolve("shown.pem"));
		Path key = Files.copy(key("elsewhere"), directory.resolve("shown.key"));
		serve("server", true);
		observe(new TlsSettings(certificate("server"), certificate, key, null));
		awaitReason("it refuses the client's certificate (");
		Files.copy(key("client"), key, StandardCopyOption.REPLACE_EXISTING);
		Files.copy(certificate("client"), certificate, StandardCopyOption.REPLACE_EXISTING);
		awaitOrders();
	}

	@Test
	void aFileThatCannotBeUsedIsNamed() throws Exception {
		assertUnusable(new TlsSettings(directory.resolve("absent"), null, null, null),
				"The trusted certificates (trust) can't be read: no such file: " + directory.resolve("absent"));
		assertUnusable(new TlsSettings(store("server"), null, null, "wrong"), "The trusted certificates in "
				+ store("server") + " (trust) can't be used: the password is wrong (password)");
		assertUnusable(new TlsSettings(store("server"), null, null, null), "The trusted certificates in "
				+ store("server") + " (trust) can't be used: there is no certificate in it that needs no password");
		assertUnusable(new TlsSettings(null, store("client"), null, "wrong"), "The client certificate in "
				+ store("client") + " (certificate) can't be used: the password is wrong (password)");
		assertUnusable(new TlsSettings(null, store("client"), null, null), "The client certificate in "
				+ store("client") + " (certificate) can't be used: it needs a password (password)");
		Path garbage = Files.write(directory.resolve("garbage"), new byte[] { 1, 2, 3 });
		assertUnusable(new TlsSettings(garbage, null, null, null),
				"The trusted certificates in " + garbage + " (trust) can't be used: it is neither PEM nor a key store");
		Path text = Files.writeString(directory.resolve("text"), "-----BEGIN NOTHING-----");
		assertUnusable(new TlsSettings(text, null, null, null), "The trusted certificates in " + text);
		assertUnusable(new TlsSettings(null, certificate("client"), text, null), "The client certificate in ");
		assertUnusable(new TlsSettings(null, null, key("client"), null), "There is a client key (key), ");
		assertUnusable(new TlsSettings(null, store("client"), key("client"), PASSWORD),
				"The client certificate in " + store("client")
						+ " (certificate) can't be used: it is a key store, which holds the key itself: leave ");
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

	private void awaitFirstReason() {
		RunningExporter.await().until(() -> !this.reasons.isEmpty());
	}

	private void awaitReason(String text) {
		RunningExporter.await().until(() -> String.valueOf(this.target.snapshot().reason()).contains(text));
	}

	private void observe(TlsSettings settings) {
		observe(settings, this.server.getLocalPort());
	}

	private void observe(TlsSettings settings, int port) {
		observe(builder(port).tls(settings));
	}

	private void observe(SSLContext context) {
		observe(builder(this.server.getLocalPort()).sslContext(context));
	}

	private static MetricsTcpClient.Builder builder(int port) {
		return MetricsTcpClient.builder(new TargetAddress("127.0.0.1", port))
			.retryDelay(Duration.ofMillis(50), Duration.ofMillis(100));
	}

	private void observe(MetricsTcpClient.Builder builder) {
		this.client = builder.build(new TeeListener<>(this.target, new Reasons(this.reasons)));
		this.client.start();
	}

	private int serve(String name, boolean needClient) throws Exception {
		return serve(name, needClient, 0);
	}

	private int serve(String name, boolean needClient, int port) throws Exception {
		SSLServerSocket listening = listen(name, needClient, port);
		Thread thread = new Thread(() -> {
			while (!listening.isClosed()) {
				try (SSLSocket socket = (SSLSocket) listening.accept()) {
					this.connections.add(socket);
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
		return listening.getLocalPort();
	}

	private SSLServerSocket listen(String name, boolean needClient, int port) throws Exception {
		SSLServerSocket listening = (SSLServerSocket) context(name).getServerSocketFactory()
			.createServerSocket(port, 50, InetAddress.getLoopbackAddress());
		listening.setNeedClientAuth(needClient);
		this.server = listening;
		return listening;
	}

	/**
	 * Returns a context that shows a certificate, and trusts that of the client.
	 */
	private static SSLContext context(String name) throws Exception {
		return context(name, "client");
	}

	private static SSLContext context(String name, String trusted) throws Exception {
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(KeyStore.getInstance(store(name).toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), trust(trusted), null);
		return context;
	}

	private static TrustManager[] trust(String name) throws Exception {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry(name,
				KeyStore.getInstance(store(name).toFile(), PASSWORD.toCharArray()).getCertificate(name));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		return trust.getTrustManagers();
	}

	/**
	 * A listener that keeps the reasons why streams and attempts have ended.
	 *
	 * @param reasons where they are kept
	 */
	private record Reasons(List<String> reasons) implements KeyListener {

		@Override
		public void closed(String reason, @Nullable Duration retryDelay) {
			this.reasons.add(reason);
		}

	}

}
