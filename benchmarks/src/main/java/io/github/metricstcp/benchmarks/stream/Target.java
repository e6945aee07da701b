package io.github.metricstcp.benchmarks.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import io.github.metricstcp.MetricsTcpConfig;
import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.testing.Ports;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.LoopResources;

/**
 * A server of the stream that is measured, open for clients.
 *
 * @param port the port that it listens on
 * @param event what records one event
 * @param exporter the exporter, if that is it
 */
record Target(int port, Runnable event, @Nullable MetricsTcpExporter exporter) {

	private static final String SAMPLE = "io.github.metricstcp.sample.SampleApplication";

	static Target open(Scenario scenario) throws IOException {
		return switch (scenario.source()) {
			case EXPORTER -> exporter(scenario);
			case STRAIGHT -> straight();
			case PREPARED -> prepared(scenario.tls());
			case SAMPLE -> sample();
		};
	}

	private static Target exporter(Scenario scenario) {
		// Other settings can be given to all processes as system properties
		MetricsTcpConfig config = (key) -> key.endsWith(".bufferSize") ? String.valueOf(scenario.bufferSize())
				: System.getProperty(key);
		MetricsTcpExporter.Builder builder = MetricsTcpExporter.builder().config(config).port(0).maxClients(128);
		if (scenario.tls()) {
			builder.ssl(TlsContexts.ofServer(), ClientAuth.NONE);
		}
		MetricsTcpExporter exporter = builder.build();
		for (int i = 1; i < scenario.meters(); i++) {
			meter(scenario, exporter.registry(), String.valueOf(i));
		}
		Runnable event = event(scenario, exporter.registry());
		exporter.start();
		return new Target(Objects.requireNonNull(exporter.address()).getPort(), event, exporter);
	}

	private static void meter(Scenario scenario, MeterRegistry registry, String customer) {
		if (scenario.load() == Scenario.Load.GAUGES) {
			AtomicLong value = new AtomicLong();
			Gauge unused = Gauge.builder("shop.basket", value, AtomicLong::incrementAndGet)
				.strongReference(true)
				.tag("customer", customer)
				.register(registry);
			Objects.requireNonNull(unused);
		}
		else {
			Counter unused = registry.counter("shop.visits", "customer", customer);
			Objects.requireNonNull(unused);
		}
	}

	private static Runnable event(Scenario scenario, MeterRegistry registry) {
		if (scenario.load() == Scenario.Load.PROBES) {
			DistributionSummary probe = registry.summary(Wire.PROBE, Wire.TAGS);
			return () -> probe.record(Wire.now());
		}
		return registry.counter(Wire.COUNTER, Wire.TAGS)::increment;
	}

	private static Target straight() throws IOException {
		java.nio.channels.ServerSocketChannel server = java.nio.channels.ServerSocketChannel.open()
			.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		ByteBuffer frame = Wire.probe();
		int valueAt = frame.capacity() - Double.BYTES;
		Runnable event = new Runnable() {

			private @Nullable SocketChannel client;

			@Override
			public void run() {
				try {
					if (this.client == null) {
						this.client = server.accept();
					}
					frame.clear().putDouble(valueAt, Wire.now());
					while (frame.hasRemaining()) {
						this.client.write(frame);
					}
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}

		};
		return new Target(server.socket().getLocalPort(), event, null);
	}

	private static Target prepared(boolean encrypted) {
		byte[] bytes = Wire.chunk();
		SSLContext tls = encrypted ? TlsContexts.ofServer() : null;
		LoopResources loops = LoopResources.create("bound", 1, true);
		EventLoopGroup group = loops.onServer(LoopResources.DEFAULT_NATIVE);
		Channel server = new ServerBootstrap().group(group)
			.channelFactory(() -> loops.onChannel(ServerSocketChannel.class, group))
			.childHandler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel client) {
					ByteBuf chunk = Unpooled
						.unreleasableBuffer(client.alloc().directBuffer(bytes.length).writeBytes(bytes));
					if (tls == null) {
						writeOn(client, chunk);
						return;
					}
					SSLEngine engine = tls.createSSLEngine();
					engine.setUseClientMode(false);
					SslHandler handler = new SslHandler(engine);
					client.pipeline().addLast(handler);
					handler.handshakeFuture().addListener((done) -> {
						if (done.isSuccess()) {
							client.eventLoop().execute(() -> writeOn(client, chunk));
						}
					});
				}

			})
			.bind(InetAddress.getLoopbackAddress(), 0)
			.syncUninterruptibly()
			.channel();
		return new Target(((InetSocketAddress) server.localAddress()).getPort(), () -> {
		}, null);
	}

	/**
	 * Writes chunk after chunk. In a task of its own: what is written before the last
	 * write has returned is not flushed.
	 */
	private static void writeOn(Channel client, ByteBuf chunk) {
		ChannelFuture written = client.writeAndFlush(chunk.duplicate());
		written.addListener((done) -> {
			if (done.isSuccess()) {
				client.eventLoop().execute(() -> writeOn(client, chunk));
			}
		});
	}

	/**
	 * Runs the sample, whose classes are on the class path, with one more meter in the
	 * global registry.
	 */
	private static Target sample() {
		int port = Ports.unused();
		String[] args = { "--server.port=0", "--metrics-tcp.server.port=" + port, "--metrics-tcp.page.enabled=false" };
		try {
			Class.forName(SAMPLE).getMethod("main", String[].class).invoke(null, (Object) args);
		}
		catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException("The sample does not start", ex);
		}
		return new Target(port, Metrics.counter(Wire.COUNTER, Wire.TAGS)::increment, null);
	}

}
