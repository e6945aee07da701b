package io.github.metricstcp.observer;

import java.io.IOException;
import java.nio.file.Path;

import io.github.metricstcp.client.TlsSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that secure the web page with TLS.
 */
final class WebTlsOptions {

	private static final String CERTIFICATE = "--web-cert";

	private static final String KEY = "--web-key";

	private static final String TRUST = "--web-trust";

	private static final String PASSWORD = "--web-tls-password";

	@Option(names = CERTIFICATE, paramLabel = "FILE",
			description = "with --web: serve the page with TLS and this certificate, PEM, or a key store that holds the "
					+ "key too")
	private @Nullable Path certificate;

	@Option(names = KEY, paramLabel = "FILE", description = "the private key of --web-cert, PEM (PKCS#8)")
	private @Nullable Path key;

	@Option(names = TRUST, paramLabel = "FILE",
			description = "ask each browser for a certificate of these authorities, PEM or a key store")
	private @Nullable Path trust;

	@Option(names = PASSWORD, arity = "0..1", preprocessor = TlsOptions.AttachedPassword.class, paramLabel = "PASSWORD",
			description = "the password of the page's key and key stores; asked for unless it is given as =PASSWORD")
	private @Nullable String password;

	/**
	 * Checks what the options mean beside each other.
	 * @param web whether there is a page
	 * @throws IllegalArgumentException if one lacks another, with a sentence that says
	 * which
	 */
	void check(boolean web) {
		ObserverOptions.require(web || this.certificate == null, CERTIFICATE + " goes with --web");
		ObserverOptions.require(
				this.certificate != null || (this.key == null && this.trust == null && this.password == null),
				"%s, %s and %s go with %s".formatted(KEY, TRUST, PASSWORD, CERTIFICATE));
	}

	/**
	 * Whether each browser needs a certificate.
	 */
	boolean asksForCertificates() {
		return this.trust != null;
	}

	/**
	 * Returns the settings, and asks for the password if it is not given.
	 * @param streams where the password comes from
	 * @return the settings, {@code null} for a page without TLS
	 * @throws IllegalArgumentException if a file cannot be used, with a sentence that
	 * says which and why
	 */
	@Nullable TlsSettings settings(ProcessStreams streams) throws IOException {
		if (this.certificate == null) {
			return null;
		}
		String given = TlsOptions.ASK.equals(this.password)
				? streams.askForPassword("Password of the page's key and key stores") : this.password;
		TlsSettings settings = new TlsSettings(this.trust, this.certificate, this.key, given,
				new TlsSettings.Names(TRUST, CERTIFICATE, KEY, PASSWORD));
		var unused = settings.serverContext();
		return settings;
	}

}
