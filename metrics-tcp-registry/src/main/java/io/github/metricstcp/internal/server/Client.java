package io.github.metricstcp.internal.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.ClientSnapshot;
import io.github.metricstcp.internal.stream.Chunk;
import io.github.metricstcp.internal.stream.ClientStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.FutureMono;
import reactor.netty.channel.AbortedException;

/**
 * One connection. Confined to the event loop.
 */
final class Client {

	private static final Logger logger = LoggerFactory.getLogger(Client.class);

	private static final int STALL_CHECKS = 10;

	private static final int PEER_CHECKS = 6;

	/**
	 * The longest time that does not overflow the event loop's arithmetic.
	 */
	private static final int LONGEST_STALL_DAYS = 365;

	private final String id;

	private final Channel channel;

	private final ClientStream stream;

	private final Duration stallTimeout;

	private final long stallNanos;

	private final Instant connectedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);

	private final ConnectionTotals connections;

	private final RateLimitedWarning stalls;

	private final Future<?> stallChecks;

	private final PeerWatch peer;

	private final Future<?> peerChecks;

	private boolean evicted;

	private long lastProgress;

	private long progressAt = System.nanoTime();

	Client(String id, Channel channel, ClientStream stream, Duration stallTimeout, PeerWatch.Timing peerTiming,
			ConnectionTotals connections, RateLimitedWarning stalls) {
		this.id = id;
		this.channel = channel;
		this.stream = stream;
		this.stallTimeout = stallTimeout;
		this.connections = connections;
		this.stalls = stalls;
		this.stallNanos = Math.min(TimeUnit.NANOSECONDS.convert(stallTimeout),
				TimeUnit.DAYS.toNanos(LONGEST_STALL_DAYS));
		long period = Math.max(TimeUnit.MILLISECONDS.toNanos(1), this.stallNanos / STALL_CHECKS);
		this.stallChecks = channel.eventLoop()
			.scheduleAtFixedRate(this::checkStalled, period, period, TimeUnit.NANOSECONDS);
		this.peer = new PeerWatch(channel, peerTiming);
		long peerPeriod = peerTiming.silence().toNanos() / PEER_CHECKS;
		this.peerChecks = channel.eventLoop()
			.scheduleAtFixedRate(this::checkPeer, peerPeriod, peerPeriod, TimeUnit.NANOSECONDS);
	}

	/**
	 * Writes the client's stream, one chunk at a time.
	 * @return completes when the stream has ended, or the connection has
	 */
	Mono<Void> send() {
		return this.stream.chunks().concatMap(this::write, 0).then().onErrorResume((ex) -> {
			if (ex instanceof IOException || ex instanceof AbortedException) {
				logger.debug("Connection to client {} is lost: {}", this, ex.toString());
			}
			else {
				logger.warn("Disconnecting client {} after an unexpected error", this, ex);
			}
			return Mono.empty();
		});
	}

	private Publisher<Void> write(Chunk chunk) {
		// Copied now: the chunk is a view of a buffer that is used again
		ByteBuf bytes = this.channel.alloc().ioBuffer(chunk.length(), chunk.length());
		bytes.writeBytes(chunk.bytes(), 0, chunk.length());
		ChannelFuture written = this.channel.writeAndFlush(bytes);
		return FutureMono.from(written);
	}

	private void checkStalled() {
		ChannelOutboundBuffer outbound = this.channel.unsafe().outboundBuffer();
		if (outbound == null || this.evicted) {
			return;
		}
		long pending = outbound.totalPendingWriteBytes();
		// Rises with each byte that the socket takes, also within a chunk
		long progress = this.stream.deliveries().bytesSent() + outbound.currentProgress() - pending;
		long now = System.nanoTime();
		if (pending == 0 || progress != this.lastProgress) {
			this.lastProgress = progress;
			this.progressAt = now;
		}
		else if (now - this.progressAt >= this.stallNanos) {
			this.stalls.log("Disconnected client " + this + ": it read nothing for the stall timeout of "
					+ this.stallTimeout + ".");
			evict();
		}
	}

	private void checkPeer() {
		if (!this.evicted && this.peer.isGone(this.channel)) {
			logger.info("Disconnecting client {}: it no longer answers", this);
			evict();
		}
	}

	/**
	 * Disconnects the client because it misbehaves.
	 */
	void evict() {
		if (!this.evicted) {
			this.evicted = true;
			this.connections.evicted();
			close();
		}
	}

	@SuppressWarnings("FutureReturnValueIgnored") // closed() is what follows
	void close() {
		this.channel.close();
	}

	/**
	 * Closes the connection at once: in an orderly manner, TLS would wait for a client
	 * that stalls, and an event loop that ends in the meantime may forget to close it.
	 */
	void abort() {
		this.channel.unsafe().close(this.channel.voidPromise());
	}

	/**
	 * Cleans up after the connection is closed.
	 */
	void closed() {
		this.stallChecks.cancel(false);
		this.peerChecks.cancel(false);
		this.stream.disconnect();
	}

	String id() {
		return this.id;
	}

	ClientSnapshot snapshot() {
		return new ClientSnapshot(this.id, (InetSocketAddress) this.channel.remoteAddress(), this.connectedAt,
				this.stream.deliveries());
	}

	@Override
	public String toString() {
		return this.id + " " + this.channel.remoteAddress();
	}

}
