package io.github.metricstcp.otlp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslContext;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableChannel;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A collector of a test, on a real socket: it keeps what it has taken, as OpenTelemetry's
 * own classes read it.
 */
final class CollectorServer implements AutoCloseable {

	static final Reply OK = new Reply(200, Map.of("Content-Type", "application/x-protobuf"),
			ExportMetricsServiceResponse.getDefaultInstance().toByteArray());

	private final DisposableServer server;

	private final List<Received> received = new CopyOnWriteArrayList<>();

	private volatile Function<Received, Reply> replies = (received) -> OK;

	private CollectorServer(int port, @Nullable SslContext tls) {
		HttpServer server = HttpServer.create().host("127.0.0.1").port(port).handle(this::handle);
		this.server = ((tls != null) ? server.secure((spec) -> spec.sslContext(tls)) : server).bindNow();
	}

	static CollectorServer start() {
		return new CollectorServer(0, null);
	}

	static CollectorServer start(int port) {
		return new CollectorServer(port, null);
	}

	static CollectorServer start(SslContext tls) {
		return new CollectorServer(0, tls);
	}

	private Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		return request.receive().aggregate().asByteArray().flatMap((body) -> {
			Received received = new Received(request.uri(), request.requestHeaders().copy(), body, parse(body),
					System.nanoTime());
			Reply reply = this.replies.apply(received);
			received.reply = reply;
			this.received.add(received);
			if (reply.status() == 0) {
				response.withConnection(DisposableChannel::dispose);
				return Mono.never();
			}
			reply.headers().forEach(response::header);
			return response.status(reply.status()).sendByteArray(Mono.just(reply.body())).then();
		});
	}

	private static ExportMetricsServiceRequest parse(byte[] body) {
		try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
			return ExportMetricsServiceRequest.parseFrom(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void reply(Function<Received, Reply> replies) {
		this.replies = replies;
	}

	void reply(Reply reply) {
		this.replies = (received) -> reply;
	}

	int port() {
		return this.server.port();
	}

	String url() {
		return "http://127.0.0.1:" + port();
	}

	/**
	 * Returns all requests, taken or not.
	 */
	List<Received> received() {
		return this.received;
	}

	/**
	 * Returns the requests that were taken.
	 */
	List<Received> taken() {
		return this.received.stream().filter((each) -> each.reply.status() == 200).toList();
	}

	/**
	 * Returns the metrics of a name that were taken, one for each request and target.
	 */
	List<Metric> metrics(String name) {
		return taken().stream()
			.flatMap((each) -> each.message().getResourceMetricsList().stream())
			.flatMap(CollectorServer::metrics)
			.filter((each) -> each.getName().equals(name))
			.toList();
	}

	static Stream<Metric> metrics(ResourceMetrics resource) {
		return resource.getScopeMetricsList().stream().flatMap((scope) -> scope.getMetricsList().stream());
	}

	/**
	 * Returns the data points of counters of a name that were taken.
	 */
	List<NumberDataPoint> sums(String name) {
		return metrics(name).stream().flatMap((each) -> each.getSum().getDataPointsList().stream()).toList();
	}

	/**
	 * Returns the data points of gauges of a name that were taken.
	 */
	List<NumberDataPoint> gauges(String name) {
		return metrics(name).stream().flatMap((each) -> each.getGauge().getDataPointsList().stream()).toList();
	}

	/**
	 * Returns the data points of histograms of a name that were taken.
	 */
	List<ExponentialHistogramDataPoint> histograms(String name) {
		List<ExponentialHistogramDataPoint> points = new ArrayList<>();
		metrics(name).forEach((each) -> points.addAll(each.getExponentialHistogram().getDataPointsList()));
		return points;
	}

	@Override
	public void close() {
		this.server.disposeNow(Duration.ofSeconds(5));
	}

	/**
	 * An answer. The status 0 closes the connection instead.
	 */
	@SuppressWarnings("ArrayRecordComponent") // It is never compared
	record Reply(int status, Map<String, String> headers, byte[] body) {

		static Reply status(int status) {
			return new Reply(status, Map.of(), new byte[0]);
		}

		Reply with(String header, String value) {
			return new Reply(this.status, Map.of(header, value), this.body);
		}

		Reply with(String text) {
			return new Reply(this.status, Map.of("Content-Type", "text/plain"), text.getBytes(StandardCharsets.UTF_8));
		}

	}

	/**
	 * A request.
	 */
	static final class Received {

		private final String uri;

		private final HttpHeaders headers;

		private final byte[] body;

		private final ExportMetricsServiceRequest message;

		private final long nanos;

		private volatile Reply reply = OK;

		Received(String uri, HttpHeaders headers, byte[] body, ExportMetricsServiceRequest message, long nanos) {
			this.uri = uri;
			this.headers = headers;
			this.body = body;
			this.message = message;
			this.nanos = nanos;
		}

		String uri() {
			return this.uri;
		}

		@Nullable String header(String name) {
			return this.headers.get(name);
		}

		boolean hasBodyOf(Received other) {
			return Arrays.equals(this.body, other.body);
		}

		ExportMetricsServiceRequest message() {
			return this.message;
		}

		long nanos() {
			return this.nanos;
		}

		int points() {
			return this.message.getResourceMetricsList()
				.stream()
				.flatMap(CollectorServer::metrics)
				.mapToInt((each) -> each.getSum().getDataPointsCount() + each.getGauge().getDataPointsCount()
						+ each.getExponentialHistogram().getDataPointsCount())
				.sum();
		}

	}

}
