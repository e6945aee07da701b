package io.github.metricstcp.testing;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

import javax.net.ssl.SSLContext;

import io.github.metricstcp.ClientCounts;
import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.MetricsTcpMeterRegistry;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * An exporter that listens on a free port, with its clients, for one test.
 */
public final class RunningExporter implements AutoCloseable {

	private final MetricsTcpExporter exporter;

	private final List<StreamClient> clients = new ArrayList<>();

	private RunningExporter(MetricsTcpExporter exporter) {
		this.exporter = exporter;
	}

	/**
	 * Starts an exporter.
	 * @param settings keys and values of the registry's configuration
	 */
	public static RunningExporter start(String... settings) {
		return start((builder) -> {
		}, settings);
	}

	/**
	 * Starts an exporter.
	 * @param customizer sets what the configuration does not have
	 * @param settings keys and values of the registry's configuration
	 */
	public static RunningExporter start(Consumer<MetricsTcpExporter.Builder> customizer, String... settings) {
		Map<String, String> config = new HashMap<>();
		for (int i = 0; i < settings.length; i += 2) {
			config.put("metrics-tcp." + settings[i], settings[i + 1]);
		}
		MetricsTcpExporter.Builder builder = MetricsTcpExporter.builder()
			.port(0)
			// Nobody else should find it
			.announcedAs(null)
			.config(config::get);
		customizer.accept(builder);
		MetricsTcpExporter exporter = builder.build();
		exporter.start();
		return new RunningExporter(exporter);
	}

	/**
	 * Returns the exporter.
	 */
	public MetricsTcpExporter exporter() {
		return this.exporter;
	}

	/**
	 * Returns the exporter's registry.
	 */
	public MetricsTcpMeterRegistry registry() {
		return this.exporter.registry();
	}

	/**
	 * Returns where the exporter listens.
	 */
	public InetSocketAddress address() {
		return Objects.requireNonNull(this.exporter.address());
	}

	/**
	 * Connects a client and waits until the exporter serves it.
	 */
	public StreamClient connect() {
		return served(StreamClient::connect);
	}

	/**
	 * Connects a client that does not read, and waits until the exporter serves it.
	 */
	public StreamClient connectStalled() {
		return served(StreamClient::connectStalled);
	}

	/**
	 * Connects a client over TLS and waits until the exporter serves it.
	 */
	public StreamClient connect(SSLContext ssl) {
		return served((address) -> StreamClient.connect(address, ssl));
	}

	/**
	 * Connects a client over TLS that does not read, and waits until the exporter serves
	 * it.
	 */
	public StreamClient connectStalled(SSLContext ssl) {
		return served((address) -> StreamClient.connectStalled(address, ssl));
	}

	private StreamClient served(Function<InetSocketAddress, StreamClient> connecting) {
		StreamClient client = connecting.apply(address());
		this.clients.add(client);
		int port = client.socket().getLocalPort();
		await()
			.until(() -> this.exporter.clients().stream().anyMatch((each) -> each.remoteAddress().getPort() == port));
		return client;
	}

	/**
	 * Returns the counts of a client.
	 */
	public ClientCounts deliveries(StreamClient client) {
		int port = client.socket().getLocalPort();
		return this.exporter.clients()
			.stream()
			.filter((each) -> each.remoteAddress().getPort() == port)
			.findFirst()
			.orElseThrow()
			.deliveries();
	}

	/**
	 * Waits for a condition, up to half a minute.
	 */
	public static ConditionFactory await() {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(10));
	}

	@Override
	public void close() {
		this.clients.forEach(StreamClient::close);
		this.exporter.close();
	}

}
