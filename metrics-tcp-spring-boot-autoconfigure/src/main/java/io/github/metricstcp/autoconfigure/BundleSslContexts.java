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
 * The SSL contexts of the connections of a server, created from an SSL bundle, and again
 * when the bundle is updated. Connected clients keep the context that they have.
 */
final class BundleSslContexts implements Supplier<SslContext> {

	private static final Logger logger = LoggerFactory.getLogger(BundleSslContexts.class);

	private final Purpose purpose;

	private final SslBundles bundles;

	private final String name;

	private final MetricsTcpProperties.ClientAuth clientAuth;

	private volatile SslContext current;

	/**
	 * Creates the first context.
	 * @param purpose what is encrypted
	 * @param bundles the application's bundles
	 * @param name the name of the bundle
	 * @param clientAuth whether clients need a certificate
	 * @throws InvalidConfigurationPropertyValueException if there is no such bundle, or
	 * none that a server can use
	 */
	BundleSslContexts(Purpose purpose, SslBundles bundles, String name, MetricsTcpProperties.ClientAuth clientAuth) {
		this.purpose = purpose;
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
					+ "spring.ssl.bundle.jks.%s, or set %s to false".formatted(name, purpose.property("enabled")), ex);
		}
		catch (Exception ex) {
			throw invalid("The " + purpose.words + " cannot use that SSL bundle: " + reason(ex), ex);
		}
		bundles.addBundleUpdateHandler(name, (updated) -> reload());
		if (bundles.getBundle(name) != first) {
			// Updated before there was a handler
			reload();
		}
	}

	private InvalidConfigurationPropertyValueException invalid(String reason, Exception cause) {
		InvalidConfigurationPropertyValueException failure = new InvalidConfigurationPropertyValueException(
				this.purpose.property("bundle"), this.name, reason);
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
			logger.info("New connections to the {} use the updated SSL bundle '{}'", this.purpose.words, this.name);
		}
		catch (Exception ex) {
			logger.error(
					"The {} cannot use the updated SSL bundle '{}' ({}): {}. New connections use the previous one.",
					this.purpose.words, this.name, this.purpose.property("bundle"), reason(ex), ex);
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
					() -> "it has no trust store, which %s needs".formatted(this.purpose.property("client-auth")));
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
			.forEach((why) -> logger.warn(
					"{}. Clients that verify it cannot connect to the {}. Renew it in the SSL bundle '{}' ({}).", why,
					this.purpose.words, this.name, this.purpose.property("bundle")));
		return context;
	}

	/**
	 * A server whose connections are encrypted.
	 */
	enum Purpose {

		/**
		 * The exporter.
		 */
		STREAM("metrics stream", "metrics-tcp.server.ssl."),

		/**
		 * The page in the application.
		 */
		PAGE("live page", "metrics-tcp.page.ssl.");

		private final String words;

		private final String prefix;

		Purpose(String words, String prefix) {
			this.words = words;
			this.prefix = prefix;
		}

		private String property(String name) {
			return this.prefix + name;
		}

	}

}
