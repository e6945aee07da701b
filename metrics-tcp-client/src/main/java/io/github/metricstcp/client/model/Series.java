package io.github.metricstcp.client.model;

import java.util.SortedMap;
import java.util.function.Consumer;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * One series of one target: its identity, and everything kept of its events. Thread-safe:
 * it is written by the thread that reads the stream, and read by any.
 *
 * @since 0.1.0
 */
public abstract sealed class Series permits CounterSeries, WindowedSeries, DiscardedSeries {

	private final SeriesKey key;

	private final Family family;

	private final StreamStatus status;

	private final TimeSource time;

	// What follows, and all that subclasses have, is guarded by this

	private long lastEvent;

	private long lastChange;

	// The number of the target's stream that the last event was in, 0 for none
	private int stream;

	// The second that is not over
	private long second;

	Series(SeriesKey key, Family family, StreamStatus status, TimeSource time) {
		this.key = key;
		this.family = family;
		this.status = status;
		this.time = time;
		long now = time.nanos();
		this.second = TimeSource.secondOf(now);
		this.lastEvent = now;
		this.lastChange = now;
	}

	/**
	 * Returns the target that the series is of.
	 * @return the target as the user named it
	 */
	public final String target() {
		return this.status.target().name();
	}

	/**
	 * Returns all names of the target that the series is of.
	 * @return the names
	 */
	public final TargetNames targetNames() {
		return this.status.target();
	}

	/**
	 * Whether it is a series of the target that has that status.
	 */
	final boolean isOf(StreamStatus target) {
		return this.status == target;
	}

	/**
	 * Returns the identity of the series among those of its target.
	 * @return kind, name and labels
	 */
	public final SeriesKey key() {
		return this.key;
	}

	/**
	 * Returns the kind of the series.
	 * @return the kind
	 */
	public final Kind kind() {
		return this.key.kind();
	}

	/**
	 * Returns the name of the series.
	 * @return the name
	 */
	public final String name() {
		return this.key.name();
	}

	/**
	 * Returns the labels of the series.
	 * @return the labels, sorted by key; unmodifiable
	 */
	public final SortedMap<String, String> labels() {
		return this.key.labels();
	}

	/**
	 * Returns the unit of the values.
	 * @return the unit as the wire has it, {@code null} if none was received
	 */
	public final @Nullable String unit() {
		Metadata metadata = this.family.metadata();
		return (metadata != null) ? metadata.unit() : null;
	}

	/**
	 * Returns whether the sum of its value and those of other series of the metric has a
	 * meaning. If it has none, they are together as large as the greatest of them.
	 * @return {@code false} for gauges that are durations or ratios
	 */
	public final boolean isAdditive() {
		return SentUnit.isAdditive(kind(), name(), unit());
	}

	/**
	 * Returns the description of the series.
	 * @return the description, {@code null} if none was received
	 */
	public final @Nullable String description() {
		Metadata metadata = this.family.metadata();
		return (metadata != null) ? metadata.description() : null;
	}

	/**
	 * Returns the state of the series now.
	 * @param window the time over which the summary is taken
	 * @return a snapshot, which does not change
	 */
	public final synchronized SeriesSnapshot snapshot(Window window) {
		advance(this.time.nanos());
		return snapshot(summary(window, this.second));
	}

	/**
	 * Returns the state of the series now, and adds the samples of a histogram to those
	 * of other series. So all of them are read once.
	 * @param window the time over which the summary and the samples are taken
	 * @param samples the samples that the histogram's are added to
	 * @return a snapshot, which does not change. Its summary has no quantiles: those of
	 * all series together are the ones of their samples
	 */
	public final synchronized SeriesSnapshot snapshot(Window window, MergedSamples samples) {
		advance(this.time.nanos());
		return snapshot(summary(window, this.second, samples));
	}

	private SeriesSnapshot snapshot(Summary summary) {
		return new SeriesSnapshot(this.key, unit(), this.status.isOpen(this.stream), this.lastEvent, this.lastChange,
				value(), total(), totalKnown(), rates(this.second), summary);
	}

	/**
	 * Returns the value of the series now.
	 * @return the total of a counter, the value of a gauge, the last sample of a
	 * histogram; {@code NaN} if there is none
	 */
	public final synchronized double latest() {
		return value();
	}

	/**
	 * Returns the state of the series with a summary of {@link Window#ALL all} the time
	 * since the last call, and begins that window anew.
	 * @return a snapshot, which does not change
	 */
	public final synchronized SeriesSnapshot drain() {
		SeriesSnapshot snapshot = snapshot(Window.ALL);
		startAnew();
		return snapshot;
	}

	/**
	 * Returns the state of the series as {@link #drain()} does, and hands over the
	 * samples of a histogram.
	 * @param samples takes the statistics of the samples, for it to keep
	 */
	final synchronized SeriesSnapshot drain(Consumer<Stats> samples) {
		advance(this.time.nanos());
		if (kind() != Kind.HISTOGRAM) {
			return drain();
		}
		Stats drained = distribution(Window.ALL, this.second).stats();
		samples.accept(drained);
		startAnew();
		return snapshot(drained.summary());
	}

	/**
	 * Returns one point for each of the last seconds that have passed.
	 * @param seconds the number of seconds, 1 to 300
	 * @return the points
	 * @throws IllegalArgumentException if there are no points of so many seconds
	 */
	public final synchronized Points points(int seconds) {
		if (seconds < 1 || seconds > SecondRing.SECONDS) {
			throw new IllegalArgumentException(
					"%s seconds are asked for, but there are 1 to %s".formatted(seconds, SecondRing.SECONDS));
		}
		advance(this.time.nanos());
		return points(this.second - 1, seconds);
	}

	/**
	 * Returns one value for each slot of a range: of a counter its increase, of a gauge
	 * its value at the end, of a histogram the number of samples. {@code NaN} where there
	 * is none, as in a second that is not over. Single seconds are kept for five minutes,
	 * spans of ten seconds for an hour if the model has a
	 * {@link ObserverModel#ObserverModel(TimeSource, int, String, long) history}.
	 * @param range the range; if its slots are multiples of ten seconds, they are made of
	 * spans
	 * @return an array that is the caller's
	 */
	public final synchronized double[] values(TimeRange range) {
		advance(this.time.nanos());
		return values(range, this.second);
	}

	/**
	 * Adds a histogram's samples to a timeline, as far as they are kept. Other series
	 * have none.
	 * @param timeline the timeline that they are added to
	 */
	public final synchronized void addTo(Timeline timeline) {
		advance(this.time.nanos());
		add(timeline);
	}

	/**
	 * Returns the distribution of a histogram's samples.
	 * @param window the time over which it is taken
	 * @return the distribution, without samples if the series is no histogram
	 */
	public final synchronized Distribution distribution(Window window) {
		advance(this.time.nanos());
		return distribution(window, this.second);
	}

	/**
	 * Begins {@link Window#ALL} anew, which can be undone.
	 */
	final synchronized void reset() {
		advance(this.time.nanos());
		setAside();
	}

	/**
	 * Makes {@link Window#ALL} as if it had never been reset.
	 */
	final synchronized void undoReset() {
		bringBack();
	}

	/**
	 * Gives back the room that it takes of what all series share. Called once it is not
	 * kept any more.
	 */
	synchronized void letGo() {
	}

	/**
	 * Keeps an event.
	 * @param stream the number of the stream that it is in
	 * @param now the time at which it was received
	 * @return whether it is the first one of its stream, and a total that has fallen
	 */
	final synchronized boolean event(Operation operation, long operand, int stream, long now) {
		boolean first = this.stream != stream;
		this.stream = stream;
		this.lastEvent = now;
		Effect effect = record(operation, operand, first, TimeSource.secondOf(now));
		if (effect == Effect.NONE) {
			return false;
		}
		this.lastChange = now;
		return effect == Effect.RESTART;
	}

	private void advance(long now) {
		settle();
		advanceTo(TimeSource.secondOf(now));
	}

	/**
	 * Closes the seconds that are over.
	 * @param second the second that is not
	 */
	final void advanceTo(long second) {
		if (second > this.second) {
			close(this.second);
			if (second - 1 > this.second) {
				// With the values that have held on since
				close(second - 1);
			}
			this.second = second;
		}
	}

	/**
	 * Returns the rates of values that are kept by the second.
	 */
	final Rates rates(SecondRing ring, long second) {
		return new Rates(rate(ring, second, 1), rate(ring, second, 10), rate(ring, second, 60));
	}

	private double rate(SecondRing ring, long second, int seconds) {
		long observed = Math.min(seconds, second - TimeSource.secondOf(this.status.firstOpened()) - 1);
		return (observed < 1) ? Double.NaN : ring.sum(second - 1, (int) observed) / observed;
	}

	/**
	 * Whether no second has to be closed before an event is kept. If so, none is
	 * deferred.
	 * @param second the second of the event
	 */
	final boolean isOpen(long second) {
		return second <= this.second;
	}

	/**
	 * Keeps an event, or defers a part of that until {@link #settle}.
	 * @param first whether it is the first one of a new stream
	 * @param second the second that it was received in
	 */
	abstract Effect record(Operation operation, long operand, boolean first, long second);

	/**
	 * Keeps what was deferred. Called before the series is read.
	 */
	void settle() {
	}

	/**
	 * Called when a second is over.
	 */
	abstract void close(long second);

	double value() {
		return Double.NaN;
	}

	long total() {
		return 0;
	}

	boolean totalKnown() {
		return false;
	}

	Rates rates(long second) {
		return Rates.NONE;
	}

	abstract Summary summary(Window window, long second);

	/**
	 * Returns the summary without quantiles, and adds the samples to others.
	 */
	Summary summary(Window window, long second, MergedSamples samples) {
		return summary(window, second);
	}

	abstract Points points(long lastSecond, int seconds);

	abstract double[] values(TimeRange range, long second);

	void add(Timeline timeline) {
	}

	Distribution distribution(Window window, long second) {
		return new Distribution(new Stats());
	}

	/**
	 * Begins {@link Window#ALL} anew, and keeps what it had so that it can be brought
	 * back.
	 */
	abstract void setAside();

	/**
	 * Adds what was set aside to {@link Window#ALL}.
	 */
	abstract void bringBack();

	/**
	 * Begins {@link Window#ALL} anew, and forgets what it had.
	 */
	abstract void startAnew();

}
