package io.github.metricstcp.page;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.metricstcp.client.TlsSettings;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.testing.TestAuthority;
import io.netty.pkitesting.X509Bundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests of a {@link LivePage} that is served with TLS.
 */
class PageTlsTests {

	private static final String TOKEN = "0123456789abcdef";

	private static final TestAuthority authority = new TestAuthority("authority");

	private static final TlsSettings.Names NAMES = new TlsSettings.Names("--web-trust", "--web-cert", "--web-key",
			"--web-tls-password");

	@TempDir
	private static Path directory;

	private final ObserverModel model = new ObserverModel(TimeSource.system(), 1000, "maxSeries", 1 << 20);

	@BeforeAll
	static void writeFiles() {
		TestAuthority.write(authority.issue("server"), directory, "server");
		TestAuthority.write(authority.issueRsa("rsa"), directory, "rsa");
		TestAuthority.write(authority.issue("other"), directory, "other");
		TestAuthority.write(authority.root(), directory, "authority");
	}

	private static Path file(String name) {
		return directory.resolve(name);
	}

	private static TlsSettings settings(@Nullable String trust, @Nullable String certificate, @Nullable String key) {
		return new TlsSettings((trust != null) ? file(trust) : null, (certificate != null) ? file(certificate) : null,
				(key != null) ? file(key) : null, null, NAMES);
	}

	private LivePage.Builder page(TlsSettings settings) {
		return LivePage.builder(this.model).port(0).tls(settings);
	}

	private static HttpClient client(@Nullable X509Bundle certificate) {
		return HttpClient.newBuilder().sslContext(authority.context(certificate)).build();
	}

	private static HttpResponse<String> get(HttpClient client, URI address) throws Exception {
		return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
	}

	@Test
	void pageIsServedWithTls() throws Exception {
		for (String name : new String[] { "server", "rsa" }) {
			try (LivePage page = page(settings(null, name + ".crt", name + ".key")).build()) {
				URI address = page.start();
				assertThat(address.getScheme()).isEqualTo("https");
				assertThat(get(client(null), address).statusCode()).isEqualTo(200);
				assertThat(get(client(null), address.resolve("/api/v1/targets")).body()).contains("targets");
			}
		}
	}

	@Test
	void cookieOfTheTokenIsSentOverTlsOnly() throws Exception {
		try (LivePage page = page(settings(null, "server.crt", "server.key")).token(TOKEN).build()) {
			HttpResponse<String> response = get(client(null), page.start());
			assertThat(response.statusCode()).isEqualTo(303);
			assertThat(response.headers().firstValue("set-cookie").orElseThrow()).contains("Secure", "HTTPOnly",
					"SameSite=Strict");
		}
	}

	@Test
	void browsersNeedACertificateIfSomeAreTrusted() throws Exception {
		try (LivePage page = page(settings("authority.crt", "server.crt", "server.key")).build()) {
			URI address = page.start();
			assertThat(get(client(authority.issue("me")), address).statusCode()).isEqualTo(200);
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> get(client(null), address));
			X509Bundle stranger = new TestAuthority("strangers").issue("me");
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> get(client(stranger), address));
		}
	}

	@Test
	void widerAddressMayHaveCertificatesOfClientsInPlaceOfAToken() throws Exception {
		InetAddress any = InetAddress.getByName("0.0.0.0");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> page(settings(null, "server.crt", "server.key")).address(any).build())
			.withMessageContaining("that needs a token, or TLS with certificates of clients");
		try (LivePage page = page(settings("authority.crt", "server.crt", "server.key")).address(any).build()) {
			URI address = page.start();
			assertThat(address.getHost()).isEqualTo("localhost");
			assertThat(get(client(authority.issue("me")), address).statusCode()).isEqualTo(200);
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> get(client(null), address));
		}
	}

	@Test
	void requestWithoutTlsIsNotAnswered() throws Exception {
		try (LivePage page = page(settings(null, "server.crt", "server.key")).build();
				Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.start().getPort())) {
			socket.getOutputStream()
				.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
			assertThat(answer).doesNotContain("HTTP");
		}
	}

	@Test
	void filesThatCannotBeUsedAreNamedWithTheirSetting() throws Exception {
		Files.writeString(file("empty.crt"), "");
		Files.writeString(file("text.crt"), "nothing");
		assertThat(refusal(settings(null, "none.crt", "server.key")))
			.startsWith("The certificate (--web-cert) can't be read: no such file: ");
		assertThat(refusal(settings(null, "server.crt", "none.key"))).contains("(--web-cert) can't be")
			.contains("none.key");
		assertThat(refusal(settings(null, "text.crt", null))).contains("(--web-cert) can't be used: ");
		assertThat(refusal(settings(null, "server.crt", "other.key")))
			.endsWith("(--web-cert) can't be used: no client can connect with it: its key may be that of another one");
		assertThat(refusal(settings(null, "server.crt", null))).contains("(--web-cert) can't be used: ");
		assertThat(refusal(settings("empty.crt", "server.crt", "server.key")))
			.startsWith("The certificates of clients in ")
			.contains("(--web-trust) can't be used: ");
		assertThat(refusal(settings("authority.crt", null, null)))
			.isEqualTo("A server needs a certificate (--web-cert)");
	}

	private String refusal(TlsSettings settings) {
		return String
			.valueOf(catchThrowableOfType(IllegalArgumentException.class, () -> page(settings).build()).getMessage());
	}

}
