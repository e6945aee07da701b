package io.github.metricstcp.page.internal.http;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.github.metricstcp.client.comparison.Baseline;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.page.internal.view.Brush;
import io.github.metricstcp.page.internal.view.MetricIndex;
import io.github.metricstcp.page.internal.view.Parameters;
import io.github.metricstcp.page.internal.view.ReportBoard;
import io.github.metricstcp.page.internal.view.View;
import io.github.metricstcp.page.internal.view.ViewSettings;
import io.github.metricstcp.page.internal.view.Views;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.cookie.CookieHeaderNames;
import io.netty.handler.codec.http.cookie.DefaultCookie;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * The server of the page: its files, and the documents of what it shows. Nothing can be
 * changed by a request.
 */
public final class PageServer {

	// Longer than an address may be, so that it can be refused with a sentence
	private static final int MAX_LINE = 16384;

	private static final int MAX_HEADERS = 16384;

	private static final int SEND_BUFFER = 1 << 16;

	// Not with a weight of 0, which refuses it
	private static final Pattern GZIP = Pattern.compile("\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))");

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

	/**
	 * A page may load what is this server's own, and nothing else; no other page may
	 * contain it.
	 */
	private static final String SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
			+ "img-src 'self' data: blob:; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; "
			+ "base-uri 'none'";

	private static final Map<String, String> HEADERS = Map.of("Content-Security-Policy", SECURITY_POLICY,
			"X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer", "Cross-Origin-Opener-Policy",
			"same-origin", "Cross-Origin-Resource-Policy", "same-origin");

	private final MetricIndex index;

	private final RequestGuard guard;

	private final ApiRoutes api;

	private final Assets assets = new Assets();

	private final ReportRoute reports;

	private final RecordingRoute recordings;

	// By their paths
	private final Map<String, Resource> resources;

	private final OpenConnections connections;

	private final LoopResources loops = LoopResources.create("metrics-tcp-page", 1, true);

	// One thread makes all documents: views share the index
	private final Scheduler scheduler = Schedulers.newSingle("metrics-tcp-page-documents", true);

	// Not one of Reactor's own, whose threads stay
	private final Scheduler downloads = Schedulers.newSingle("metrics-tcp-page-downloads", true);

	private final InetSocketAddress address;

	private final @Nullable Supplier<? extends SslContext> tls;

	private final ConnectionLimits limits;

	private @Nullable DisposableServer server;

	/**
	 * Creates a server that does not listen yet.
	 * @param model what is shown
	 * @param baseline the recording that it is compared with, {@code null} for none
	 * @param address the address and port to listen on; port 0 for any that is free
	 * @param names the names of this server, as they stand in addresses
	 * @param token the token that each request must have, {@code null} for none
	 * @param tls the TLS of each new connection, {@code null} for none
	 */
	public PageServer(ObserverModel model, @Nullable Baseline baseline, InetSocketAddress address, Set<String> names,
			@Nullable String token, @Nullable Supplier<? extends SslContext> tls) {
		this(model, baseline, address, names, token, tls, ConnectionLimits.DEFAULT);
	}

	PageServer(ObserverModel model, @Nullable Baseline baseline, InetSocketAddress address, Set<String> names,
			@Nullable String token, @Nullable Supplier<? extends SslContext> tls, ConnectionLimits limits) {
		this.index = new MetricIndex(model, baseline);
		this.reports = new ReportRoute(model, this.downloads);
		this.recordings = new RecordingRoute(model, this.downloads);
		this.api = new ApiRoutes(model, baseline);
		this.resources = Map.of(ApiRoutes.FOLDER + "live", this::live, ApiRoutes.FOLDER + "brush", this::brush,
				ApiRoutes.FOLDER + "report", this::report, ApiRoutes.FOLDER + "recording", this::recording);
		this.address = address;
		this.guard = new RequestGuard(names, (tls != null) ? "https" : "http", token);
		this.tls = tls;
		this.limits = limits;
		this.connections = new OpenConnections(limits.connections());
	}

	/**
	 * Starts to listen.
	 * @return the address and port
	 * @throws ChannelBindException if it cannot
	 */
	public InetSocketAddress start() {
		HttpServer plain = HttpServer.create()
			.bindAddress(() -> this.address)
			.runOn(this.loops, false)
			.childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER)
			.httpRequestDecoder((decoder) -> decoder.maxInitialLineLength(MAX_LINE).maxHeaderSize(MAX_HEADERS))
			.idleTimeout(this.limits.idle())
			.doOnChannelInit((observer, channel, remote) -> limit(channel));
		Supplier<? extends SslContext> tls = this.tls;
		HttpServer secured = (tls != null) ? plain.secure((spec) -> spec.sslContext(new LatestSslContext(tls))) : plain;
		DisposableServer server = secured.handle(this::answer).bindNow();
		this.server = server;
		return (InetSocketAddress) server.address();
	}

	private void limit(Channel channel) {
		channel.pipeline()
			.addAfter(NettyPipeline.HttpCodec, "metrics-tcp.limits",
					new LimitedConnection(this.limits, this.connections));
	}

	/**
	 * Returns the address and port as they were asked for.
	 * @return the address and port, 0 for any that is free
	 */
	public InetSocketAddress address() {
		return this.address;
	}

	/**
	 * Returns the paths of what the page has for itself, beside its files.
	 */
	Set<String> resources() {
		return this.resources.keySet();
	}

	/**
	 * Stops listening, and ends all connections.
	 */
	public void stop() {
		DisposableServer server = this.server;
		if (server != null) {
			server.disposeNow(STOP_TIMEOUT);
		}
		this.api.close();
		this.downloads.dispose();
		this.scheduler.dispose();
		// Those of pages are endless, and of others there may be no request
		this.connections.close(STOP_TIMEOUT);
		// By itself: Reactor Netty would watch over the time with a thread that stays
		this.loops.onServer(false)
			.shutdownGracefully(0, STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
			.awaitUninterruptibly(STOP_TIMEOUT.plusSeconds(1).toMillis());
	}

	private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		HEADERS.forEach(response::header);
		response.header(HttpHeaderNames.CACHE_CONTROL, "no-store");
		QueryStringDecoder uri = new QueryStringDecoder(request.uri());
		String path;
		String token;
		try {
			path = uri.path();
			token = Parameters.text(uri.parameters(), "token", "");
		}
		catch (IllegalArgumentException ex) {
			String sentence = "The address has a % that is not right";
			return uri.rawPath().startsWith(ApiRoutes.FOLDER)
					? ApiRoutes.error(response, HttpResponseStatus.BAD_REQUEST, sentence)
					: text(response.status(HttpResponseStatus.BAD_REQUEST), sentence);
		}
		InetSocketAddress local = Objects.requireNonNull(request.hostAddress());
		RequestGuard.Refusal refusal = this.guard.check(request.method(), request.requestHeaders(), local,
				token.isEmpty() ? null : token);
		if (refusal != null) {
			addRemedy(response, refusal.status());
			return ApiRoutes.serves(uri) ? ApiRoutes.error(response, refusal.status(), refusal.sentence())
					: text(response.status(refusal.status()), refusal.sentence());
		}
		if (path.equals("/") && !token.isEmpty() && this.guard.asksForToken()) {
			return withCookie(response, local, token);
		}
		Resource resource = this.resources.get(path);
		if (resource != null) {
			return resource.answer(request, response, uri.parameters());
		}
		if (ApiRoutes.serves(uri)) {
			return this.api.answer(uri, response);
		}
		return file(request, response, path.equals("/") ? "index.html" : path.replaceFirst("^/", ""));
	}

	/**
	 * Adds the header that says which requests there are, or how a token is sent.
	 */
	private static void addRemedy(HttpServerResponse response, HttpResponseStatus status) {
		if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
			response.header(HttpHeaderNames.ALLOW, "GET, HEAD");
		}
		if (status.equals(HttpResponseStatus.UNAUTHORIZED)) {
			response.header(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
		}
	}

	/**
	 * Keeps the token in a cookie, so that it stands in no address and no history.
	 */
	private Publisher<Void> withCookie(HttpServerResponse response, InetSocketAddress local, String token) {
		DefaultCookie cookie = new DefaultCookie(RequestGuard.cookieName(local), token);
		cookie.setHttpOnly(true);
		cookie.setSecure(this.tls != null);
		cookie.setPath("/");
		cookie.setSameSite(CookieHeaderNames.SameSite.Strict);
		return response.status(HttpResponseStatus.SEE_OTHER)
			.header(HttpHeaderNames.LOCATION, "/")
			.addCookie(cookie)
			.send();
	}

	private Publisher<Void> live(HttpServerRequest request, HttpServerResponse response,
			Map<String, List<String>> parameters) {
		View view;
		try {
			view = Views.of(this.index, parameters);
		}
		catch (IllegalArgumentException ex) {
			return refused(response, ex);
		}
		LiveStream stream = new LiveStream(view, this.scheduler);
		response.sse();
		if (isHead(request)) {
			return response.send();
		}
		Channel[] channel = new Channel[1];
		response.withConnection((connection) -> channel[0] = connection.channel());
		return response.send(stream.events(channel[0]), (buffer) -> true);
	}

	private static boolean isHead(HttpServerRequest request) {
		return request.method().equals(HttpMethod.HEAD);
	}

	private Publisher<Void> report(HttpServerRequest request, HttpServerResponse response,
			Map<String, List<String>> parameters) {
		ViewSettings settings;
		ReportBoard board;
		try {
			settings = ViewSettings.of(parameters);
			board = ReportBoard.of(parameters, settings);
		}
		catch (IllegalArgumentException ex) {
			return refused(response, ex);
		}
		if (isHead(request)) {
			return response.header(HttpHeaderNames.CONTENT_TYPE, ReportRoute.TYPE).send();
		}
		if (!this.reports.begin()) {
			return ApiRoutes.error(response, HttpResponseStatus.SERVICE_UNAVAILABLE, ReportRoute.BUSY);
		}
		return this.reports.send(response, settings, board);
	}

	private Publisher<Void> recording(HttpServerRequest request, HttpServerResponse response,
			Map<String, List<String>> parameters) {
		return this.recordings.send(response, parameters, isHead(request));
	}

	private Publisher<Void> brush(HttpServerRequest request, HttpServerResponse response,
			Map<String, List<String>> parameters) {
		Mono<ByteBuf> document;
		try {
			View asked = new Brush(this.index, ViewSettings.of(parameters), parameters);
			document = Mono.fromSupplier(() -> Unpooled.wrappedBuffer(asked.nextDocument(LiveStream.JSON)))
				.subscribeOn(this.scheduler)
				.publishOn(ApiRoutes.eventLoop(response));
		}
		catch (IllegalArgumentException ex) {
			return refused(response, ex);
		}
		return response.header(HttpHeaderNames.CONTENT_TYPE, "application/json").send(document);
	}

	private static Publisher<Void> refused(HttpServerResponse response, IllegalArgumentException refusal) {
		return ApiRoutes.error(response, HttpResponseStatus.BAD_REQUEST, String.valueOf(refusal.getMessage()));
	}

	private Publisher<Void> file(HttpServerRequest request, HttpServerResponse response, String name) {
		String tooLong = ApiRoutes.tooLong(request.uri());
		if (tooLong != null) {
			return text(response.status(HttpResponseStatus.REQUEST_URI_TOO_LONG), tooLong);
		}
		Assets.Asset asset = this.assets.find(name);
		if (asset == null) {
			return text(response.status(HttpResponseStatus.NOT_FOUND), "There is no such page");
		}
		response.header(HttpHeaderNames.CONTENT_TYPE, asset.type())
			.header(HttpHeaderNames.CACHE_CONTROL, "no-cache")
			.header(HttpHeaderNames.ETAG, asset.tag())
			.header(HttpHeaderNames.VARY, "Accept-Encoding");
		if (asset.tag().equals(request.requestHeaders().get(HttpHeaderNames.IF_NONE_MATCH))) {
			return response.status(HttpResponseStatus.NOT_MODIFIED).send();
		}
		String encodings = request.requestHeaders().get(HttpHeaderNames.ACCEPT_ENCODING, "");
		byte[] bytes = GZIP.matcher(encodings).find() ? asset.compressed() : asset.bytes();
		if (bytes != asset.bytes()) {
			response.header(HttpHeaderNames.CONTENT_ENCODING, "gzip");
		}
		return response.header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(bytes.length))
			.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(bytes)));
	}

	private static Publisher<Void> text(HttpServerResponse response, String sentence) {
		byte[] bytes = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
		return response.header(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
			.header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(bytes.length))
			.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(bytes)));
	}

	/**
	 * A resource that the page has for itself.
	 */
	private interface Resource {

		Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response,
				Map<String, List<String>> parameters);

	}

}
