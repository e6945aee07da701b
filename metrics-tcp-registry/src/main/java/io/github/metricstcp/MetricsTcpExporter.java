package io.github.metricstcp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import io.github.metricstcp.internal.server.AddressRange;
import io.github.metricstcp.internal.server.MetricsTcpServer;
import io.github.metricstcp.internal.server.ServerSettings;
import io.micrometer.core.instrument.Clock;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/**
 * Streams every metric event of a {@link MetricsTcpMeterRegistry} over TCP, as
 * length-delimited Protocol Buffers, to every client that connects.
 *
 * <pre>{@code
 * MetricsTcpExporter exporter = MetricsTcpExporter.builder().port(5000).build();
 * exporter.start();
 * exporter.registry().counter("orders.placed").increment();
 * exporter.close();
 * }</pre>
 *
 * Thread-safe. Can be started again after it was stopped; while it is stopped, the
 * registry counts and nothing is sent.
 *
 * @since 0.1.0
 */
public final class MetricsTcpExporter implements AutoCloseable {

	/**
	 * The port to listen on by default: 5000, as the reference does.
	 */
	public static final int DEFAULT_PORT = 5000;

	private final MetricsTcpMeterRegistry registry;

	private final MetricsTcpServer server;

	private final Announcement announcement;

	// Guards starting and stopping
	private final Object lifecycle = new Object();

	private MetricsTcpExporter(MetricsTcpMeterRegistry registry, ServerSettings settings, Announcement announcement) {
		this.registry = registry;
		this.server = new MetricsTcpServer(registry.stream(), settings);
		this.announcement = announcement;
	}

	/**
	 * Returns a builder whose defaults are those of the reference, but for the address:
	 * it listens on the loopback interface only.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Returns the registry whose events are streamed.
	 * @return the registry
	 */
	public MetricsTcpMeterRegistry registry() {
		return this.registry;
	}

	/**
	 * Starts to listen. Blocks until it does. Does nothing if the exporter listens
	 * already.
	 * @throws BindFailedException if it cannot listen there
	 * @throws IllegalArgumentException if its SSL context is not one for servers
	 * @throws IllegalStateException if another exporter streams the registry
	 */
	public void start() {
		synchronized (this.lifecycle) {
			if (!isListening()) {
				this.server.start((address) -> this.announcement.publish(address, isSslEnabled()));
			}
		}
	}

	/**
	 * Stops to listen. Clients are sent what is buffered, for as long as the shutdown
	 * timeout, and disconnected. Blocks until the port is free and the event loop has
	 * ended. Does nothing if the exporter does not listen.
	 * @throws IllegalStateException on the exporter's own event loop
	 */
	public void stop() {
		synchronized (this.lifecycle) {
			this.server.stop();
			this.announcement.withdraw();
		}
	}

	/**
	 * Closes the registry, which polls gauges and functions a last time, and stops. May
	 * be called any number of times.
	 */
	@Override
	public void close() {
		this.registry.close();
		stop();
	}

	/**
	 * Returns whether clients can connect.
	 * @return {@code true} between {@link #start()} and {@link #stop()}, unless the
	 * stream has failed meanwhile
	 */
	public boolean isListening() {
		return this.server.address() != null;
	}

	/**
	 * Returns where the exporter listens.
	 * @return the address as configured with the port that it was given, {@code null} if
	 * it does not listen
	 */
	public @Nullable InetSocketAddress address() {
		return this.server.address();
	}

	/**
	 * Returns the connected clients. The counts of each are read at one position of the
	 * stream.
	 * @return the clients in the order in which they connected
	 */
	public List<ClientSnapshot> clients() {
		return this.server.clients();
	}

	/**
	 * Returns how many clients are connected.
	 * @return the number of clients
	 */
	public int clientCount() {
		return this.server.clientCount();
	}

	/**
	 * Returns whether connections are encrypted.
	 * @return {@code true} if they are
	 */
	public boolean isSslEnabled() {
		return this.server.isSslEnabled();
	}

	/**
	 * Returns the outcomes of the connections made to the exporter.
	 * @return the counts since the exporter was built
	 */
	public ConnectionCounts connections() {
		return this.server.connections();
	}

	/**
	 * Disconnects a client.
	 * @param id the client's {@link ClientSnapshot#id() id}
	 * @return {@code true} if it was connected, {@code false} if no client has that id
	 */
	public boolean disconnect(String id) {
		return this.server.disconnect(id);
	}

	/**
	 * Returns the outcomes of the events recorded while a client was connected.
	 * @return the counts since the registry was created
	 */
	public IngressCounts events() {
		return this.registry.stream().counts();
	}

	/**
	 * Returns the outcomes of the events on their way to all clients, connected and
	 * disconnected.
	 * @return the counts since the registry was created
	 */
	public DeliveryCounts deliveries() {
		return this.registry.stream().deliveries();
	}

	/**
	 * Returns the meters that are polled less often than configured, as it was when a
	 * client was last connected.
	 * @return the meters, the most costly first
	 */
	public List<SlowedMeter> slowedMeters() {
		return this.registry.slowedMeters();
	}

	/**
	 * Returns how many events wait at the most in the exporter, and again for each
	 * client.
	 * @return the number of events, or {@link MetricsTcpConfig#UNLIMITED_BUFFER_SIZE}
	 */
	public int bufferSize() {
		return this.registry.stream().bufferSize();
	}

	/**
	 * Builder of {@link MetricsTcpExporter}.
	 */
	public static final class Builder {

		private @Nullable MetricsTcpMeterRegistry registry;

		private MetricsTcpConfig config = MetricsTcpConfig.DEFAULT;

		private Clock clock = Clock.SYSTEM;

		private InetAddress address = InetAddress.getLoopbackAddress();

		private @Nullable Integer port;

		private int maxClients = 64;

		private Duration stallTimeout = Duration.ofMinutes(5);

		private Duration shutdownTimeout = Duration.ofSeconds(2);

		private List<AddressRange> allowedAddresses = List.of();

		private @Nullable Supplier<SslContext> ssl;

		private @Nullable String name = Announcement.programName();

		private Builder() {
		}

		/**
		 * Sets the registry whose events are streamed. Otherwise one is created from
		 * {@link #config} and {@link #clock}.
		 * @param registry a registry that no other exporter streams
		 * @return this builder
		 */
		public Builder registry(MetricsTcpMeterRegistry registry) {
			this.registry = registry;
			return this;
		}

		/**
		 * Sets the configuration of the registry; {@link MetricsTcpConfig#DEFAULT} by
		 * default. Not used if a {@link #registry} is set.
		 * @param config the configuration, which {@link #build()} validates
		 * @return this builder
		 */
		public Builder config(MetricsTcpConfig config) {
			this.config = config;
			return this;
		}

		/**
		 * Sets the clock that times meters and stamps events; the system's by default.
		 * Not used if a {@link #registry} is set.
		 * @param clock the clock
		 * @return this builder
		 */
		public Builder clock(Clock clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Sets the interface to listen on; the loopback interface by default, because
		 * anyone who can connect can read all metrics.
		 * @param address an address of this machine, or a wildcard address for all of its
		 * interfaces
		 * @return this builder
		 */
		public Builder address(InetAddress address) {
			this.address = address;
			return this;
		}

		/**
		 * Sets the port to listen on; {@value #DEFAULT_PORT} by default or, if that is in
		 * use, any free one.
		 * @param port 0 to 65535, 0 for any free one
		 * @return this builder
		 */
		public Builder port(int port) {
			this.port = port;
			return this;
		}

		/**
		 * Sets how many clients can be connected; further ones are refused. 64 by
		 * default.
		 * @param maxClients at least 1
		 * @return this builder
		 */
		public Builder maxClients(int maxClients) {
			this.maxClients = maxClients;
			return this;
		}

		/**
		 * Sets how long a client may read nothing although data waits for it, before it
		 * is disconnected; 5 minutes by default.
		 * @param stallTimeout at least 1 ms
		 * @return this builder
		 */
		public Builder stallTimeout(Duration stallTimeout) {
			this.stallTimeout = stallTimeout;
			return this;
		}

		/**
		 * Sets how long stopping waits for clients to read what is buffered; 2 seconds by
		 * default.
		 * @param shutdownTimeout a duration that is not negative, zero not to wait
		 * @return this builder
		 */
		public Builder shutdownTimeout(Duration shutdownTimeout) {
			this.shutdownTimeout = shutdownTimeout;
			return this;
		}

		/**
		 * Sets the addresses that clients may connect from; all by default. Others are
		 * disconnected at once.
		 * @param allowedAddresses IP addresses, and ranges of them in CIDR notation such
		 * as {@code 10.0.0.0/8} or {@code fd00::/8}; empty for all
		 * @return this builder
		 * @throws IllegalArgumentException if one of them is neither
		 */
		public Builder allowedAddresses(Collection<String> allowedAddresses) {
			this.allowedAddresses = allowedAddresses.stream().map(AddressRange::parse).toList();
			return this;
		}

		/**
		 * Encrypts all connections; by default they are not.
		 * @param context a context with the exporter's key, and trust in the certificates
		 * of clients if they need one
		 * @param clientAuth whether clients need a certificate
		 * @return this builder
		 */
		public Builder ssl(SSLContext context, ClientAuth clientAuth) {
			SslContext ssl = new JdkSslContext(context, false, null, IdentityCipherSuiteFilter.INSTANCE, null,
					clientAuth, null, false);
			return ssl(() -> ssl);
		}

		/**
		 * Encrypts all connections; by default they are not.
		 * @param contexts supplies the context of the next connection: always the same
		 * one or, when a certificate was renewed, another one. Called on the event loop,
		 * so it must not block. Connected clients keep the context that they have.
		 * @return this builder
		 */
		public Builder ssl(Supplier<SslContext> contexts) {
			this.ssl = contexts;
			return this;
		}

		/**
		 * Sets the name under which programs of the same user find the stream, such as
		 * {@code metrics-tcp-observer ps}; the program's main class or jar by default.
		 * @param name the name, {@code null} for not to be found
		 * @return this builder
		 */
		public Builder announcedAs(@Nullable String name) {
			this.name = name;
			return this;
		}

		/**
		 * Builds an exporter that does not listen yet.
		 * @return the exporter
		 * @throws IllegalArgumentException if a setting is out of its range
		 * @throws io.micrometer.core.instrument.config.validate.ValidationException if
		 * the registry's configuration is not valid
		 */
		public MetricsTcpExporter build() {
			Integer port = this.port;
			ServerSettings settings = new ServerSettings(this.address, (port != null) ? port : DEFAULT_PORT,
					port == null, this.maxClients, this.stallTimeout, this.shutdownTimeout, this.allowedAddresses,
					this.ssl);
			MetricsTcpMeterRegistry registry = (this.registry != null) ? this.registry
					: new MetricsTcpMeterRegistry(this.config, this.clock);
			return new MetricsTcpExporter(registry, settings, new Announcement(this.name, Announcement.places()));
		}

	}

}
