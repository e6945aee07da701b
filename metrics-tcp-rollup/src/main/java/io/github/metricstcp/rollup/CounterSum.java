package io.github.metricstcp.rollup;

import java.util.Map;
import java.util.TreeMap;

import io.github.metricstcp.client.wire.SeriesKey;

/**
 * The growth of a counter in each window.
 */
final class CounterSum extends SeriesSum {

	// What counters had grown by before anything was known of them: no growth of a window
	private long base;

	// The window that was added to last, which is the next one's as a rule

	private long window;

	private long growth;

	private final TreeMap<Long, Long> others = new TreeMap<>();

	CounterSum(SeriesKey key, Family family) {
		super(key, family);
	}

	void add(long window, long amount) {
		if (window != this.window) {
			setAside();
			this.window = window;
		}
		this.growth += amount;
	}

	void addBase(long total) {
		this.base += total;
	}

	private void setAside() {
		if (this.growth != 0) {
			this.others.merge(this.window, this.growth, Long::sum);
			this.growth = 0;
		}
	}

	@Override
	void take(ByteWriter writer, long evaluated, long time) {
		setAside();
		writer.writeVarint(this.base);
		this.base = 0;
		int number = Math.min(this.others.size(), MAX_WINDOWS);
		writer.writeVarint(number);
		for (int i = 0; i < number; i++) {
			Map.Entry<Long, Long> first = this.others.pollFirstEntry();
			writer.writeVarint(first.getKey()).writeVarint(first.getValue());
		}
	}

	@Override
	boolean hasMore() {
		return !this.others.isEmpty();
	}

}
