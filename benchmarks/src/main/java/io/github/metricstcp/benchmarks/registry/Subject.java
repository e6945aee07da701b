package io.github.metricstcp.benchmarks.registry;

import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.metricstcp.MetricsTcpExporter;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.statsd.StatsdConfig;
import io.micrometer.statsd.StatsdMeterRegistry;
import io.micrometer.statsd.StatsdProtocol;
import org.jspecify.annotations.Nullable;

/**
 * A registry in the state in which it is measured, with its defaults.
 */
final class Subject implements Closeable {

	private final MeterRegistry registry;

	private final List<Closeable> closeables = new ArrayList<>();

	private volatile boolean closed;

	private Subject(MeterRegistry registry) {
		this.registry = registry;
		this.closeables.add(registry::close);
	}

	static Subject of(RegistryState state) throws InterruptedException {
		return switch (state) {
			case SIMPLE -> new Subject(new SimpleMeterRegistry());
			case PROMETHEUS -> new Subject(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
			case STATSD -> statsd();
			case TCP_IDLE, TCP_CONNECTED, TCP_FLOODED -> tcp(state);
		};
	}

	private static Subject statsd() {
		ServerSocket server = Sink.serverSocket();
		Sink sink = Sink.listeningOn(server);
		Subject subject = new Subject(new StatsdMeterRegistry(new StatsdConfig() {

			@Override
			public @Nullable String get(String key) {
				return null;
			}

			@Override
			public StatsdProtocol protocol() {
				return StatsdProtocol.TCP;
			}

			@Override
			public String host() {
				return server.getInetAddress().getHostAddress();
			}

			@Override
			public int port() {
				return server.getLocalPort();
			}

		}, Clock.SYSTEM));
		subject.closeables.add(sink);
		return subject;
	}

	private static Subject tcp(RegistryState state) throws InterruptedException {
		MetricsTcpExporter exporter = MetricsTcpExporter.builder().port(0).build();
		exporter.start();
		Subject subject = new Subject(exporter.registry());
		if (state != RegistryState.TCP_IDLE) {
			subject.closeables.add(Sink.connectedTo(Objects.requireNonNull(exporter.address())));
			while (exporter.clientCount() == 0) {
				Thread.sleep(1);
			}
		}
		if (state == RegistryState.TCP_FLOODED) {
			subject.flood();
		}
		subject.closeables.add(exporter::close);
		return subject;
	}

	private void flood() {
		Counter counter = this.registry.counter("flood");
		Thread thread = new Thread(() -> {
			while (!this.closed) {
				counter.increment();
			}
		}, "flood");
		thread.setDaemon(true);
		thread.start();
	}

	MeterRegistry registry() {
		return this.registry;
	}

	@Override
	public void close() throws IOException {
		this.closed = true;
		for (Closeable closeable : this.closeables) {
			closeable.close();
		}
	}

}
