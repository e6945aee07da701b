package io.github.metricstcp.observer.internal.pipe;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Quantiles;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.SeriesSnapshot;
import io.github.metricstcp.client.model.Summary;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object for each interval and series, with the events of the interval.
 * Thread-safe. No other user of the model may {@link ObserverModel#reset() reset} it.
 *
 * @since 0.1.0
 */
public final class SummaryOutput {

	private final JsonLines lines;

	private final ObserverModel model;

	private final SeriesFilter filter;

	private final long interval;

	private final OutputListener end;

	// Guarded by this

	// The number of samples dropped by the exporter, by target
	private final Map<String, Long> dropped = new HashMap<>();

	private long left;

	private long begin;

	private long timeUp = Long.MAX_VALUE;

	private boolean ended;

	/**
	 * Creates an output, and begins the first interval.
	 * @param out where the objects go
	 * @param model the model that has the series
	 * @param filter the series that are written
	 * @param interval the length of an interval
	 * @param count the number of objects after which the output ends
	 * @param end called when the output ends
	 */
	public SummaryOutput(OutputStream out, ObserverModel model, SeriesFilter filter, Duration interval, long count,
			OutputListener end) {
		this.lines = new JsonLines(out);
		this.model = model;
		this.filter = filter;
		this.interval = interval.toNanos();
		this.left = count;
		this.end = end;
		this.begin = model.time().nanos();
	}

	/**
	 * Returns a listener that writes each interval before the model takes an event after
	 * it, for a stream with a clock of its own.
	 */
	public StreamListener<SeriesKey> ticker() {
		return new Ticker();
	}

	/**
	 * Writes the interval that is over, if one is.
	 */
	public synchronized void tick() {
		long now = now();
		if (now - this.begin >= this.interval) {
			// In the intervals before the last one nothing has happened
			long whole = (now - this.begin) / this.interval;
			write(this.begin + whole * this.interval);
		}
	}

	/**
	 * Lets the first interval begin now.
	 * @param time the time after which the last interval ends, however late that is
	 * noticed; {@code null} for no such time
	 */
	public synchronized void begin(@Nullable Duration time) {
		this.begin = this.model.time().nanos();
		this.timeUp = (time != null) ? this.begin + time.toNanos() : Long.MAX_VALUE;
	}

	/**
	 * Writes the interval that has begun, up to now, and ends.
	 */
	public synchronized void finish() {
		long now = now();
		if (now > this.begin) {
			write(now);
		}
		this.ended = true;
	}

	private long now() {
		return Math.min(this.model.time().nanos(), this.timeUp);
	}

	/**
	 * Returns how long it is until the interval is over, in nanoseconds.
	 */
	public synchronized long nanosLeft() {
		return this.begin + this.interval - this.model.time().nanos();
	}

	private void write(long until) {
		this.dropped.clear();
		this.model.targets().forEach((target) -> this.dropped.put(target.name(), target.losses().dropped()));
		writeAll(until);
	}

	private void writeAll(long until) {
		if (this.ended) {
			return;
		}
		double seconds = (until - this.begin) / 1e9;
		this.begin = until;
		try {
			for (Series series : this.model.series()) {
				if (this.left > 0 && this.filter.matches(series)) {
					write(series, until, seconds);
					this.left--;
				}
			}
			this.lines.flush();
			if (this.left == 0) {
				this.ended = true;
				this.end.complete();
			}
		}
		catch (IOException ex) {
			this.ended = true;
			this.end.broken(ex);
		}
	}

	private void write(Series series, long until, double seconds) throws IOException {
		SeriesSnapshot snapshot = series.drain();
		Summary summary = snapshot.summary();
		this.lines.begin()
			.time("time", 0, until)
			.number("seconds", seconds)
			.members(JsonLines.seriesMembers(series.target(), series.name(),
					series.kind().name().toLowerCase(Locale.ROOT), series.labels()))
			.member("unit", series.unit())
			.member("description", series.description())
			.member("live", snapshot.live());
		if (series.kind() != Kind.HISTOGRAM && !snapshot.totalKnown()) {
			this.lines.member("since", "connected");
		}
		switch (series.kind()) {
			case COUNTER -> this.lines.unsigned("total", snapshot.total())
				.number("increase", summary.sum())
				.number("rate", summary.sum() / seconds);
			case GAUGE ->
				this.lines.number("value", snapshot.value()).known("min", summary.min()).known("max", summary.max());
			case HISTOGRAM -> writeSamples(summary, seconds, this.dropped.getOrDefault(series.target(), 0L));
		}
		this.lines.end();
	}

	private void writeSamples(Summary summary, double seconds, long dropped) {
		Quantiles quantiles = summary.quantiles();
		this.lines.unsigned("count", summary.count())
			.number("rate", summary.count() / seconds)
			.number("sum", summary.sum())
			.known("mean", summary.mean())
			.known("min", summary.min())
			.known("p50", quantiles.p50())
			.known("p90", quantiles.p90())
			.known("p95", quantiles.p95())
			.known("p99", quantiles.p99())
			.known("p999", quantiles.p999())
			.known("max", summary.max());
		if (dropped > 0) {
			this.lines.member("incomplete", true).unsigned("dropped", dropped);
		}
	}

	/**
	 * A listener that writes an interval when bytes come after it.
	 */
	private final class Ticker implements StreamListener<SeriesKey> {

		@Override
		public void received(int bytes) {
			tick();
		}

		@Override
		public SeriesKey series(SeriesKey key) {
			return key;
		}

		@Override
		public void event(SeriesKey series, Operation operation, long operand, long seconds, int nanos) {
		}

	}

}
