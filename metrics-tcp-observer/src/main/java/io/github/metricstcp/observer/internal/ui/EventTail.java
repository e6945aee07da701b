package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesEventListener;
import io.github.metricstcp.client.wire.Operation;
import org.jspecify.annotations.Nullable;

/**
 * The last events of some series. Written by the threads that read the streams, read by
 * any.
 */
final class EventTail implements SeriesEventListener {

	/**
	 * The number of events that are kept.
	 */
	static final int KEPT = 1000;

	private volatile Set<Series> wanted;

	// What follows is guarded by this. Arrays, so that an event makes no object

	private final @Nullable Series[] series = new @Nullable Series[KEPT];

	private final Operation[] operations = new Operation[KEPT];

	private final long[] operands = new long[KEPT];

	private final long[] times = new long[KEPT];

	private long count;

	/**
	 * Creates a tail without events.
	 * @param wanted the series whose events are kept
	 */
	EventTail(Collection<Series> wanted) {
		this.wanted = Set.copyOf(wanted);
	}

	/**
	 * Sets the series whose events are kept from now on.
	 */
	void want(Collection<Series> wanted) {
		// As many others may have come as are gone
		if (wanted.size() != this.wanted.size() || !this.wanted.containsAll(wanted)) {
			this.wanted = Set.copyOf(wanted);
		}
	}

	@Override
	public void event(Series series, Operation operation, long operand, long time) {
		if (!this.wanted.contains(series)) {
			return;
		}
		synchronized (this) {
			int index = (int) (this.count % KEPT);
			this.series[index] = series;
			this.operations[index] = operation;
			this.operands[index] = operand;
			this.times[index] = time;
			this.count++;
		}
	}

	/**
	 * Returns the last events.
	 * @param most how many there may be
	 */
	synchronized Last last(int most) {
		List<TailEvent> events = new ArrayList<>();
		for (long i = Math.max(0, this.count - Math.min(most, KEPT)); i < this.count; i++) {
			int index = (int) (i % KEPT);
			Series series = this.series[index];
			if (series != null) {
				events.add(new TailEvent(series, this.operations[index], this.operands[index], this.times[index]));
			}
		}
		return new Last(this.count, List.copyOf(events));
	}

	/**
	 * The last events at one moment.
	 *
	 * @param count the number of all events so far
	 * @param events the last ones of them, the newest last
	 */
	record Last(long count, List<TailEvent> events) {

	}

}
