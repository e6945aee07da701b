package io.github.metricstcp.client.model;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The limits of what is kept of all series beyond their windows: single seconds for five
 * minutes, and spans of ten seconds for an hour. The bins of histograms are most of it.
 * If they take more bytes than are allowed, they are kept for a shorter time.
 * Thread-safe.
 */
final class History {

	/**
	 * The length of a span.
	 */
	static final int SPAN_SECONDS = 10;

	/**
	 * The number of spans of which values of counters and gauges are kept.
	 */
	static final int SPANS = 360;

	/**
	 * The bins of a histogram are kept for at least so many seconds, and spans.
	 */
	private static final int LEAST = 30;

	private final long maxBytes;

	private final Consumer<String> notices;

	private final AtomicLong bytes = new AtomicLong();

	private final AtomicBoolean shortened = new AtomicBoolean();

	private volatile int keptSeconds = SecondRing.SECONDS;

	private volatile int keptSpans = SPANS;

	/**
	 * Creates a history without series.
	 * @param maxBytes the number of bytes that bins of histograms may take
	 * @param notices takes a sentence when they are kept for a shorter time
	 */
	History(long maxBytes, Consumer<String> notices) {
		this.maxBytes = maxBytes;
		this.notices = notices;
	}

	/**
	 * Returns the number of seconds whose bins are kept.
	 */
	int keptSeconds() {
		return this.keptSeconds;
	}

	/**
	 * Returns the number of spans whose bins are kept.
	 */
	int keptSpans() {
		return this.keptSpans;
	}

	/**
	 * Returns the bytes that the bins of all histograms take.
	 */
	long bytes() {
		return this.bytes.get();
	}

	/**
	 * Called when the bins of a histogram take more, or less.
	 */
	void grown(long bytes) {
		long all = this.bytes.addAndGet(bytes);
		if (bytes > 0 && all > this.maxBytes) {
			shorten();
		}
	}

	/**
	 * Called when all series are forgotten.
	 */
	void clear() {
		this.bytes.set(0);
		this.keptSeconds = SecondRing.SECONDS;
		this.keptSpans = SPANS;
	}

	/**
	 * Keeps bins for a tenth less: each histogram gives back what is older when its next
	 * second is over.
	 */
	private void shorten() {
		this.keptSeconds = Math.max(LEAST, this.keptSeconds - this.keptSeconds / 10);
		this.keptSpans = Math.max(LEAST, this.keptSpans - this.keptSpans / 10);
		if (!this.shortened.getAndSet(true)) {
			this.notices.accept(
					"The distributions of the past take more than %s MB: the oldest are given up before an hour is over."
						.formatted(this.maxBytes >> 20));
		}
	}

}
