package io.github.metricstcp.observer;

import java.io.IOException;
import java.nio.file.Path;

import io.github.metricstcp.client.TlsSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that secure connections with TLS.
 */
final class TlsOptions {

	/**
	 * The value in place of a password: the user is asked for it.
	 */
	static final String ASK = "";

	private static final TlsSettings.Names NAMES = new TlsSettings.Names("--trust", "--cert", "--key",
			"--tls-password");

	@Option(names = "--tls", description = "connect with TLS; needed for the next four options")
	private boolean tls;

	@Option(names = "--trust", paramLabel = "FILE",
			description = "certificates to trust, PEM or a key store; the JVM's by default")
	private @Nullable Path trust;

	@Option(names = "--cert", paramLabel = "FILE",
			description = "the client's certificate, PEM, or a key store that holds the key too")
	private @Nullable Path certificate;

	@Option(names = "--key", paramLabel = "FILE", description = "the client's private key, PEM (PKCS#8)")
	private @Nullable Path key;

	@Option(names = "--tls-password", arity = "0..1", preprocessor = AttachedPassword.class, paramLabel = "PASSWORD",
			description = "the password of the key and the key stores; asked for unless it is given as =PASSWORD")
	private @Nullable String password;

	/**
	 * Checks the options of which nothing is left in the settings without the others.
	 * @throws IllegalArgumentException if one lacks another, with a sentence that says
	 * which
	 */
	void check() {
		ObserverOptions.require(this.tls
				|| (this.trust == null && this.certificate == null && this.key == null && this.password == null),
				"--trust, --cert, --key and --tls-password go with --tls");
		ObserverOptions.require(this.password == null || this.trust != null || this.certificate != null,
				"--tls-password goes with --trust or --cert");
	}

	boolean isTls() {
		return this.tls;
	}

	/**
	 * Whether the user is asked for the password.
	 */
	boolean asks() {
		return ASK.equals(this.password);
	}

	/**
	 * Returns the settings, and asks for the password if none is given.
	 * @param streams where the password comes from
	 * @return the settings, {@code null} for connections without TLS
	 * @throws IllegalArgumentException if a file cannot be used, with a sentence that
	 * says which and why
	 */
	@Nullable TlsSettings settings(ProcessStreams streams) throws IOException {
		if (!this.tls) {
			return null;
		}
		String password = asks() ? streams.askForPassword("Password of the key and the key stores") : this.password;
		TlsSettings settings = new TlsSettings(this.trust, this.certificate, this.key, password, NAMES);
		settings.check();
		return settings;
	}

	/**
	 * A password that is attached to its option. The argument that follows is a target.
	 */
	static final class AttachedPassword extends OptionalValue {

		AttachedPassword() {
			super(ASK);
		}

		@Override
		boolean isValue(String argument) {
			return false;
		}

	}

}
