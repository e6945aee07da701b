package io.github.metricstcp.client.recording;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.github.metricstcp.client.wire.FamilyKey;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;

/**
 * A listener that passes a stream on, and knows its state, so that it can be joined
 * halfway: the metadata so far, and the value of each counter and gauge. The state has
 * nothing of series beyond a number, nor of those that are too long to be kept.
 * <p>
 * When {@link #frame} is called, the state is that before the frame. State and frames are
 * guarded by this object's own lock.
 *
 * @since 0.1.0
 */
public abstract class StreamRelay implements StreamListener<StreamRelay.Value> {

	private final int maxSeries;

	// Guarded by this: a recorder is started and ended by other threads

	private final Map<FamilyKey, Metadata> metadata = new LinkedHashMap<>();

	private final Map<SeriesKey, Value> values = new HashMap<>();

	private long seconds;

	private int nanos;

	/**
	 * Creates a relay of a stream that has not begun.
	 * @param maxSeries the maximum number of series whose values are known
	 */
	protected StreamRelay(int maxSeries) {
		this.maxSeries = maxSeries;
	}

	/**
	 * Begins without series: those of the stream before may be gone.
	 * @param peer the address that the stream comes from, or the name of a recording
	 */
	@Override
	public void opened(String peer) {
		synchronized (this) {
			this.values.clear();
		}
	}

	@Override
	public final synchronized Value series(SeriesKey key) {
		Value existing = this.values.get(key);
		if (existing != null) {
			return existing;
		}
		Value added = new Value(key);
		if (key.kind() != Kind.HISTOGRAM && this.values.size() < this.maxSeries && !key.isTooLong()) {
			this.values.put(key, added);
		}
		return added;
	}

	@Override
	public synchronized void metadata(Metadata metadata) {
		FamilyKey family = metadata.family();
		boolean room = this.metadata.containsKey(family) || this.metadata.size() < this.maxSeries;
		Metadata kept = metadata.toKeep();
		if (room && kept != null) {
			this.metadata.put(family, kept);
		}
	}

	@Override
	public synchronized void event(Value series, Operation operation, long operand, long seconds, int nanos) {
		this.seconds = seconds;
		this.nanos = nanos;
		series.known = true;
		double amount = Double.longBitsToDouble(operand);
		switch (operation) {
			case INCREMENT_COUNTER -> series.total += operand;
			case SET_COUNTER -> series.total = operand;
			case INCREMENT_GAUGE -> series.value += amount;
			case DECREMENT_GAUGE -> series.value -= amount;
			case SET_GAUGE -> series.value = amount;
			case RECORD_HISTOGRAM -> {
			}
		}
	}

	/**
	 * Writes the state of the stream, at the time of the last event.
	 * @param frames takes each frame
	 */
	protected final synchronized void writeState(Consumer<byte[]> frames) {
		this.metadata.values().forEach((each) -> frames.accept(FrameEncoder.encode(each)));
		for (Value each : this.values.values()) {
			if (each.known && each.key.kind() == Kind.COUNTER) {
				frames
					.accept(FrameEncoder.encode(each.key, Operation.SET_COUNTER, each.total, this.seconds, this.nanos));
			}
			else if (each.known) {
				frames.accept(FrameEncoder.encode(each.key, Operation.SET_GAUGE, Double.doubleToRawLongBits(each.value),
						this.seconds, this.nanos));
			}
		}
	}

	/**
	 * The value of one series.
	 */
	public static final class Value {

		private final SeriesKey key;

		private boolean known;

		private long total;

		private double value;

		Value(SeriesKey key) {
			this.key = key;
		}

	}

}
