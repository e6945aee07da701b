package io.github.metricstcp.rollup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * The values that a gauge has at the end of each window. A value lasts until there is
 * another one, or its instance is gone.
 */
final class GaugeSum extends SeriesSum {

	private final List<GaugeState> gauges = new ArrayList<>();

	private final TreeMap<Long, GaugeValues> changes = new TreeMap<>();

	// Of the last window that was evaluated
	private @Nullable GaugeValues last;

	// The first window whose value has changed after it was evaluated
	private long reopened = Long.MAX_VALUE;

	GaugeSum(SeriesKey key, Family family) {
		super(key, family);
	}

	void add(GaugeState gauge) {
		this.gauges.add(gauge);
	}

	void remove(GaugeState gauge) {
		this.gauges.remove(gauge);
	}

	/**
	 * Finds the values at the end of a window.
	 * @param time the time, by which instances may be gone
	 * @return whether they are not those of the window before it
	 */
	boolean evaluate(long window, long time) {
		GaugeValues values = at(window, time);
		if (values.equals(this.last)) {
			return false;
		}
		this.last = values;
		this.changes.put(window, values);
		return true;
	}

	/**
	 * Notes that a value of a window has come that was evaluated.
	 */
	void reopen(long window) {
		this.reopened = Math.min(this.reopened, window);
	}

	private GaugeValues at(long window, long time) {
		GaugeValues values = GaugeValues.NONE;
		Object count = new Object();
		for (GaugeState each : this.gauges) {
			double value = each.at(window, time);
			if (!Double.isNaN(value)) {
				int instances = each.instance().isFirstIn(count) ? 1 : 0;
				values = values.and(new GaugeValues(instances, value, value, value));
			}
		}
		return values;
	}

	@Override
	void take(ByteWriter writer, long evaluated, long time) {
		for (long window = this.reopened; window <= evaluated; window++) {
			this.changes.put(window, at(window, time));
		}
		if (this.reopened <= evaluated) {
			this.last = this.changes.get(evaluated);
		}
		this.reopened = Long.MAX_VALUE;
		int number = Math.min(this.changes.size(), MAX_WINDOWS);
		writer.writeVarint(number);
		for (int i = 0; i < number; i++) {
			Map.Entry<Long, GaugeValues> first = this.changes.pollFirstEntry();
			first.getValue().writeTo(writer.writeVarint(first.getKey()));
		}
	}

	@Override
	boolean hasMore() {
		return !this.changes.isEmpty();
	}

}
