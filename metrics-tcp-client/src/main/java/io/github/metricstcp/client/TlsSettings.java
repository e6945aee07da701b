package io.github.metricstcp.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;

import javax.crypto.BadPaddingException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import org.jspecify.annotations.Nullable;

/**
 * The certificates by which the other side is trusted, and those that are shown to it: of
 * a client those that it shows if the target asks for one, and of a server its own. Files
 * are PEM, or a key store (PKCS#12 or JKS): their content decides. A client reads them
 * again before each attempt to connect if they have changed.
 *
 * @param trust the certificates to trust, {@code null} for those that the JVM trusts; of
 * a server, {@code null} if it asks clients for none
 * @param certificate the certificate with its chain, or a key store that holds the key
 * too; {@code null} for none
 * @param key the private key, PEM of PKCS#8; {@code null} if it is in the key store or
 * beside the certificate, or there is none
 * @param password the password of the key and the key stores, {@code null} if there is
 * none; an error if nothing has a password
 * @param names the names of the settings in messages
 * @since 0.1.0
 */
public record TlsSettings(@Nullable Path trust, @Nullable Path certificate, @Nullable Path key,
		@Nullable String password, Names names) {

	private static final String PEM = "-----BEGIN";

	private static final String ENCRYPTED_KEY = "-----BEGIN ENCRYPTED PRIVATE KEY-----";

	/**
	 * Creates settings that are called by the names of their components in messages.
	 * @param trust the certificates to trust, {@code null} for those that the JVM trusts
	 * @param certificate the client's certificate with its chain, or a key store that
	 * holds the key too; {@code null} for none
	 * @param key the client's private key, PEM of PKCS#8; {@code null} if it is in the
	 * key store, or there is none
	 * @param password the password of the key and the key stores, {@code null} if there
	 * is none
	 */
	public TlsSettings(@Nullable Path trust, @Nullable Path certificate, @Nullable Path key,
			@Nullable String password) {
		this(trust, certificate, key, password, new Names("trust", "certificate", "key", "password"));
	}

	/**
	 * Checks that the files can be used, as building a client does.
	 * @throws IllegalArgumentException if one cannot be used, with a message that says
	 * which and why
	 */
	public void check() {
		SslContext unused = context();
	}

	/**
	 * Returns a text that changes with the content of the files.
	 */
	String fingerprint() {
		MessageDigest digest;
		try {
			digest = MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
		StringBuilder fingerprint = new StringBuilder();
		for (Path file : new @Nullable Path[] { this.trust, this.certificate, this.key }) {
			fingerprint.append(' ');
			try {
				fingerprint.append(
						(file != null) ? HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file))) : "none");
			}
			catch (IOException ex) {
				fingerprint.append("unreadable");
			}
		}
		return fingerprint.toString();
	}

	/**
	 * Reads the files.
	 * @return a context for connections
	 * @throws IllegalArgumentException if one cannot be used, with a message that says
	 * which and why
	 */
	SslContext context() {
		SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
		Path trust = this.trust;
		Path certificate = this.certificate;
		if (trust != null) {
			var unused = use("trusted certificates", trust, this.names.trust(),
					() -> builder.trustManager(trustManagers(trust)));
		}
		if (certificate != null) {
			var unused = use("client certificate", certificate, this.names.certificate(),
					() -> addCertificate(builder, certificate));
		}
		else if (this.key != null) {
			throw new IllegalArgumentException("There is a client key (%s), %s, but no certificate (%s)"
				.formatted(this.names.key(), this.key, this.names.certificate()));
		}
		requireUseOfPassword();
		return built(builder);
	}

	private void requireUseOfPassword() {
		if (this.password != null && !needsPassword()) {
			throw new IllegalArgumentException(
					"There is a password (%s), but no key store, and no key that is encrypted: leave it out"
						.formatted(this.names.password()));
		}
	}

	private static SslContext built(SslContextBuilder builder) {
		try {
			return builder.build();
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("The TLS settings can't be used: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Reads the files for a server. It shows the certificate; if there are certificates
	 * to trust, it asks each client for one of theirs.
	 * @return a context for connections of clients
	 * @throws IllegalArgumentException if there is no certificate or a file cannot be
	 * used, with a message that says which and why
	 */
	public SslContext serverContext() {
		Path certificate = this.certificate;
		if (certificate == null) {
			throw new IllegalArgumentException("A server needs a certificate (%s)".formatted(this.names.certificate()));
		}
		requireUseOfPassword();
		SslContextBuilder builder = use("certificate", certificate, this.names.certificate(),
				() -> withCertificate(certificate));
		Path trust = this.trust;
		if (trust != null) {
			var unused = use("certificates of clients", trust, this.names.trust(),
					() -> builder.trustManager(trustManagers(trust)).clientAuth(ClientAuth.REQUIRE));
		}
		return built(builder.sslProvider(SslProvider.JDK));
	}

	private SslContextBuilder withCertificate(Path file) throws IOException, GeneralSecurityException {
		SslContextBuilder builder;
		if (isPem(file)) {
			Path keyFile = keyFile(file);
			builder = SslContextBuilder.forServer(file.toFile(), keyFile.toFile(), keyPassword(keyFile));
		}
		else {
			builder = SslContextBuilder.forServer(keyManagers(file));
		}
		TrialHandshake.require(builder.sslProvider(SslProvider.JDK).build());
		return builder;
	}

	private TrustManagerFactory trustManagers(Path file) throws IOException, GeneralSecurityException {
		KeyStore store;
		if (isPem(file)) {
			store = KeyStore.getInstance(KeyStore.getDefaultType());
			store.load(null, null);
			Collection<? extends Certificate> certificates;
			try (InputStream in = Files.newInputStream(file)) {
				certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
			}
			for (Certificate each : certificates) {
				store.setCertificateEntry(((X509Certificate) each).getSerialNumber() + "-" + store.size(), each);
			}
		}
		else {
			store = KeyStore.getInstance(file.toFile(), passwordCharacters());
		}
		if (!hasCertificate(store)) {
			throw new GeneralSecurityException((isPem(file) || this.password != null) ? "there is no certificate in it"
					: "there is no certificate in it that needs no password");
		}
		TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		factory.init(store);
		return factory;
	}

	private static boolean hasCertificate(KeyStore store) throws KeyStoreException {
		// Without its password a store may have entries, but not their certificates
		for (String alias : Collections.list(store.aliases())) {
			if (store.getCertificate(alias) != null) {
				return true;
			}
		}
		return false;
	}

	private SslContextBuilder addCertificate(SslContextBuilder builder, Path file)
			throws IOException, GeneralSecurityException {
		if (!isPem(file)) {
			return builder.keyManager(keyManagers(file));
		}
		Path keyFile = keyFile(file);
		return builder.keyManager(file.toFile(), keyFile.toFile(), keyPassword(keyFile));
	}

	private KeyManagerFactory keyManagers(Path store) throws IOException, GeneralSecurityException {
		if (this.key != null) {
			throw new IllegalArgumentException("it is a key store, which holds the key itself: leave %s (%s) out"
				.formatted(this.key, this.names.key()));
		}
		KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		factory.init(KeyStore.getInstance(store.toFile(), passwordCharacters()), passwordCharacters());
		return factory;
	}

	private Path keyFile(Path certificate) {
		return (this.key != null) ? this.key : certificate;
	}

	private @Nullable String keyPassword(Path keyFile) throws IOException {
		if (!contains(keyFile, ENCRYPTED_KEY)) {
			return null;
		}
		if (this.password == null) {
			throw new IllegalArgumentException(
					"its key is encrypted, and there is no password (%s)".formatted(this.names.password()));
		}
		return this.password;
	}

	private boolean needsPassword() {
		Path trust = this.trust;
		Path certificate = this.certificate;
		Path key = (this.key != null) ? this.key : certificate;
		try {
			return (trust != null && !isPem(trust)) || (certificate != null && !isPem(certificate))
					|| (key != null && contains(key, ENCRYPTED_KEY));
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("The TLS settings can't be read: " + ex.getMessage(), ex);
		}
	}

	private char @Nullable [] passwordCharacters() {
		String password = this.password;
		return (password != null) ? password.toCharArray() : null;
	}

	private static boolean isPem(Path file) throws IOException {
		return contains(file, PEM);
	}

	private static boolean contains(Path file, String text) throws IOException {
		return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
	}

	private SslContextBuilder use(String content, Path file, String name, Step step) {
		try {
			return step.run();
		}
		catch (NoSuchFileException ex) {
			throw new IllegalArgumentException(
					"The %s (%s) can't be read: no such file: %s".formatted(content, name, ex.getFile()), ex);
		}
		catch (IOException | GeneralSecurityException | IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"The %s in %s (%s) can't be used: %s".formatted(content, file, name, reason(ex)), ex);
		}
	}

	private String reason(Exception failure) {
		Throwable root = failure;
		for (Throwable each = failure; each != null; each = each.getCause()) {
			if (each instanceof UnrecoverableKeyException || each instanceof BadPaddingException) {
				return ((this.password != null) ? "the password is wrong (%s)" : "it needs a password (%s)")
					.formatted(this.names.password());
			}
			if (each instanceof KeyStoreException) {
				return "it is neither PEM nor a key store";
			}
			root = each;
		}
		return (root.getMessage() != null) ? root.getMessage() : root.toString();
	}

	/**
	 * A step that may fail because of a file.
	 */
	private interface Step {

		SslContextBuilder run() throws IOException, GeneralSecurityException;

	}

	// Not the password
	@Override
	public String toString() {
		return "TLS with trust in %s, certificate in %s, key in %s".formatted(this.trust, this.certificate, this.key);
	}

	/**
	 * The names by which a user knows the settings, such as options of a command line.
	 *
	 * @param trust the name of the certificates to trust
	 * @param certificate the name of the client's certificate
	 * @param key the name of the client's private key
	 * @param password the name of the password
	 */
	public record Names(String trust, String certificate, String key, String password) {
	}

}
