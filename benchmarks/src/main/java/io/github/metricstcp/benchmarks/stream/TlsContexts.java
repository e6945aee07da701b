package io.github.metricstcp.benchmarks.stream;

import java.security.GeneralSecurityException;

import javax.net.ssl.SSLContext;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

/**
 * The TLS contexts of a measurement, by the JDK's TLS on both sides.
 */
final class TlsContexts {

	private TlsContexts() {
	}

	/**
	 * Returns the context of a server with a certificate that is made now.
	 */
	static SSLContext ofServer() {
		try {
			X509Bundle own = new CertificateBuilder().subject("CN=localhost")
				.ecp256()
				.setIsCertificateAuthority(true)
				.buildSelfSigned();
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(own.toKeyManagerFactory().getKeyManagers(), null, null);
			return context;
		}
		catch (Exception ex) {
			throw new IllegalStateException("There is no certificate", ex);
		}
	}

	/**
	 * Returns the context of a client that trusts every server: the other process has
	 * made its certificate itself, and checking one is no part of what is measured.
	 */
	static SSLContext ofClient() {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("There is no TLS", ex);
		}
	}

}
