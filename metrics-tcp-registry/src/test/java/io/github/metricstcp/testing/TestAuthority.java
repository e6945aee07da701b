package io.github.metricstcp.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.jspecify.annotations.Nullable;

/**
 * A certificate authority, made for one run so that nothing expires.
 */
public final class TestAuthority {

	private final X509Bundle root;

	/**
	 * Creates an authority.
	 * @param name its name
	 */
	public TestAuthority(String name) {
		this.root = build(certificate(name).setIsCertificateAuthority(true)
			.setKeyUsage(true, CertificateBuilder.KeyUsage.keyCertSign), null);
	}

	/**
	 * Issues a certificate for this machine, for servers and for clients.
	 * @param name its subject
	 */
	public X509Bundle issue(String name) {
		return build(certificate(name), this.root);
	}

	/**
	 * Issues a certificate with an RSA key.
	 * @param name its subject
	 */
	public X509Bundle issueRsa(String name) {
		return build(certificate(name).rsa2048(), this.root);
	}

	/**
	 * Issues a certificate with an Ed25519 key.
	 * @param name its subject
	 */
	public X509Bundle issueEd25519(String name) {
		return build(certificate(name).algorithm(CertificateBuilder.Algorithm.ed25519), this.root);
	}

	/**
	 * Issues a certificate that will be valid from tomorrow.
	 * @param name its subject
	 */
	public X509Bundle issuePremature(String name) {
		Instant now = Instant.now();
		return build(certificate(name).notBefore(now.plus(Duration.ofDays(1))).notAfter(now.plus(Duration.ofDays(3))),
				this.root);
	}

	/**
	 * Issues a certificate that was valid until yesterday.
	 * @param name its subject
	 */
	public X509Bundle issueExpired(String name) {
		Instant now = Instant.now();
		return build(certificate(name).notBefore(now.minus(Duration.ofDays(3))).notAfter(now.minus(Duration.ofDays(1))),
				this.root);
	}

	private static CertificateBuilder certificate(String name) {
		return new CertificateBuilder().subject("CN=" + name)
			.addSanDnsName("localhost")
			.addSanIpAddress("127.0.0.1")
			.addSanIpAddress("::1")
			.ecp256();
	}

	private static X509Bundle build(CertificateBuilder builder, @Nullable X509Bundle issuer) {
		try {
			return (issuer != null) ? builder.buildIssuedBy(issuer) : builder.buildSelfSigned();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns the authority's own certificate.
	 */
	public X509Bundle root() {
		return this.root;
	}

	/**
	 * Returns a context for clients and servers that trusts whom this authority has
	 * issued a certificate.
	 * @param own the certificate to show, {@code null} for none
	 */
	public SSLContext context(@Nullable X509Bundle own) {
		try {
			KeyManager[] keys = (own != null) ? own.toKeyManagerFactory().getKeyManagers() : null;
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys, new TrustManager[] { this.root.toTrustManager() }, null);
			return context;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Writes a certificate, with those that lead to the authority, and its key in PEM
	 * form: {@code name.crt} and {@code name.key}.
	 */
	public static void write(X509Bundle bundle, Path directory, String name) {
		try {
			Files.writeString(directory.resolve(name + ".crt"), bundle.getCertificatePathPEM());
			Files.writeString(directory.resolve(name + ".key"), bundle.getPrivateKeyPEM());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
