package io.github.metricstcp.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import javax.net.ssl.SSLParameters;

import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.TcpClient;

/**
 * A connector to one target: it tries all addresses of the host, secures the connection,
 * and lets TCP find out when the target is gone.
 */
final class Connector {

	static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

	private static final int KEEP_ALIVE_IDLE_SECONDS = 15;

	private static final int KEEP_ALIVE_INTERVAL_SECONDS = 5;

	private static final int KEEP_ALIVE_COUNT = 3;

	private final TargetAddress target;

	private final @Nullable TlsContext tls;

	private final EventLoop eventLoop;

	Connector(TargetAddress target, @Nullable TlsContext tls, EventLoop eventLoop) {
		this.target = target;
		this.tls = tls;
		this.eventLoop = eventLoop;
	}

	Mono<? extends Connection> connect() {
		TcpClient client = TcpClient.create(ConnectionProvider.newConnection())
			.runOn(this.eventLoop)
			.resolver(NameLookups.INSTANCE)
			.remoteAddress(() -> InetSocketAddress.createUnresolved(this.target.host(), this.target.port()))
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(CONNECT_TIMEOUT.toMillis()))
			.option(ChannelOption.SO_KEEPALIVE, true);
		for (Map.Entry<SocketOption<Integer>, Integer> option : keepAlive().entrySet()) {
			client = client.option(NioChannelOption.of(option.getKey()), option.getValue());
		}
		if (this.tls != null) {
			SslContext tls = this.tls.current();
			client = client.secure((spec) -> spec.sslContext(tls).handlerConfigurator(Connector::verifyHost));
		}
		return client.connect();
	}

	private static void verifyHost(SslHandler handler) {
		SSLParameters parameters = handler.engine().getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		handler.engine().setSSLParameters(parameters);
	}

	/**
	 * Returns the options by which TCP finds out that a peer without traffic is gone, as
	 * far as the system has them.
	 */
	private static Map<SocketOption<Integer>, Integer> keepAlive() {
		Map<SocketOption<Integer>, Integer> wanted = Map.of(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_IDLE_SECONDS,
				ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_ALIVE_INTERVAL_SECONDS,
				ExtendedSocketOptions.TCP_KEEPCOUNT, KEEP_ALIVE_COUNT);
		try (SocketChannel channel = SocketChannel.open()) {
			Set<SocketOption<?>> supported = channel.supportedOptions();
			return supported.containsAll(wanted.keySet()) ? wanted : Map.of();
		}
		catch (IOException ex) {
			return Map.of();
		}
	}

}
