package io.github.metricstcp.autoconfigure;

import java.net.InetAddress;
import java.time.Duration;

import io.github.metricstcp.stream.EventStream;
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
	 */
	record Server(@DefaultValue("127.0.0.1") InetAddress address, @Nullable Integer port,
			@DefaultValue("64") int maxClients, @DefaultValue("5m") Duration stallTimeout,
			@DefaultValue("2s") Duration shutdownTimeout) {

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
		}

	}

}
