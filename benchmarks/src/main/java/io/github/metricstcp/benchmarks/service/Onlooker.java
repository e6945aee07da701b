package io.github.metricstcp.benchmarks.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.sun.net.httpserver.HttpServer;
import io.github.metricstcp.benchmarks.registry.Sink;
import io.github.metricstcp.benchmarks.run.Conversation;

/**
 * The process that an exporter's figures go to. It only reads them, and ends when its
 * input does.
 */
enum Onlooker {

	/**
	 * A client of this exporter, which keeps up.
	 */
	WATCHER,

	/**
	 * A client that requests the page of Prometheus' figures each second.
	 */
	SCRAPER,

	/**
	 * A StatsD server.
	 */
	STATSD,

	/**
	 * An OTLP server.
	 */
	OTLP;

	private static final long SCRAPE_INTERVAL = TimeUnit.SECONDS.toNanos(1);

	/**
	 * Whether it is there before the service, which connects to it.
	 */
	boolean isServer() {
		return this == STATSD || this == OTLP;
	}

	/**
	 * Returns the service's properties for it.
	 * @param port the port that it listens on
	 */
	List<String> properties(int port) {
		return switch (this) {
			case WATCHER -> List.of();
			case SCRAPER -> List.of("--management.prometheus.metrics.export.enabled=true");
			case STATSD -> List.of("--management.statsd.metrics.export.enabled=true",
					"--management.statsd.metrics.export.protocol=tcp",
					"--management.statsd.metrics.export.host=127.0.0.1",
					"--management.statsd.metrics.export.port=" + port);
			case OTLP ->
				List.of("--management.otlp.metrics.export.enabled=true", "--management.otlp.metrics.export.step=1s",
						"--management.otlp.metrics.export.url=http://127.0.0.1:%s/v1/metrics".formatted(port));
		};
	}

	/**
	 * Runs an onlooker.
	 * @param args its name, and the port of the service that it connects to
	 */
	public static void main(String[] args) throws IOException {
		int port = Integer.parseInt(args[1]);
		Conversation parent = Conversation.withParent();
		parent.answer(switch (valueOf(args[0])) {
			case WATCHER -> watch(port);
			case SCRAPER -> scrape(port);
			case STATSD -> statsd();
			case OTLP -> otlp();
		});
		while (parent.word() != null) {
			// There is nothing to say to it
		}
		System.exit(0);
	}

	@SuppressWarnings("resource")
	private static int watch(int port) {
		Sink.connectedTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		return port;
	}

	private static int scrape(int port) {
		Thread thread = new Thread(() -> keepScraping(port), "scraper");
		thread.setDaemon(true);
		thread.start();
		return port;
	}

	private static void keepScraping(int port) {
		URI uri = URI.create("http://127.0.0.1:%s/actuator/prometheus".formatted(port));
		long next = System.nanoTime();
		while (true) {
			try (InputStream page = uri.toURL().openStream()) {
				page.transferTo(OutputStream.nullOutputStream());
			}
			catch (IOException ex) {
				// The end of this process is noticed: figures without scraping mean
				// nothing
				System.err.println("No page to scrape: " + ex);
				System.exit(1);
			}
			next += SCRAPE_INTERVAL;
			LockSupport.parkNanos(next - System.nanoTime());
		}
	}

	@SuppressWarnings("resource")
	private static int statsd() {
		ServerSocket server = Sink.serverSocket();
		Sink.listeningOn(server);
		return server.getLocalPort();
	}

	private static int otlp() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			try (exchange) {
				exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
				exchange.sendResponseHeaders(200, -1);
			}
		});
		server.start();
		return server.getAddress().getPort();
	}

}
