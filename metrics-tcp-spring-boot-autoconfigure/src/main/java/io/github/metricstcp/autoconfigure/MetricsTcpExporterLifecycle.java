package io.github.metricstcp.autoconfigure;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Map;

import io.github.metricstcp.BindFailedException;
import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.MetricsTcpMeterRegistry;
import io.netty.util.NetUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * The life cycle of the exporter in the application: it starts before, and stops after,
 * everything else that has a life cycle, so that clients see all that happens there. The
 * registry is closed by then, but its meters go on recording.
 */
final class MetricsTcpExporterLifecycle implements SmartLifecycle {

	static final String LOCAL_PORT_PROPERTY = "local.metrics-tcp.port";

	private static final Logger logger = LoggerFactory.getLogger(MetricsTcpExporterLifecycle.class);

	private static final String OPEN_TO_ALL = ", open to all: set metrics-tcp.server.ssl.bundle or "
			+ "metrics-tcp.server.allowed-addresses to protect it";

	private final MetricsTcpExporter exporter;

	private final Collection<MetricsTcpMeterRegistry> registries;

	private final MetricsTcpProperties.Server server;

	private final ConfigurableEnvironment environment;

	private volatile boolean running;

	/**
	 * Creates the life cycle of an exporter.
	 * @param exporter the exporter to start and stop
	 * @param registries the registries that the application records into
	 * @param server the properties of the server
	 * @param environment where to publish the port that the exporter was given
	 */
	MetricsTcpExporterLifecycle(MetricsTcpExporter exporter, Collection<MetricsTcpMeterRegistry> registries,
			MetricsTcpProperties.Server server, ConfigurableEnvironment environment) {
		this.exporter = exporter;
		this.registries = registries;
		this.server = server;
		this.environment = environment;
	}

	@Override
	public void start() {
		if (!this.registries.contains(this.exporter.registry())) {
			logger.warn("The MetricsTcpExporter does not stream the application's metrics: build it with the "
					+ "MetricsTcpMeterRegistry bean");
		}
		try {
			this.exporter.start();
		}
		catch (BindFailedException ex) {
			if (!isDispensable(ex)) {
				throw ex;
			}
			logger.warn("{}. The application runs without it. Set metrics-tcp.server.port to a free port, or "
					+ "metrics-tcp.enabled to false.", ex.getMessage());
		}
		InetSocketAddress address = this.exporter.address();
		if (address != null) {
			publish(address.getPort());
			logger.info("Metrics stream listens on {}{}{}", NetUtil.toSocketAddressString(address),
					this.exporter.isSslEnabled() ? " with TLS" : "", isOpenToAll(address) ? OPEN_TO_ALL : "");
		}
		this.running = true;
	}

	/**
	 * Whether the application can run without the stream: the user did not ask for the
	 * default port, and that no other one is free either is no reason not to start.
	 */
	private boolean isDispensable(BindFailedException ex) {
		return this.server.port() == null && ex.getAddress().getPort() == MetricsTcpExporter.DEFAULT_PORT
				&& ex.getReason() != BindFailedException.Reason.ADDRESS_NOT_LOCAL;
	}

	/**
	 * Whether the properties let anyone read the stream. The exporter warns of that, but
	 * knows no properties.
	 */
	private boolean isOpenToAll(InetSocketAddress address) {
		return this.server.isOpenToAll() && !this.exporter.isSslEnabled()
				&& address.getAddress().equals(this.server.address());
	}

	private void publish(int port) {
		this.environment.getPropertySources()
			.addFirst(new MapPropertySource(LOCAL_PORT_PROPERTY, Map.of(LOCAL_PORT_PROPERTY, port)));
	}

	@Override
	public void stop() {
		this.running = false;
		this.environment.getPropertySources().remove(LOCAL_PORT_PROPERTY);
		this.exporter.stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
