package io.github.metricstcp.autoconfigure;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

import io.github.metricstcp.internal.server.AddressRange;
import io.github.metricstcp.internal.stream.EventStream;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The exporter's properties.
 *
 * @param bufferSize Number of events that wait in the exporter, and again for each client
 * that lags, at the most. What there is no room for is sent in sums (increments) or lost
 * and counted (samples). -1 for no limit.
 * @param snapshot Whether a client is told the values of counters and gauges when it
 * connects, and again after it has lost events. Otherwise it is sent events alone.
 * @param pollingFrequency How often gauges and functions are polled while a client is
 * connected.
 * @param step Time over which the maximum that a timer or a summary itself keeps decays.
 * What is streamed does not depend on it.
 * @param server How to listen, and whom to serve.
 */
@ConfigurationProperties("metrics-tcp")
record MetricsTcpProperties(@DefaultValue("1024") int bufferSize, @DefaultValue("true") boolean snapshot,
		@DefaultValue("10s") Duration pollingFrequency, @DefaultValue("1m") Duration step,
		@DefaultValue Server server) implements InitializingBean {

	/**
	 * Checks the values once they are all bound: thrown any earlier, the failure would be
	 * reported as one of binding, without the property's name.
	 */
	@Override
	public void afterPropertiesSet() {
		check((this.bufferSize >= 1 && this.bufferSize <= EventStream.MAX_BUFFER_SIZE)
				|| this.bufferSize == EventStream.UNLIMITED, "buffer-size", this.bufferSize,
				"It must be 1 to " + EventStream.MAX_BUFFER_SIZE + ", or -1 for no limit");
		checkPositive("polling-frequency", this.pollingFrequency);
		checkPositive("step", this.step);
		this.server.check();
	}

	private static void checkPositive(String name, Duration value) {
		check(value.compareTo(Duration.ofMillis(1)) >= 0, name, value, "It must be at least 1ms");
	}

	private static void check(boolean valid, String name, Object value, String allowed) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException("metrics-tcp." + name, value, allowed);
		}
	}

	/**
	 * The properties of the server. The port is {@code null} unless the user has set it,
	 * because one that is taken matters only then.
	 *
	 * @param address Network address to listen on. Whoever can connect to it can read all
	 * metrics.
	 * @param port Port to listen on, 0 for any free one.
	 * @param maxClients Number of clients that are served. One more is refused.
	 * @param stallTimeout Time after which a client that reads nothing of what waits for
	 * it is disconnected.
	 * @param shutdownTimeout Time that shutting down waits for clients to be sent what is
	 * buffered.
	 * @param allowedAddresses IP addresses, and ranges of them in CIDR notation, that
	 * clients may connect from. Others are disconnected at once. If not set, all may.
	 * @param ssl How connections are encrypted.
	 */
	record Server(@DefaultValue("127.0.0.1") InetAddress address, @Nullable Integer port,
			@DefaultValue("64") int maxClients, @DefaultValue("5m") Duration stallTimeout,
			@DefaultValue("2s") Duration shutdownTimeout, @Nullable List<String> allowedAddresses,
			@DefaultValue Ssl ssl) {

		private void check() {
			if (this.port != null) {
				MetricsTcpProperties.check(this.port >= 0 && this.port <= 65535, "server.port", this.port,
						"It must be 0 to 65535, 0 for any free port");
			}
			MetricsTcpProperties.check(this.maxClients >= 1, "server.max-clients", this.maxClients,
					"It must be at least 1");
			checkPositive("server.stall-timeout", this.stallTimeout);
			MetricsTcpProperties.check(!this.shutdownTimeout.isNegative(), "server.shutdown-timeout",
					this.shutdownTimeout, "It must not be negative; 0 for not to wait");
			if (this.allowedAddresses != null) {
				checkAllowed(this.allowedAddresses);
			}
			this.ssl.check();
		}

		// An empty list is a variable that was not set rather than a wish to let
		// everybody in
		private static void checkAllowed(List<String> addresses) {
			MetricsTcpProperties.check(!addresses.isEmpty(), "server.allowed-addresses", "",
					"It must name at least one address; remove it to let all connect");
			for (String address : addresses) {
				try {
					AddressRange.parse(address);
				}
				catch (IllegalArgumentException ex) {
					throw new InvalidConfigurationPropertyValueException("metrics-tcp.server.allowed-addresses",
							address, ex.getMessage());
				}
			}
		}

	}

	/**
	 * The properties of encryption.
	 *
	 * @param enabled Whether connections are encrypted. If not set, they are if a bundle
	 * is.
	 * @param bundle Name of the SSL bundle with the exporter's certificate.
	 * @param clientAuth Whether clients have to prove who they are with a certificate
	 * that the bundle's trust store trusts.
	 */
	record Ssl(@Nullable Boolean enabled, @Nullable String bundle, @DefaultValue("none") ClientAuth clientAuth) {

		/**
		 * Returns the name of the bundle to encrypt with, {@code null} for no encryption.
		 */
		@Nullable String effectiveBundle() {
			return Boolean.FALSE.equals(this.enabled) ? null : this.bundle;
		}

		// What asks for encryption and does not say with what must not end without any
		private void check() {
			if (Boolean.FALSE.equals(this.enabled)) {
				return;
			}
			MetricsTcpProperties.check(this.bundle == null || !this.bundle.isBlank(), "server.ssl.bundle", "",
					"It must be the name of an SSL bundle; set metrics-tcp.server.ssl.enabled to false for no encryption");
			MetricsTcpProperties.check(this.bundle != null || this.enabled == null, "server.ssl.enabled", true,
					"It needs metrics-tcp.server.ssl.bundle, the name of an SSL bundle");
			MetricsTcpProperties.check(this.bundle != null || this.clientAuth == ClientAuth.NONE,
					"server.ssl.client-auth", this.clientAuth,
					"It needs metrics-tcp.server.ssl.bundle, the name of an SSL bundle");
		}

	}

	/**
	 * Whether clients have to prove who they are.
	 */
	enum ClientAuth {

		/**
		 * They are not asked.
		 */
		NONE(io.netty.handler.ssl.ClientAuth.NONE),

		/**
		 * They are asked, and refused if what they show is not trusted.
		 */
		WANT(io.netty.handler.ssl.ClientAuth.OPTIONAL),

		/**
		 * They are refused unless they show what is trusted.
		 */
		NEED(io.netty.handler.ssl.ClientAuth.REQUIRE);

		private final io.netty.handler.ssl.ClientAuth forNetty;

		ClientAuth(io.netty.handler.ssl.ClientAuth forNetty) {
			this.forNetty = forNetty;
		}

		io.netty.handler.ssl.ClientAuth forNetty() {
			return this.forNetty;
		}

	}

}
