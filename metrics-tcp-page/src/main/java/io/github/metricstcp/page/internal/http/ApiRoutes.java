package io.github.metricstcp.page.internal.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

import io.github.metricstcp.client.comparison.Baseline;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.page.internal.api.ApiError;
import io.github.metricstcp.page.internal.api.ApiException;
import io.github.metricstcp.page.internal.api.MetricsApi;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The requests of programs: all answers are JSON, errors too.
 */
final class ApiRoutes {

	/**
	 * The folder of all documents.
	 */
	static final String FOLDER = "/api/v1/";

	private static final String DESCRIPTION = "openapi.json";

	private static final String TOKEN = "token";

	/**
	 * Longer addresses are refused.
	 */
	private static final int MAX_ADDRESS = 8000;

	private final MetricsApi api;

	ApiRoutes(ObserverModel model, @Nullable Baseline baseline) {
		this.api = new MetricsApi(model, baseline);
	}

	/**
	 * Returns whether an address is one of these requests, or of one that there is not.
	 */
	static boolean serves(QueryStringDecoder uri) {
		return uri.path().startsWith(FOLDER);
	}

	/**
	 * Answers a request that the guard has let through.
	 */
	Publisher<Void> answer(QueryStringDecoder uri, HttpServerResponse response) {
		String tooLong = tooLong(uri.uri());
		if (tooLong != null) {
			return error(response, HttpResponseStatus.REQUEST_URI_TOO_LONG, tooLong);
		}
		String path = uri.path().substring(FOLDER.length());
		if (path.equals(DESCRIPTION)) {
			return json(response, this.api.description());
		}
		Map<String, List<String>> parameters = new HashMap<>(uri.parameters());
		parameters.remove(TOKEN);
		// Cancelled if the connection is closed
		return Mono.fromFuture(() -> this.api.answer(path, parameters))
			.map((bytes) -> new Answer(HttpResponseStatus.OK, bytes))
			.onErrorResume((failure) -> Mono.just(failed(failure)))
			.publishOn(eventLoop(response))
			.flatMap((answer) -> Mono.from(json(response.status(answer.status()), answer.bytes())));
	}

	/**
	 * Returns a sentence if an address is too long, {@code null} if it is not.
	 */
	static @Nullable String tooLong(String address) {
		return (address.length() <= MAX_ADDRESS) ? null
				: "The address has %s characters, and may have %s".formatted(address.length(), MAX_ADDRESS);
	}

	/**
	 * Returns the thread of a connection, which is to begin each answer that is made by
	 * another one: that may otherwise not be sent at all, or keep the next request
	 * waiting.
	 */
	static Scheduler eventLoop(HttpServerResponse response) {
		EventLoop[] loop = new EventLoop[1];
		response.withConnection((connection) -> loop[0] = connection.channel().eventLoop());
		return Schedulers.fromExecutor(loop[0]);
	}

	private static Answer failed(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof ApiException refusal) {
			return new Answer(HttpResponseStatus.valueOf(refusal.status()),
					ApiError.bytes(refusal.sentence(), refusal.parameter()));
		}
		return new Answer(HttpResponseStatus.INTERNAL_SERVER_ERROR,
				ApiError.bytes("The request could not be answered: %s".formatted(cause), null));
	}

	/**
	 * Refuses a request.
	 */
	static Publisher<Void> error(HttpServerResponse response, HttpResponseStatus status, String sentence) {
		return json(response.status(status), ApiError.bytes(sentence, null));
	}

	private static Publisher<Void> json(HttpServerResponse response, byte[] bytes) {
		HttpResponseStatus status = response.status();
		if (HttpResponseStatus.TOO_MANY_REQUESTS.equals(status)
				|| HttpResponseStatus.SERVICE_UNAVAILABLE.equals(status)) {
			response.header(HttpHeaderNames.RETRY_AFTER, "1");
		}
		return response.header(HttpHeaderNames.CONTENT_TYPE, "application/json")
			.header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(bytes.length))
			.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(bytes)));
	}

	/**
	 * Ends all requests that wait, and answers no more.
	 */
	void close() {
		this.api.close();
	}

	/**
	 * An answer.
	 *
	 * @param status its status
	 * @param bytes its content
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record Answer(HttpResponseStatus status, byte[] bytes) {

	}

}
