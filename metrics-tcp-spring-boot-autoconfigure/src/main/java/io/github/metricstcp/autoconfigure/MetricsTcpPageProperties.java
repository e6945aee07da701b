package io.github.metricstcp.autoconfigure;

import java.net.InetAddress;

import io.github.metricstcp.page.LivePage;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * The live page's properties.
 *
 * @param enabled Whether the application shows its metrics on a web page of its own. It
 * can only if metrics-tcp-page is on the class path.
 * @param address Network address that the page is served at. Any but a loopback address
 * needs a token, or certificates of browsers.
 * @param port Port that the page is served at, 0 for any free one. If it is in use, any
 * free one too.
 * @param history Memory that distributions of the past hour may take, at least 1MB. If
 * they take more, the oldest are given up.
 * @param token Secret that the page asks for, 16 or more letters, digits, - and _. If not
 * set, it asks for none.
 * @param ssl Properties of encryption.
 */
@ConfigurationProperties("metrics-tcp.page")
record MetricsTcpPageProperties(@DefaultValue("true") boolean enabled, @DefaultValue("127.0.0.1") InetAddress address,
		@DefaultValue("5080") int port, @DefaultValue("64MB") DataSize history, @Nullable String token,
		@DefaultValue Ssl ssl) implements InitializingBean {

	private static final DataSize LEAST_HISTORY = DataSize.ofMegabytes(1);

	/**
	 * Returns why the page must not be served, with a remedy. A token that is not right
	 * is no failure of the start, whose analysis would show it.
	 * @return clauses without a full stop, {@code null} if it may be served
	 */
	@Nullable String obstacle() {
		if (this.token == null) {
			return (this.address.isLoopbackAddress() || this.ssl.asksForCertificates()) ? null
					: ("at %s (metrics-tcp.page.address) all who can reach this machine could read it. Set "
							+ "metrics-tcp.page.token to a secret of 16 or more letters, digits, - and _, "
							+ "metrics-tcp.page.ssl.bundle and metrics-tcp.page.ssl.client-auth=need to ask browsers for "
							+ "certificates, or the address to 127.0.0.1")
						.formatted(this.address.getHostAddress());
		}
		return LivePage.isToken(this.token) ? null
				: "metrics-tcp.page.token must have 16 or more letters, digits, - and _, and nothing else";
	}

	@Override
	public void afterPropertiesSet() {
		check(this.port >= 0 && this.port <= 65535, "port", this.port, "It must be 0 to 65535, 0 for any free port");
		check(this.history.compareTo(LEAST_HISTORY) >= 0, "history", this.history, "It must be at least 1MB");
		this.ssl.settings().check("page.ssl.");
	}

	private static void check(boolean valid, String name, Object value, String allowed) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException("metrics-tcp.page." + name, value, allowed);
		}
	}

	// Not the token
	@Override
	public String toString() {
		return "The live page at %s, port %s, with a history of %s".formatted(this.address, this.port, this.history);
	}

	/**
	 * The properties of encryption.
	 *
	 * @param enabled Whether the page is encrypted. If not set, it is if a bundle is set.
	 * @param bundle Name of the SSL bundle with the page's certificate. It must not be
	 * blank.
	 * @param clientAuth Whether browsers need a certificate that the bundle's trust store
	 * trusts.
	 */
	record Ssl(@Nullable Boolean enabled, @Nullable String bundle,
			@DefaultValue("none") MetricsTcpProperties.ClientAuth clientAuth) {

		/**
		 * Returns the same as the properties of the stream's encryption.
		 */
		MetricsTcpProperties.Ssl settings() {
			return new MetricsTcpProperties.Ssl(this.enabled, this.bundle, this.clientAuth);
		}

		private boolean asksForCertificates() {
			return settings().effectiveBundle() != null && this.clientAuth == MetricsTcpProperties.ClientAuth.NEED;
		}

	}

}
