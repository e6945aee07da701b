package io.github.metricstcp.autoconfigure;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Trust in the very certificates of an SSL bundle. Their issuer, host names and dates do
 * not matter to a client that connects to a server of the same application.
 */
final class BundleTrust extends X509ExtendedTrustManager {

	private final String bundle;

	// Those of before an update too: a server keeps them if it cannot use the new ones
	private final Set<X509Certificate> certificates = ConcurrentHashMap.newKeySet();

	/**
	 * Trusts the certificates of a bundle, and those that it is updated with.
	 * @param bundles the application's bundles
	 * @param bundle the name of the bundle
	 */
	BundleTrust(SslBundles bundles, String bundle) {
		this.bundle = bundle;
		bundles.addBundleUpdateHandler(bundle, this::add);
		add(bundles.getBundle(bundle));
	}

	private void add(SslBundle bundle) {
		try {
			this.certificates.addAll(ServerKeys.of(bundle).certificates());
		}
		catch (GeneralSecurityException | IllegalStateException ex) {
			// The server cannot use it either, and says so
		}
	}

	/**
	 * Returns a context of connections to the server.
	 */
	SSLContext context() {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, new TrustManager[] { this }, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Each Java platform has TLS", ex);
		}
	}

	private void check(X509Certificate[] chain) throws CertificateException {
		if (!this.certificates.contains(chain[0])) {
			throw new CertificateException("it is not that of the SSL bundle '%s'".formatted(this.bundle));
		}
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
			throws CertificateException {
		check(chain);
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
			throws CertificateException {
		check(chain);
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
		check(chain);
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
			throws CertificateException {
		throw noClients();
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
			throws CertificateException {
		throw noClients();
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
		throw noClients();
	}

	private static CertificateException noClients() {
		return new CertificateException("Only a server is trusted");
	}

	@Override
	public X509Certificate[] getAcceptedIssuers() {
		return new X509Certificate[0];
	}

}
