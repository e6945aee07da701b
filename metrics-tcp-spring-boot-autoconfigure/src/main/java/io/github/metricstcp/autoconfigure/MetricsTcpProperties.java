package io.github.metricstcp.autoconfigure;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

import io.github.metricstcp.MetricsTcpConfig;
import io.github.metricstcp.MetricsTcpExporter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The exporter's properties.
 *
 * @param enabled Whether metric events are streamed over TCP. If not set,
 * management.defaults.metrics.export.enabled decides.
 * @param bufferSize Maximum number of events that wait in the exporter, and again for
 * each client that lags, 1 to 16777216, or -1 for no limit. Beyond it, increments are
 * sent in sums, and samples are lost and counted.
 * @param snapshot Whether a client is sent the values of counters and gauges when it
 * connects, and again after it has lost events. Otherwise it is sent only events.
 * @param linger Time that an event waits for others before it is sent, 0 to 100ms. A
 * longer one costs less processor time. 0 sends each event at once.
 * @param pollingFrequency How often gauges and functions are polled while a client is
 * connected. Slow ones are polled less often, at least every 30s, so that all together
 * take at most 2 % of the time of a thread.
 * @param step Time over which the maximum of a timer or summary decays in the
 * application. The stream does not depend on it.
 * @param server Properties of the server.
 * @param discovery Properties of how the stream is found.
 */
@ConfigurationProperties("metrics-tcp")
record MetricsTcpProperties(@DefaultValue("true") boolean enabled, @DefaultValue("1024") int bufferSize,
		@DefaultValue("true") boolean snapshot, @DefaultValue("1ms") Duration linger,
		@DefaultValue("1s") Duration pollingFrequency, @DefaultValue("1m") Duration step, @DefaultValue Server server,
		@DefaultValue Discovery discovery) implements InitializingBean {

	/**
	 * Checks the values once they are all bound: thrown any earlier, the failure would be
	 * reported as one of binding, without the property's name.
	 */
	@Override
	public void afterPropertiesSet() {
		check((this.bufferSize >= 1 && this.bufferSize <= MetricsTcpConfig.MAX_BUFFER_SIZE)
				|| this.bufferSize == MetricsTcpConfig.UNLIMITED_BUFFER_SIZE, "buffer-size", this.bufferSize,
				"It must be 1 to " + MetricsTcpConfig.MAX_BUFFER_SIZE + ", or -1 for no limit");
		check(!this.linger.isNegative() && this.linger.compareTo(MetricsTcpConfig.MAX_LINGER) <= 0, "linger",
				this.linger, "It must be 0 to " + MetricsTcpConfig.MAX_LINGER.toMillis() + "ms");
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
	 * @param address Network address to listen on. Anyone who can connect to it can read
	 * all metrics.
	 * @param port Port to listen on, 0 for any free one. If not set, and 5000 is in use,
	 * any free one too.
	 * @param maxClients Maximum number of connected clients. Further ones are refused.
	 * @param stallTimeout Time after which a client is disconnected that reads nothing
	 * although data waits for it.
	 * @param shutdownTimeout Time that shutting down waits for clients to read what is
	 * buffered. 0 for not to wait.
	 * @param allowedAddresses IP addresses, and ranges in CIDR notation, that clients may
	 * connect from. Others are disconnected at once. If not set, all may connect.
	 * @param ssl Properties of encryption.
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
					this.shutdownTimeout, "It must not be negative");
			if (this.allowedAddresses != null) {
				checkAllowed(this.allowedAddresses);
			}
			this.ssl.check("server.ssl.");
		}

		/**
		 * Whether anyone who can reach the machine may read the stream, unless it is
		 * encrypted.
		 */
		boolean isOpenToAll() {
			return this.allowedAddresses == null && !this.address.isLoopbackAddress();
		}

		// An empty list is more likely a variable that was not set than a wish to allow
		// all
		private static void checkAllowed(List<String> addresses) {
			MetricsTcpProperties.check(!addresses.isEmpty(), "server.allowed-addresses", "",
					"It must have at least one address; remove the property to allow all");
			for (String address : addresses) {
				try {
					MetricsTcpExporter.builder().allowedAddresses(List.of(address));
				}
				catch (IllegalArgumentException ex) {
					throw new InvalidConfigurationPropertyValueException("metrics-tcp.server.allowed-addresses",
							address, ex.getMessage());
				}
			}
		}

	}

	/**
	 * The properties of how the stream is found.
	 *
	 * @param enabled Whether the stream is announced to programs of the same user on this
	 * machine, such as metrics-tcp-observer.
	 */
	record Discovery(@DefaultValue("true") boolean enabled) {
	}

	/**
	 * The properties of encryption.
	 *
	 * @param enabled Whether connections are encrypted. If not set, they are if a bundle
	 * is set.
	 * @param bundle Name of the SSL bundle with the exporter's certificate. It must not
	 * be blank.
	 * @param clientAuth Whether clients need a certificate that the bundle's trust store
	 * trusts.
	 */
	record Ssl(@Nullable Boolean enabled, @Nullable String bundle, @DefaultValue("none") ClientAuth clientAuth) {

		/**
		 * Returns the name of the bundle to encrypt with, {@code null} for no encryption.
		 */
		@Nullable String effectiveBundle() {
			return Boolean.FALSE.equals(this.enabled) ? null : this.bundle;
		}

		/**
		 * Checks that properties that ask for encryption do not end in plain text, for
		 * want of a bundle.
		 * @param prefix the beginning of their names, behind that of all properties
		 */
		void check(String prefix) {
			if (Boolean.FALSE.equals(this.enabled)) {
				return;
			}
			MetricsTcpProperties.check(this.bundle == null || !this.bundle.isBlank(), prefix + "bundle", "",
					"It must be the name of an SSL bundle; set metrics-tcp." + prefix
							+ "enabled to false for no encryption");
			String needed = "It needs metrics-tcp." + prefix + "bundle, the name of an SSL bundle";
			boolean hasBundle = this.bundle != null;
			MetricsTcpProperties.check(hasBundle || this.enabled == null, prefix + "enabled", true, needed);
			MetricsTcpProperties.check(hasBundle || this.clientAuth == ClientAuth.NONE, prefix + "client-auth",
					this.clientAuth, needed);
		}

	}

	/**
	 * Whether clients need a certificate.
	 */
	enum ClientAuth {

		/**
		 * Clients are not asked for a certificate.
		 */
		NONE(io.netty.handler.ssl.ClientAuth.NONE),

		/**
		 * Clients are asked for one, and refused if theirs is not trusted.
		 */
		WANT(io.netty.handler.ssl.ClientAuth.OPTIONAL),

		/**
		 * Clients are refused without a trusted one.
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
