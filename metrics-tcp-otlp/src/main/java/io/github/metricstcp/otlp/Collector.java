package io.github.metricstcp.otlp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * The collector, over HTTP: requests are sent one after the other, and what it answers is
 * read as OTLP has it.
 */
final class Collector implements AutoCloseable {

	private static final String PROTOBUF = "application/x-protobuf";

	/**
	 * The number of bytes of an answer that are read.
	 */
	private static final int LONGEST_BODY = 1 << 16;

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * Between two exports the collector may close the connection at any moment: a new one
	 * is surer.
	 */
	private static final Duration LONGEST_IDLE = Duration.ofSeconds(2);

	private static final Duration LONGEST_DELAY = Duration.ofHours(1);

	/**
	 * The field of a google.rpc.Status that has its message.
	 */
	private static final int STATUS_MESSAGE = 2;

	private final ExportSettings settings;

	private final CollectorFailures failures;

	private final LoopResources loops = LoopResources.create("metrics-tcp-otlp", 1, true);

	private final ConnectionProvider connections = ConnectionProvider.builder("metrics-tcp-otlp")
		.maxConnections(1)
		.maxIdleTime(LONGEST_IDLE)
		.build();

	private final HttpClient client;

	Collector(ExportSettings settings) {
		this.settings = settings;
		this.failures = new CollectorFailures(settings.url(), settings.urlName());
		HttpClient client = HttpClient.create(this.connections)
			.runOn(this.loops, false)
			.resolver(DefaultAddressResolverGroup.INSTANCE)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(CONNECT_TIMEOUT.toMillis()))
			.disableRetry(true)
			.headers((headers) -> {
				headers.set(HttpHeaderNames.CONTENT_TYPE, PROTOBUF)
					.set(HttpHeaderNames.CONTENT_ENCODING, "gzip")
					.set(HttpHeaderNames.USER_AGENT, "OTel-OTLP-Exporter-metrics-tcp");
				settings.headers().forEach(headers::set);
			});
		if ("https".equalsIgnoreCase(settings.url().getScheme())) {
			SslContext tls = sslContext(settings.sslContext());
			client = client.secure((spec) -> spec.sslContext(tls).handlerConfigurator(Collector::verifyHost));
		}
		this.client = client;
	}

	private static SslContext sslContext(@Nullable SSLContext own) {
		try {
			return (own != null) ? new JdkSslContext(own, true, null, IdentityCipherSuiteFilter.INSTANCE, null,
					ClientAuth.NONE, null, false) : SslContextBuilder.forClient().sslProvider(SslProvider.JDK).build();
		}
		catch (SSLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void verifyHost(SslHandler handler) {
		SSLParameters parameters = handler.engine().getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		handler.engine().setSSLParameters(parameters);
	}

	/**
	 * Sends a request, and waits for the answer.
	 * @param timeout the time that it may take
	 */
	Answer send(ExportRequest request, Duration timeout) {
		try {
			Answer answer = this.client
				.headers((headers) -> headers.set(HttpHeaderNames.CONTENT_LENGTH, request.body().length))
				.post()
				.uri(this.settings.url())
				.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(request.body())))
				.response((response, content) -> body(content).map((body) -> answer(response, body)))
				.single()
				.block(timeout);
			return (answer != null) ? answer : Answer.retry("it does not answer", null);
		}
		catch (RuntimeException ex) {
			// Those of Reactor carry the cause
			boolean timedOut = ex instanceof IllegalStateException && ex.getCause() == null;
			return Answer.retry(timedOut ? "it does not answer in time" : this.failures.of(ex), null);
		}
	}

	/**
	 * Returns the body of an answer, or its beginning: the status says what becomes of
	 * the request, however long the body is and whether it breaks off or not.
	 */
	private static Mono<byte[]> body(ByteBufFlux content) {
		return Mono.defer(() -> {
			ByteArrayOutputStream kept = new ByteArrayOutputStream();
			return content.asByteArray()
				.doOnNext((part) -> kept.write(part, 0, Math.min(part.length, LONGEST_BODY - kept.size())))
				.takeUntil((part) -> kept.size() == LONGEST_BODY)
				.onErrorComplete()
				.then(Mono.fromSupplier(kept::toByteArray));
		});
	}

	/**
	 * Returns the answer that a status is. Only the four of the list are sent again: all
	 * others from 400 on would stand in the way of everything else for ever, if it is the
	 * request that is refused. One that is too large is not sent again either, but its
	 * halves may be. A redirect is of all requests.
	 * @see <a href=
	 * "https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes">OTLP, on
	 * retryable response codes</a>
	 */
	private Answer answer(HttpClientResponse response, byte[] body) {
		int status = response.status().code();
		String answered = "it answers %s".formatted(ShownText.of(response.status().toString()));
		if (status >= 200 && status < 300) {
			return accepted(body);
		}
		if (status >= 300 && status < 400) {
			String location = response.responseHeaders().get(HttpHeaderNames.LOCATION, "another address");
			return Answer.retry("it redirects to %s, which is not followed: give the address itself (%s)"
				.formatted(ShownText.of(location), this.settings.urlName()), null);
		}
		return switch (status) {
			case 429, 502, 503, 504 ->
				Answer.retry(answered, delay(response.responseHeaders().get(HttpHeaderNames.RETRY_AFTER)));
			case 401, 403 ->
				Answer.refused("%s: check the headers (%s)".formatted(answered, this.settings.headersName()));
			case 404, 405 -> Answer.refused(
					"%s: is this the address of a receiver of OTLP (%s)?".formatted(answered, this.settings.urlName()));
			case 413 -> Answer.tooLarge(answered + message(response, body));
			default -> Answer.refused(answered + message(response, body) + this.failures.portHint());
		};
	}

	private static Answer accepted(byte[] body) {
		try {
			ExportMetricsServiceResponse response = ExportMetricsServiceResponse.parseFrom(body);
			ExportMetricsPartialSuccess partial = response.getPartialSuccess();
			String message = ShownText.of(partial.getErrorMessage());
			if (partial.getRejectedDataPoints() <= 0 && message.isEmpty()) {
				return Answer.ACCEPTED;
			}
			return Answer.partial(message.isEmpty() ? "it does not say why" : message,
					Math.max(0, partial.getRejectedDataPoints()));
		}
		catch (InvalidProtocolBufferException ex) {
			// A success all the same, whatever else it says
			return Answer.ACCEPTED;
		}
	}

	/**
	 * Returns the message of an error, in parentheses; nothing if there is none.
	 */
	private static String message(HttpClientResponse response, byte[] body) {
		String type = response.responseHeaders().get(HttpHeaderNames.CONTENT_TYPE, "");
		String text = type.startsWith(PROTOBUF) ? statusMessage(body)
				: (type.startsWith("text/plain") || type.startsWith("application/json"))
						? new String(body, StandardCharsets.UTF_8) : "";
		String shown = ShownText.of(text);
		return shown.isEmpty() ? "" : " (%s)".formatted(shown);
	}

	private static String statusMessage(byte[] body) {
		try {
			List<ByteString> messages = UnknownFieldSet.parseFrom(body)
				.getField(STATUS_MESSAGE)
				.getLengthDelimitedList();
			return messages.isEmpty() ? "" : messages.get(messages.size() - 1).toStringUtf8();
		}
		catch (InvalidProtocolBufferException ex) {
			return "";
		}
	}

	/**
	 * Returns the time that a header asks to wait: a number of seconds, or a date.
	 */
	private static @Nullable Duration delay(@Nullable String header) {
		if (header == null) {
			return null;
		}
		Duration delay;
		try {
			String text = header.strip();
			delay = text.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(text)) : Duration
				.between(Instant.now(), ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
		}
		catch (DateTimeException ex) {
			return null;
		}
		return delay.isNegative() ? null : (delay.compareTo(LONGEST_DELAY) < 0) ? delay : LONGEST_DELAY;
	}

	@Override
	public void close() {
		this.connections.dispose();
		this.loops.dispose();
	}

}
