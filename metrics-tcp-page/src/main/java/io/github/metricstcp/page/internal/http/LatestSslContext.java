package io.github.metricstcp.page.internal.http;

import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;

/**
 * The context of connections to a server whose certificates can be renewed: each new
 * connection has the latest one.
 */
@SuppressWarnings("deprecation") // a context has a negotiator, which is deprecated
final class LatestSslContext extends SslContext {

	private final Supplier<? extends SslContext> contexts;

	/**
	 * Creates a context.
	 * @param contexts the latest context of a server
	 */
	LatestSslContext(Supplier<? extends SslContext> contexts) {
		this.contexts = contexts;
	}

	@Override
	public boolean isClient() {
		return false;
	}

	@Override
	public List<String> cipherSuites() {
		return this.contexts.get().cipherSuites();
	}

	@Override
	public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
		return this.contexts.get().applicationProtocolNegotiator();
	}

	@Override
	public SSLEngine newEngine(ByteBufAllocator alloc) {
		return this.contexts.get().newEngine(alloc);
	}

	@Override
	public SSLEngine newEngine(ByteBufAllocator alloc, String peerHost, int peerPort) {
		return this.contexts.get().newEngine(alloc, peerHost, peerPort);
	}

	@Override
	public SSLSessionContext sessionContext() {
		return this.contexts.get().sessionContext();
	}

}
