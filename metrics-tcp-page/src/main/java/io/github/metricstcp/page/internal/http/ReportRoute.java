package io.github.metricstcp.page.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Semaphore;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.page.internal.report.ReportHtml;
import io.github.metricstcp.page.internal.view.ReportBoard;
import io.github.metricstcp.page.internal.view.ReportDocuments;
import io.github.metricstcp.page.internal.view.ViewSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The reports that the page offers for download: one at a time, for they are large, and
 * on a thread of their own, so that the documents of pages come each second all the same.
 */
final class ReportRoute {

	static final String BUSY = "Another report is being sent: try again in a minute";

	static final String TYPE = "text/html; charset=utf-8";

	/**
	 * A reader who takes longer is sent no more of it.
	 */
	private static final Duration LONGEST = Duration.ofMinutes(1);

	private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'metrics-'uuuuMMdd-HHmmss'.html'",
			Locale.ROOT);

	private final ObserverModel model;

	private final Semaphore free = new Semaphore(1);

	private final Scheduler scheduler;

	/**
	 * Creates a route.
	 * @param scheduler makes the reports
	 */
	ReportRoute(ObserverModel model, Scheduler scheduler) {
		this.model = model;
		this.scheduler = scheduler;
	}

	/**
	 * Begins a report, unless another one is being sent.
	 * @return whether it was begun, so that {@link #send} is to be called
	 */
	boolean begin() {
		return this.free.tryAcquire();
	}

	/**
	 * Sends the report that was begun.
	 * @param response where it is sent
	 * @param settings the filter and the time
	 * @param board the pinned charts
	 * @return the end of it
	 */
	Publisher<Void> send(HttpServerResponse response, ViewSettings settings, ReportBoard board) {
		ZoneId zone = ZoneId.systemDefault();
		Instant now = Instant.ofEpochSecond(0, this.model.time().nanos());
		Mono<ByteBuf> page = Mono.fromSupplier(() -> page(settings, board, zone))
			.subscribeOn(this.scheduler)
			.publishOn(ApiRoutes.eventLoop(response));
		Publisher<Void> sent = response.header(HttpHeaderNames.CONTENT_TYPE, TYPE)
			.header(HttpHeaderNames.CONTENT_DISPOSITION,
					"attachment; filename=\"%s\"".formatted(NAME.format(now.atZone(zone))))
			.send(page);
		return Mono.from(sent).timeout(LONGEST, this.scheduler).doFinally((end) -> this.free.release());
	}

	private ByteBuf page(ViewSettings settings, ReportBoard board, ZoneId zone) {
		ReportDocuments documents = new ReportDocuments(this.model, settings, board, ReportDocuments.MAX_BYTES);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);
		try {
			new ReportHtml(documents, program(), zone).write(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Bytes in memory can be written", ex);
		}
		return Unpooled.wrappedBuffer(bytes.toByteArray());
	}

	private static String program() {
		String version = ReportRoute.class.getPackage().getImplementationVersion();
		return "metrics-tcp " + ((version != null) ? version : "(not packaged)");
	}

}
