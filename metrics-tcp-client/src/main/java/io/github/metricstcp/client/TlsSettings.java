package io.github.metricstcp.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import org.jspecify.annotations.Nullable;

/**
 * The certificates by which a target is trusted, and those that the client shows if the
 * target asks for one. Files are PEM, or a key store (PKCS#12 or JKS): their content
 * decides.
 *
 * @param trust the certificates to trust, {@code null} for those that the JVM trusts
 * @param certificate the client's certificate with its chain, or a key store that holds
 * the key too; {@code null} for none
 * @param key the client's private key, PEM of PKCS#8; {@code null} if it is in the key
 * store, or there is none
 * @param password the password of the key and the key stores, {@code null} if there is
 * none; an error if nothing has a password
 * @since 0.1.0
 */
public record TlsSettings(@Nullable Path trust, @Nullable Path certificate, @Nullable Path key,
		@Nullable String password) {

	private static final String PEM = "-----BEGIN";

	private static final String ENCRYPTED_KEY = "-----BEGIN ENCRYPTED PRIVATE KEY-----";

	/**
	 * Checks that the files can be used, as building a client does.
	 * @throws IllegalArgumentException if one cannot be used, with a message that says
	 * which and why
	 */
	public void check() {
		SslContext unused = context();
	}

	/**
	 * Returns the context of connections, from the files as they are now.
	 * @throws IllegalArgumentException if a file cannot be used, with a message that says
	 * which and why
	 */
	SslContext context() {
		SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
		if (this.trust != null) {
			Path trust = this.trust;
			usable("trusted certificates", trust, () -> builder.trustManager(trustManagers(trust)));
		}
		if (this.certificate != null) {
			Path certificate = this.certificate;
			usable("client certificate", certificate, () -> addCertificate(builder, certificate));
		}
		else if (this.key != null) {
			throw new IllegalArgumentException("There is a client key, %s, but no certificate".formatted(this.key));
		}
		boolean needed = usable("password", null, this::needsPassword);
		if (this.password != null && !needed) {
			throw new IllegalArgumentException(
					"There is a password, but no key store, and no key that is encrypted: leave it out");
		}
		return usable("TLS settings", null, builder::build);
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
		if (store.size() == 0) {
			throw new GeneralSecurityException("there is no certificate in it");
		}
		TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		factory.init(store);
		return factory;
	}

	private SslContextBuilder addCertificate(SslContextBuilder builder, Path file)
			throws IOException, GeneralSecurityException {
		if (!isPem(file)) {
			if (this.key != null) {
				throw new IllegalArgumentException(
						"it is a key store, which holds the key itself: leave %s out".formatted(this.key));
			}
			KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			factory.init(KeyStore.getInstance(file.toFile(), passwordCharacters()), passwordCharacters());
			return builder.keyManager(factory);
		}
		Path key = keyFile(file);
		boolean encrypted = contains(key, ENCRYPTED_KEY);
		if (encrypted && this.password == null) {
			throw new IllegalArgumentException("its key is encrypted, and there is no password");
		}
		return builder.keyManager(file.toFile(), key.toFile(), encrypted ? this.password : null);
	}

	private boolean needsPassword() throws IOException {
		return (this.trust != null && !isPem(this.trust)) || (this.certificate != null
				&& (!isPem(this.certificate) || contains(keyFile(this.certificate), ENCRYPTED_KEY)));
	}

	private Path keyFile(Path certificate) {
		return (this.key != null) ? this.key : certificate;
	}

	private char @Nullable [] passwordCharacters() {
		return (this.password != null) ? this.password.toCharArray() : null;
	}

	private static boolean isPem(Path file) throws IOException {
		return contains(file, PEM);
	}

	private static boolean contains(Path file, String text) throws IOException {
		return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
	}

	private static <T> T usable(String what, @Nullable Path file, Source<T> source) {
		try {
			return source.get();
		}
		catch (NoSuchFileException ex) {
			throw new IllegalArgumentException(
					"The %s can't be read: there is no file %s".formatted(what, ex.getFile()), ex);
		}
		catch (IOException | GeneralSecurityException | IllegalArgumentException ex) {
			Throwable reason = ex;
			while (reason.getCause() != null) {
				reason = reason.getCause();
			}
			String in = (file != null) ? " in " + file : "";
			throw new IllegalArgumentException("The %s%s can't be used: %s".formatted(what, in,
					(reason.getMessage() != null) ? reason.getMessage() : reason.toString()), ex);
		}
	}

	// Not the password
	@Override
	public String toString() {
		return "TLS with trust in %s, certificate in %s, key in %s".formatted(this.trust, this.certificate, this.key);
	}

	/**
	 * A source that may fail because of a file.
	 */
	private interface Source<T> {

		T get() throws IOException, GeneralSecurityException;

	}

}
