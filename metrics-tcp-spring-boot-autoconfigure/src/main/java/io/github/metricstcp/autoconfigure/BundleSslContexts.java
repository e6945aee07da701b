package io.github.metricstcp.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * The SSL contexts of the exporter's connections, created from an SSL bundle, and again
 * when the bundle is updated. Connected clients keep the context that they have.
 */
final class BundleSslContexts implements Supplier<SslContext> {

	private static final Logger logger = LoggerFactory.getLogger(BundleSslContexts.class);

	private static final String BUNDLE_PROPERTY = "metrics-tcp.server.ssl.bundle";

	private final SslBundles bundles;

	private final String name;

	private final MetricsTcpProperties.ClientAuth clientAuth;

	private volatile SslContext current;

	/**
	 * Creates the first context.
	 * @param bundles the application's bundles
	 * @param name the name of the bundle
	 * @param clientAuth whether clients need a certificate
	 * @throws InvalidConfigurationPropertyValueException if there is no such bundle, or
	 * none that a server can use
	 */
	BundleSslContexts(SslBundles bundles, String name, MetricsTcpProperties.ClientAuth clientAuth) {
		this.bundles = bundles;
		this.name = name;
		this.clientAuth = clientAuth;
		SslBundle first;
		try {
			first = bundles.getBundle(name);
			this.current = load(first);
		}
		catch (NoSuchSslBundleException ex) {
			throw invalid("No SSL bundle has that name (known: %s). Define it as spring.ssl.bundle.pem.%s or "
				.formatted(known(bundles.getBundleNames()), name)
					+ "spring.ssl.bundle.jks.%s, or set metrics-tcp.server.ssl.enabled to false".formatted(name), ex);
		}
		catch (Exception ex) {
			throw invalid("The metrics stream cannot use that SSL bundle: " + reason(ex), ex);
		}
		bundles.addBundleUpdateHandler(name, (updated) -> reload());
		if (bundles.getBundle(name) != first) {
			// Updated before there was a handler
			reload();
		}
	}

	private InvalidConfigurationPropertyValueException invalid(String reason, Exception cause) {
		InvalidConfigurationPropertyValueException failure = new InvalidConfigurationPropertyValueException(
				BUNDLE_PROPERTY, this.name, reason);
		failure.initCause(cause);
		return failure;
	}

	private static String known(List<String> names) {
		return names.isEmpty() ? "none" : "'" + String.join("', '", names) + "'";
	}

	private static String reason(Exception failure) {
		StringBuilder reason = new StringBuilder(String.valueOf(failure.getMessage()));
		for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
			String message = cause.getMessage();
			if (StringUtils.hasText(message) && reason.indexOf(message) < 0) {
				reason.append(": ").append(message);
			}
		}
		return reason.toString();
	}

	@Override
	public SslContext get() {
		return this.current;
	}

	// One at a time, so that the last update is the one that stays
	private synchronized void reload() {
		try {
			this.current = load(this.bundles.getBundle(this.name));
			logger.info("New connections to the metrics stream use the updated SSL bundle '{}'", this.name);
		}
		catch (Exception ex) {
			logger.error("The metrics stream cannot use the updated SSL bundle '{}' ({}): {}. "
					+ "New connections use the previous one.", this.name, BUNDLE_PROPERTY, reason(ex), ex);
		}
	}

	private SslContext load(SslBundle bundle) throws Exception {
		SslManagerBundle managers = bundle.getManagers();
		ServerKeys keys = ServerKeys.of(bundle);
		SslContextBuilder builder = SslContextBuilder.forServer(managers.getKeyManagerFactory())
			// The JDK's provider supports all options of a bundle
			.sslProvider(SslProvider.JDK)
			.clientAuth(this.clientAuth.forNetty());
		if (this.clientAuth != MetricsTcpProperties.ClientAuth.NONE) {
			Assert.state(bundle.getStores().getTrustStore() != null || bundle.getStores().getKeyStore() == null,
					"it has no trust store, which metrics-tcp.server.ssl.client-auth needs");
			builder.trustManager(managers.getTrustManagerFactory());
		}
		SslOptions options = bundle.getOptions();
		if (options.getEnabledProtocols() != null) {
			builder.protocols(options.getEnabledProtocols());
		}
		if (options.getCiphers() != null) {
			builder.ciphers(Arrays.asList(options.getCiphers()));
		}
		SslContext context = builder.build();
		// Fails if it does not know a protocol or a cipher
		context.newEngine(ByteBufAllocator.DEFAULT);
		keys.invalidCertificates()
			.forEach((why) -> logger
				.warn("{}. Clients that verify it cannot connect to the metrics stream. Renew it in the SSL "
						+ "bundle '{}' ({}).", why, this.name, BUNDLE_PROPERTY));
		return context;
	}

}
