package io.github.metricstcp.autoconfigure;

import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

import io.github.metricstcp.page.PageBindException;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * The life cycle of the live page in the application: it starts after, and stops before,
 * everything else that has a life cycle. The application starts without the page if
 * something is in its way.
 */
final class LivePageLifecycle implements SmartLifecycle {

	static final String LOCAL_PORT_PROPERTY = "local.metrics-tcp.page.port";

	private static final Logger logger = LoggerFactory.getLogger(LivePageLifecycle.class);

	private static final String NOT_STARTED = "The live page is not started: {}.";

	private final OwnStream stream;

	private final MetricsTcpPageProperties properties;

	private final @Nullable Supplier<SslContext> contexts;

	private final ConfigurableEnvironment environment;

	private volatile boolean running;

	// Guarded by this
	private @Nullable WatchingPage page;

	/**
	 * Creates the life cycle of a page.
	 * @param stream the application's stream
	 * @param properties the properties of the page
	 * @param contexts how the page is encrypted, {@code null} for not at all
	 * @param environment where to publish the port that the page was given
	 */
	LivePageLifecycle(OwnStream stream, MetricsTcpPageProperties properties, @Nullable Supplier<SslContext> contexts,
			ConfigurableEnvironment environment) {
		this.stream = stream;
		this.properties = properties;
		this.contexts = contexts;
		this.environment = environment;
	}

	@Override
	public synchronized void start() {
		this.running = true;
		String obstacle = this.properties.obstacle();
		if (obstacle == null) {
			obstacle = this.stream.obstacle();
		}
		if (obstacle != null) {
			logger.warn(NOT_STARTED, obstacle);
			return;
		}
		try {
			open();
		}
		catch (PageBindException ex) {
			close();
			logger.warn("{}. The application runs without it. Set metrics-tcp.page.address to an address of this "
					+ "machine.", ex.getMessage());
		}
		catch (RuntimeException | LinkageError ex) {
			close();
			logger.warn(NOT_STARTED, ex, ex);
		}
	}

	private void open() {
		String name = this.environment.getProperty("spring.application.name", "");
		this.page = new WatchingPage(name, this.stream, this.properties, this.contexts);
		URI address = this.page.start();
		this.environment.getPropertySources()
			.addFirst(new MapPropertySource(LOCAL_PORT_PROPERTY, Map.of(LOCAL_PORT_PROPERTY, address.getPort())));
		if (this.properties.token() == null) {
			logger.info("Live metrics: {}", address);
		}
		else {
			// A log is read by others than those who know the secret
			logger.info("Live metrics: {}?token=TOKEN, where TOKEN is that of metrics-tcp.page.token",
					address.resolve("/"));
		}
	}

	@Override
	public synchronized void stop() {
		this.running = false;
		this.environment.getPropertySources().remove(LOCAL_PORT_PROPERTY);
		close();
	}

	private void close() {
		WatchingPage page = this.page;
		this.page = null;
		if (page != null) {
			page.close();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

}
