package io.github.metricstcp.otlp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.metricstcp.client.model.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The exports, one after the other, until the end.
 * <p>
 * The requests of an export are sent until each is taken or refused for good, and only
 * then are values read again. So an outage costs the memory of one export, however long
 * it is: what happens meanwhile is summed up by the series, and sent as one interval.
 * Nothing is counted twice, for what was sent before is sent again as it was, with the
 * same times; if it is too large, in halves.
 */
final class ExportLoop implements Runnable {

	private static final Duration FIRST_RETRY_DELAY = Duration.ofSeconds(1);

	private static final Duration LAST_TIMEOUT = Duration.ofSeconds(2);

	private final ExportSettings settings;

	private final TimeSource time;

	private final ExportedTargets targets;

	private final Collector collector;

	private final ExportReports reports;

	private final CountDownLatch end = new CountDownLatch(1);

	// What follows is confined to the thread that sends

	private final Deque<ExportRequest> pending = new ArrayDeque<>();

	private long since;

	private Duration retryDelay = FIRST_RETRY_DELAY;

	ExportLoop(ExportSettings settings, TimeSource time, ExportedTargets targets, Collector collector,
			Consumer<String> notices) {
		this.settings = settings;
		this.time = time;
		this.targets = targets;
		this.collector = collector;
		this.reports = new ExportReports(settings, notices, System::nanoTime);
		this.since = time.nanos();
	}

	/**
	 * Has the last values sent, and the loop end.
	 */
	void end() {
		this.end.countDown();
	}

	@Override
	public void run() {
		Duration wait = this.settings.interval();
		while (!awaitEnd(wait)) {
			long begun = System.nanoTime();
			Duration retry = export(this.settings.timeout());
			Duration left = this.settings.interval().minusNanos(System.nanoTime() - begun);
			wait = (retry != null) ? retry : (left.isNegative() ? Duration.ZERO : left);
		}
		exportLast();
	}

	private void exportLast() {
		this.reports.ending();
		boolean behind = !this.pending.isEmpty();
		Duration retry = export(LAST_TIMEOUT);
		if (retry == null && behind) {
			// What has happened since
			retry = export(LAST_TIMEOUT);
		}
		this.reports.ended(retry == null);
	}

	private boolean awaitEnd(Duration wait) {
		try {
			return this.end.await(wait.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			return true;
		}
	}

	/**
	 * Sends what is pending or, if nothing is, reads the values and sends them.
	 * @return the time until the next attempt, {@code null} if everything was taken or
	 * refused
	 */
	private @Nullable Duration export(Duration timeout) {
		try {
			if (this.pending.isEmpty()) {
				read();
			}
			return send(timeout);
		}
		catch (RuntimeException ex) {
			this.reports.failed(ex);
			return nextRetryDelay();
		}
	}

	private void read() {
		this.reports.exporting();
		long now = Math.max(this.time.nanos(), this.since);
		Interval interval = new Interval(this.since, now, this.settings.temporality());
		this.pending.addAll(new RequestPacker(this.settings.maxPoints(), interval).pack(this.targets.toExport()));
		this.since = now;
	}

	private @Nullable Duration send(Duration timeout) {
		while (!this.pending.isEmpty()) {
			ExportRequest request = this.pending.peek();
			Answer answer = this.collector.send(request, timeout);
			if (answer.outcome() == Answer.Outcome.TOO_LARGE && request.points() > 1) {
				RequestHalves halves = RequestHalves.of(request);
				this.pending.remove();
				this.pending.addFirst(halves.second());
				this.pending.addFirst(halves.first());
				continue;
			}
			this.reports.answered(request, answer);
			if (answer.outcome() == Answer.Outcome.RETRY) {
				Duration own = nextRetryDelay();
				Duration asked = answer.delay();
				return (asked != null && asked.compareTo(own) > 0) ? asked : own;
			}
			if (answer.outcome() == Answer.Outcome.ACCEPTED) {
				request.taken();
			}
			this.pending.remove();
		}
		this.reports.exported();
		this.retryDelay = FIRST_RETRY_DELAY;
		return null;
	}

	/**
	 * Returns the delay before the next attempt: each is twice as long as the one before.
	 */
	private Duration nextRetryDelay() {
		Duration longest = this.settings.longestRetryDelay();
		Duration next = (this.retryDelay.compareTo(longest) < 0) ? this.retryDelay : longest;
		this.retryDelay = next.multipliedBy(2);
		return next;
	}

}
