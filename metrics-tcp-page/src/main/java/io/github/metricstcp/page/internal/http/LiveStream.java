package io.github.metricstcp.page.internal.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.metricstcp.page.internal.view.View;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/**
 * The documents of one page, one a second, as server-sent events. The latest wins: while
 * a browser does not read, nothing is made for it, and the next document has all that is
 * new since the last one that was sent.
 */
final class LiveStream {

	private static final Duration PERIOD = Duration.ofSeconds(1);

	private static final byte[] PREFIX = "data: ".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] SUFFIX = "\n\n".getBytes(StandardCharsets.US_ASCII);

	static final JsonFactory JSON = new JsonFactory();

	private final View view;

	private final Scheduler scheduler;

	/**
	 * Creates a stream of documents.
	 * @param view what is shown
	 * @param scheduler the thread on which documents are made
	 */
	LiveStream(View view, Scheduler scheduler) {
		this.view = view;
		this.scheduler = scheduler;
	}

	/**
	 * Returns the events of a connection, without end.
	 * @param channel the connection
	 */
	Flux<ByteBuf> events(Channel channel) {
		// A map last: other operators ask for more than can be written
		return Flux.interval(Duration.ZERO, PERIOD, this.scheduler)
			.onBackpressureDrop()
			.filter((tick) -> channel.isWritable())
			.map((tick) -> event());
	}

	private ByteBuf event() {
		return Unpooled.wrappedBuffer(PREFIX, this.view.nextDocument(JSON), SUFFIX);
	}

}
