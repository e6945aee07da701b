package io.github.metricstcp.autoconfigure;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.client.MetricsTcpClient;
import io.github.metricstcp.client.TargetAddress;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;

/**
 * The application's own metrics stream, as a client within the application reaches it.
 */
final class OwnStream {

	private static final String OBSERVER = "Watch the stream with metrics-tcp-observer --web instead";

	private final MetricsTcpExporter exporter;

	private final MetricsTcpProperties.ClientAuth clientAuth;

	private final @Nullable BundleTrust trust;

	/**
	 * Creates a description of the stream.
	 * @param exporter the exporter that listens
	 * @param ssl how its connections are encrypted
	 * @param bundles the application's SSL bundles, {@code null} if it has none
	 */
	OwnStream(MetricsTcpExporter exporter, MetricsTcpProperties.Ssl ssl, @Nullable SslBundles bundles) {
		this.exporter = exporter;
		this.clientAuth = ssl.clientAuth();
		String bundle = ssl.effectiveBundle();
		this.trust = (bundle != null && bundles != null && exporter.isSslEnabled()) ? new BundleTrust(bundles, bundle)
				: null;
	}

	/**
	 * Returns why the application cannot be a client of its own, with a remedy.
	 * @return two clauses without a full stop, {@code null} if it can
	 */
	@Nullable String obstacle() {
		if (this.exporter.address() == null) {
			return "the metrics stream does not listen. Set metrics-tcp.server.port to a free port";
		}
		if (!this.exporter.isSslEnabled()) {
			return null;
		}
		if (this.trust == null) {
			return "the certificate of the metrics stream is not that of an SSL bundle (metrics-tcp.server.ssl.bundle), "
					+ "and so it is not known to be trusted. " + OBSERVER;
		}
		return (this.clientAuth != MetricsTcpProperties.ClientAuth.NEED) ? null
				: "the metrics stream asks clients for a certificate (metrics-tcp.server.ssl.client-auth), and the "
						+ "application has none. " + OBSERVER;
	}

	/**
	 * Returns the address to connect to: the exporter's, or the loopback address if it
	 * listens on all.
	 * @throws IllegalStateException if the exporter does not listen
	 */
	TargetAddress address() {
		InetSocketAddress bound = this.exporter.address();
		if (bound == null) {
			throw new IllegalStateException("The metrics stream does not listen");
		}
		InetAddress address = bound.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress()
				: bound.getAddress();
		return new TargetAddress(NetUtil.toAddressString(address), bound.getPort());
	}

	/**
	 * Returns a builder of a client of the stream.
	 */
	MetricsTcpClient.Builder client() {
		return MetricsTcpClient.builder(address()).sslContext((this.trust != null) ? this.trust.context() : null);
	}

}
