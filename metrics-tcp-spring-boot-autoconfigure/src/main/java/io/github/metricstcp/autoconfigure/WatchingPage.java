package io.github.metricstcp.autoconfigure;

import java.net.URI;
import java.util.function.Supplier;

import io.github.metricstcp.client.MetricsTcpClient;
import io.github.metricstcp.client.TargetAddress;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.TeeListener;
import io.github.metricstcp.page.LivePage;
import io.github.metricstcp.page.PageBindException;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A live page that is served, and the client of the application's stream whose data it
 * shows.
 */
final class WatchingPage implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(WatchingPage.class);

	private final MetricsTcpPageProperties properties;

	private final @Nullable Supplier<SslContext> contexts;

	private final ObserverModel model;

	private final MetricsTcpClient client;

	private LivePage page;

	/**
	 * Creates a page that is not served yet.
	 * @param name the name of the application, empty if it has none
	 * @param stream the application's stream
	 * @param properties the properties of the page
	 * @param contexts how the page is encrypted, {@code null} for not at all
	 */
	WatchingPage(String name, OwnStream stream, MetricsTcpPageProperties properties,
			@Nullable Supplier<SslContext> contexts) {
		this.properties = properties;
		this.contexts = contexts;
		this.model = new ObserverModel(TimeSource.system(), ObserverModel.DEFAULT_MAX_SERIES,
				"the limit of the live page", properties.history().toBytes());
		TargetAddress address = stream.address();
		this.page = page(properties.port());
		this.client = stream.client()
			.maxSeries(ObserverModel.DEFAULT_MAX_SERIES)
			.build(new TeeListener<>(this.model.addTarget(name.isBlank() ? address.toString() : name),
					new WatchedStream(address.toString())));
	}

	private LivePage page(int port) {
		return LivePage.builder(this.model)
			.address(this.properties.address())
			.port(port)
			.token(this.properties.token())
			.tlsContexts(this.contexts)
			.build();
	}

	/**
	 * Begins to serve the page and to watch the stream.
	 * @return the address to open
	 * @throws PageBindException if the page's address cannot be listened on
	 */
	URI start() {
		URI address = serve();
		this.client.start();
		return address;
	}

	private URI serve() {
		try {
			return this.page.start();
		}
		catch (PageBindException ex) {
			if (this.properties.port() == 0) {
				throw ex;
			}
			this.page.close();
			this.page = page(0);
			URI address = this.page.start();
			logger.warn("{}. It has port {} instead. Set metrics-tcp.page.port to a free port, or to 0 for any.",
					ex.getMessage(), address.getPort());
			return address;
		}
	}

	@Override
	public void close() {
		try {
			this.page.close();
		}
		finally {
			this.client.close();
		}
	}

}
