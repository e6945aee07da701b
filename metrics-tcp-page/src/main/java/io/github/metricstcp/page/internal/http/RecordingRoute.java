package io.github.metricstcp.page.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.page.internal.recording.KeptRecording;
import io.github.metricstcp.page.internal.view.Parameters;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The recordings that the page offers for download, compressed: one at a time, and made
 * as the reader takes it.
 */
final class RecordingRoute {

	static final String TYPE = "application/gzip";

	private static final String TARGET = "target";

	/**
	 * A reader who takes longer is sent no more of it: what comes next may be kept no
	 * more.
	 */
	private static final Duration LONGEST = Duration.ofMinutes(1);

	private static final int CHUNK = 1 << 16;

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT);

	private final ObserverModel model;

	private final Semaphore free = new Semaphore(1);

	private final Scheduler scheduler;

	/**
	 * Creates a route.
	 * @param scheduler makes the recordings
	 */
	RecordingRoute(ObserverModel model, Scheduler scheduler) {
		this.model = model;
		this.scheduler = scheduler;
	}

	/**
	 * Sends a recording.
	 * @param parameters the parameters of the address: {@code target} and {@code filter}
	 * @param head whether only the head is asked for
	 * @return the end of it
	 */
	Publisher<Void> send(HttpServerResponse response, Map<String, List<String>> parameters, boolean head) {
		TargetModel target;
		SeriesFilter filter;
		try {
			filter = SeriesFilter.parse(Parameters.text(parameters, "filter", ""));
			target = target(Parameters.text(parameters, TARGET, ""));
		}
		catch (IllegalArgumentException ex) {
			return ApiRoutes.error(response, HttpResponseStatus.BAD_REQUEST, String.valueOf(ex.getMessage()));
		}
		if (!head && !this.free.tryAcquire()) {
			return ApiRoutes.error(response, HttpResponseStatus.SERVICE_UNAVAILABLE,
					"Another recording is being sent: try again in a minute");
		}
		response.header(HttpHeaderNames.CONTENT_TYPE, TYPE)
			.header(HttpHeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"%s\"".formatted(name(target)));
		if (head) {
			return response.send();
		}
		// A map last: other operators ask for more than can be written
		Flux<ByteBuf> chunks = Flux.defer(() -> chunks(new KeptRecording(this.model, target, filter)))
			.subscribeOn(this.scheduler)
			.map(Unpooled::wrappedBuffer);
		return Mono.from(response.send(chunks))
			.timeout(LONGEST, this.scheduler)
			.doFinally((end) -> this.free.release());
	}

	private TargetModel target(String name) {
		List<TargetModel> targets = this.model.targets();
		if (name.isEmpty() && targets.size() == 1) {
			return targets.get(0);
		}
		return targets.stream()
			.filter((target) -> target.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					(name.isEmpty() ? "target is missing: a recording is of one target, which is %s"
							: "There is no such target: target is %s")
						.formatted(targets.stream().map(TargetModel::name).collect(Collectors.joining(" or ")))));
	}

	private String name(TargetModel target) {
		String word = target.names().shortName().replaceAll("[^A-Za-z0-9.-]+", "-");
		Instant now = Instant.ofEpochSecond(0, this.model.time().nanos());
		return "%s-%s.bin.gz".formatted(word, TIME.format(now.atZone(ZoneId.systemDefault())));
	}

	private static Flux<byte[]> chunks(KeptRecording recording) {
		return Flux.generate(() -> new Part(recording), Part::next, Part::close);
	}

	/**
	 * What is written so far and not sent.
	 */
	private static final class Part {

		private final KeptRecording recording;

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(CHUNK);

		private final GZIPOutputStream compressed;

		private boolean more = true;

		Part(KeptRecording recording) throws IOException {
			this.recording = recording;
			this.compressed = new GZIPOutputStream(this.bytes, CHUNK);
		}

		/**
		 * Hands on the next chunk.
		 */
		Part next(SynchronousSink<byte[]> sink) {
			if (!this.more) {
				sink.complete();
				return this;
			}
			try {
				while (this.more && this.bytes.size() < CHUNK) {
					this.more = this.recording.writeNext(this.compressed);
				}
				if (!this.more) {
					this.compressed.finish();
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException("Bytes in memory can be written", ex);
			}
			sink.next(this.bytes.toByteArray());
			this.bytes.reset();
			return this;
		}

		void close() {
			try {
				this.compressed.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException("Bytes in memory can be written", ex);
			}
		}

	}

}
