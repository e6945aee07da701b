package io.github.metricstcp.prometheus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * The server that Prometheus scrapes.
 */
final class ScrapeServer {

	private static final int MAX_LINE = 8192;

	private static final int MAX_HEADERS = 16_384;

	/**
	 * The number of scrapes that are made or sent at a time: each is in memory.
	 */
	private static final int MOST_SCRAPES = 4;

	/**
	 * A scraper that takes longer is sent no more.
	 */
	private static final Duration LONGEST = Duration.ofMinutes(1);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

	// Not with a weight of 0, which refuses it
	private static final Pattern GZIP = Pattern.compile("\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))");

	private final InetSocketAddress address;

	private final ScrapeRules rules;

	private final Supplier<MetricSnapshots> metrics;

	// Not by the properties of the process, which are those of the program's own metrics
	private final ExpositionFormats formats = ExpositionFormats.init(PrometheusProperties.builder().build());

	private final ScrapeConnections connections = new ScrapeConnections(ScrapeConnections.MOST,
			ScrapeConnections.LONGEST_IDLE);

	private final Semaphore free = new Semaphore(MOST_SCRAPES);

	private final LoopResources loops = LoopResources.create("metrics-tcp-prometheus", 1, true);

	private final Scheduler scheduler = Schedulers.newSingle("metrics-tcp-prometheus-scrape", true);

	private @Nullable DisposableServer server;

	/**
	 * Creates a server that does not listen yet.
	 * @param metrics makes what a scrape is given
	 */
	ScrapeServer(InetSocketAddress address, ScrapeRules rules, Supplier<MetricSnapshots> metrics) {
		this.address = address;
		this.rules = rules;
		this.metrics = metrics;
	}

	InetSocketAddress address() {
		return this.address;
	}

	/**
	 * Starts to listen.
	 * @return the address and port
	 * @throws ChannelBindException if it cannot
	 */
	InetSocketAddress start() {
		DisposableServer server = HttpServer.create()
			.bindAddress(() -> this.address)
			.runOn(this.loops, false)
			.httpRequestDecoder((decoder) -> decoder.maxInitialLineLength(MAX_LINE).maxHeaderSize(MAX_HEADERS))
			.requestTimeout(Duration.ofSeconds(10))
			.doOnChannelInit((observer, channel, remote) -> this.connections.limit(channel))
			.handle(this::answer)
			.bindNow();
		this.server = server;
		return (InetSocketAddress) server.address();
	}

	/**
	 * Stops listening, and ends all connections.
	 */
	void stop() {
		DisposableServer server = this.server;
		if (server != null) {
			server.disposeNow(STOP_TIMEOUT);
		}
		this.scheduler.dispose();
		this.connections.close(STOP_TIMEOUT);
		// By itself: Reactor Netty would watch over the time with a thread that stays
		this.loops.onServer(false)
			.shutdownGracefully(0, STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
			.awaitUninterruptibly(STOP_TIMEOUT.plusSeconds(1).toMillis());
	}

	private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		response.header(HttpHeaderNames.CACHE_CONTROL, "no-store").header("X-Content-Type-Options", "nosniff");
		ScrapeRules.Refusal refusal = this.rules.check(request.method(),
				new QueryStringDecoder(request.uri()).rawPath(), request.requestHeaders());
		if (refusal != null) {
			return refused(response, refusal.status(), refusal.sentence());
		}
		ExpositionFormatWriter writer = this.formats
			.findWriter(request.requestHeaders().get(HttpHeaderNames.ACCEPT, ""));
		response.header(HttpHeaderNames.CONTENT_TYPE, writer.getContentType())
			.header(HttpHeaderNames.VARY, "Accept, Accept-Encoding");
		if (request.method().equals(HttpMethod.HEAD)) {
			return response.send();
		}
		if (!this.free.tryAcquire()) {
			return refused(response, HttpResponseStatus.SERVICE_UNAVAILABLE,
					"%s scrapes are being sent: try again later".formatted(MOST_SCRAPES));
		}
		boolean compressed = isCompressed(request.requestHeaders());
		return Mono.fromCallable(() -> scrape(writer, compressed))
			.subscribeOn(this.scheduler)
			.publishOn(eventLoop(response))
			.flatMap((body) -> send(response, body, compressed))
			.onErrorResume(RuntimeException.class,
					(failure) -> Mono.from(refused(response, HttpResponseStatus.INTERNAL_SERVER_ERROR,
							"The metrics can't be written: " + failure)))
			.timeout(LONGEST, this.scheduler)
			.doFinally((end) -> this.free.release());
	}

	private static boolean isCompressed(HttpHeaders headers) {
		return GZIP.matcher(headers.get(HttpHeaderNames.ACCEPT_ENCODING, "")).find();
	}

	private ByteBuf scrape(ExpositionFormatWriter writer, boolean compressed) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
		try (OutputStream out = compressed ? new FastGzip(bytes) : bytes) {
			writer.write(out, this.metrics.get(), EscapingScheme.UNDERSCORE_ESCAPING);
		}
		return Unpooled.wrappedBuffer(bytes.toByteArray());
	}

	/**
	 * Returns the thread of a connection, which is to begin its answer.
	 */
	private static Scheduler eventLoop(HttpServerResponse response) {
		EventLoop[] loop = new EventLoop[1];
		response.withConnection((connection) -> loop[0] = connection.channel().eventLoop());
		return Schedulers.fromExecutor(loop[0]);
	}

	private static Mono<Void> send(HttpServerResponse response, ByteBuf body, boolean compressed) {
		if (compressed) {
			response.header(HttpHeaderNames.CONTENT_ENCODING, "gzip");
		}
		return response.header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(body.readableBytes()))
			.send(Mono.just(body))
			.then();
	}

	private static Publisher<Void> refused(HttpServerResponse response, HttpResponseStatus status, String sentence) {
		if (status.equals(HttpResponseStatus.UNAUTHORIZED)) {
			response.header(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
		}
		if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
			response.header(HttpHeaderNames.ALLOW, "GET, HEAD");
		}
		byte[] bytes = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
		return response.status(status)
			.header(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
			.header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(bytes.length))
			.send(Mono.just(Unpooled.wrappedBuffer(bytes)));
	}

	/**
	 * A compression that takes little time: scrapes are repetitive, and go a short way.
	 */
	private static final class FastGzip extends GZIPOutputStream {

		FastGzip(OutputStream out) throws IOException {
			super(out, 1 << 13);
			this.def.setLevel(Deflater.BEST_SPEED);
		}

	}

}
