package io.github.metricstcp.rollup;

import java.util.Map;
import java.util.TreeMap;

import io.github.metricstcp.client.wire.SeriesKey;

/**
 * The samples of a histogram in each window.
 */
final class HistogramSum extends SeriesSum {

	/**
	 * The number of windows in a message, which must not be larger than brokers take:
	 * with a backlog, hours are read in a second.
	 */
	private static final int MAX_WINDOWS = 16;

	// The window that was added to last, which is the next one's as a rule

	private long window;

	private SampleSet samples = new SampleSet();

	private final TreeMap<Long, SampleSet> others = new TreeMap<>();

	HistogramSum(SeriesKey key, Family family) {
		super(key, family);
	}

	void add(long window, double sample) {
		if (window != this.window) {
			turnTo(window);
		}
		this.samples.add(sample);
	}

	private void turnTo(long window) {
		SampleSet existing = this.others.remove(window);
		if (this.samples.count() > 0) {
			this.others.put(this.window, this.samples);
			this.samples = (existing != null) ? existing : new SampleSet();
		}
		else if (existing != null) {
			this.samples = existing;
		}
		this.window = window;
	}

	@Override
	void take(ByteWriter writer, long evaluated, long time) {
		int number = Math.min(this.others.size(), MAX_WINDOWS);
		boolean current = number < MAX_WINDOWS && this.samples.count() > 0;
		writer.writeVarint(number + (current ? 1 : 0));
		for (int i = 0; i < number; i++) {
			Map.Entry<Long, SampleSet> first = this.others.pollFirstEntry();
			writer.writeVarint(first.getKey());
			first.getValue().writeTo(writer);
		}
		if (current) {
			writer.writeVarint(this.window);
			this.samples.writeTo(writer);
			this.samples.clear();
		}
	}

	@Override
	boolean hasMore() {
		return !this.others.isEmpty() || this.samples.count() > 0;
	}

}
