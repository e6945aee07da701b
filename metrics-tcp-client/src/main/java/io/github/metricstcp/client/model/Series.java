package io.github.metricstcp.client.model;

import java.util.SortedMap;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * One series of one target: what it is, and everything kept of what happened to it.
 * Thread-safe: it is written by the thread that reads the stream, and read by any.
 *
 * @since 0.1.0
 */
public abstract sealed class Series permits CounterSeries, GaugeSeries, HistogramSeries, DiscardedSeries {

	private static final long NANOS_PER_SECOND = 1_000_000_000;

	private final TargetModel target;

	private final SeriesKey key;

	private final Family family;

	// What follows, and all that subclasses have, is guarded by this

	private long lastEvent;

	private long lastChange;

	// Of which stream of the target's the last event was, 0 for none
	private int stream;

	// The second that is not over
	private long second;

	Series(TargetModel target, SeriesKey key, Family family) {
		this.target = target;
		this.key = key;
		this.family = family;
		this.second = secondOf(target.now());
		this.lastEvent = target.now();
		this.lastChange = target.now();
	}

	static long secondOf(long nanos) {
		return Math.floorDiv(nanos, NANOS_PER_SECOND);
	}

	/**
	 * Returns the target that the series is of.
	 */
	public final TargetModel target() {
		return this.target;
	}

	/**
	 * Returns what tells it apart from the other series of its target.
	 */
	public final SeriesKey key() {
		return this.key;
	}

	/**
	 * Returns what it is.
	 */
	public final Kind kind() {
		return this.key.kind();
	}

	/**
	 * Returns its name.
	 */
	public final String name() {
		return this.key.name();
	}

	/**
	 * Returns its labels, sorted by key.
	 */
	public final SortedMap<String, String> labels() {
		return this.key.labels();
	}

	/**
	 * Returns the unit of its values as the wire has it, {@code null} if none was told.
	 */
	public final @Nullable String unit() {
		Metadata metadata = this.family.metadata();
		return (metadata != null) ? metadata.unit() : null;
	}

	/**
	 * Returns its description, {@code null} if none was told.
	 */
	public final @Nullable String description() {
		Metadata metadata = this.family.metadata();
		return (metadata != null) ? metadata.description() : null;
	}

	/**
	 * Returns what is known now.
	 * @param window over what time minimum, maximum, count, sum and quantiles are taken
	 */
	public final synchronized SeriesSnapshot snapshot(Window window) {
		long now = this.target.time().nanos();
		advance(now);
		SeriesSnapshot.Builder snapshot = new SeriesSnapshot.Builder(this, window);
		snapshot.live = this.target.isLive(this.stream);
		snapshot.lastEvent = this.lastEvent;
		snapshot.lastChange = this.lastChange;
		fill(snapshot, window, this.second);
		return snapshot.build();
	}

	/**
	 * Returns what is known of {@link Window#ALL all} the time since the last call, and
	 * begins anew.
	 */
	public final synchronized SeriesSnapshot drain() {
		SeriesSnapshot snapshot = snapshot(Window.ALL);
		startAnew();
		return snapshot;
	}

	/**
	 * Returns the course of the last seconds that have passed.
	 * @param seconds how many, 1 to 300
	 */
	public final synchronized Points points(int seconds) {
		if (seconds < 1 || seconds > SecondRing.SECONDS) {
			throw new IllegalArgumentException(
					"%d seconds are asked for, but there are 1 to %d".formatted(seconds, SecondRing.SECONDS));
		}
		advance(this.target.time().nanos());
		return points(this.second - 1, seconds);
	}

	/**
	 * Returns how the samples of a window are distributed; of other kinds than a
	 * histogram, none are.
	 * @param window the window
	 */
	public synchronized Distribution distribution(Window window) {
		return new Distribution(new Stats());
	}

	/**
	 * Lets {@link Window#ALL} begin now.
	 */
	final synchronized void reset() {
		advance(this.target.time().nanos());
		startAnew();
	}

	final synchronized void event(Operation operation, long operand, int stream, long now) {
		advance(now);
		boolean first = this.stream != stream;
		this.stream = stream;
		this.lastEvent = now;
		if (record(operation, operand, first)) {
			this.lastChange = now;
		}
	}

	private void advance(long now) {
		long second = secondOf(now);
		if (second > this.second) {
			close(this.second);
			if (second - 1 > this.second) {
				// With what has held on since
				close(second - 1);
			}
			this.second = second;
		}
	}

	/**
	 * Returns the sum of what happened in a number of seconds that have passed, by the
	 * second, {@code NaN} if the target was never connected for a whole second.
	 */
	final double rate(SecondRing ring, long second, int seconds) {
		long observed = Math.min(seconds, second - secondOf(this.target.firstOpened()) - 1);
		return (observed < 1) ? Double.NaN : ring.sum(second - 1, (int) observed) / observed;
	}

	/**
	 * Takes an event.
	 * @param first whether it is the first one of a new stream
	 * @return whether it changed something that can be seen
	 */
	abstract boolean record(Operation operation, long operand, boolean first);

	/**
	 * Takes notice that a second is over.
	 */
	abstract void close(long second);

	abstract void fill(SeriesSnapshot.Builder snapshot, Window window, long second);

	abstract Points points(long lastSecond, int seconds);

	abstract void startAnew();

}
