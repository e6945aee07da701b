package io.github.metricstcp.client;

import java.security.GeneralSecurityException;

import javax.net.ssl.SSLException;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;

/**
 * A handshake of a server with a client in memory. Nothing else finds out whether a key
 * and a certificate belong together, whatever files they are in, before the first client
 * is refused.
 */
final class TrialHandshake {

	private TrialHandshake() {
	}

	/**
	 * Requires that a handshake succeeds.
	 * @param server the context of the server, which asks clients for no certificate
	 * @throws GeneralSecurityException if it does not
	 */
	static void require(SslContext server) throws SSLException, GeneralSecurityException {
		SslContext client = SslContextBuilder.forClient()
			.sslProvider(SslProvider.JDK)
			.trustManager(InsecureTrustManagerFactory.INSTANCE)
			.endpointIdentificationAlgorithm(null)
			.build();
		SslHandler serverEnd = server.newHandler(UnpooledByteBufAllocator.DEFAULT);
		SslHandler clientEnd = client.newHandler(UnpooledByteBufAllocator.DEFAULT);
		EmbeddedChannel serverChannel = new EmbeddedChannel(serverEnd);
		EmbeddedChannel clientChannel = new EmbeddedChannel(clientEnd);
		try {
			boolean moved = true;
			while (moved && !(serverEnd.handshakeFuture().isDone() && clientEnd.handshakeFuture().isDone())) {
				boolean asked = move(clientChannel, serverChannel);
				moved = move(serverChannel, clientChannel) || asked;
			}
			if (!serverEnd.handshakeFuture().isSuccess() || !clientEnd.handshakeFuture().isSuccess()) {
				throw new GeneralSecurityException("no client can connect with it: its key may be that of another one");
			}
		}
		finally {
			end(serverChannel);
			end(clientChannel);
		}
	}

	/**
	 * Moves everything that one end has written to the other one.
	 */
	private static boolean move(EmbeddedChannel from, EmbeddedChannel to) {
		boolean moved = false;
		for (Object bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
			moved = true;
			if (to.isOpen()) {
				to.pipeline().fireChannelRead(bytes).fireChannelReadComplete();
			}
			else {
				ReferenceCountUtil.release(bytes);
			}
		}
		return moved;
	}

	private static void end(EmbeddedChannel channel) {
		var unused = channel.close();
		channel.releaseOutbound();
		channel.releaseInbound();
	}

}
