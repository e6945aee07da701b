package io.github.metricstcp.rollup;

import java.util.Map;
import java.util.TreeMap;

import io.github.metricstcp.client.wire.SeriesKey;

/**
 * The samples of a histogram in each window.
 */
final class HistogramSum extends SeriesSum {

	// The window that was added to last, which is the next one's as a rule

	private long window;

	private SampleSet samples = new SampleSet();

	private final Map<Long, SampleSet> others = new TreeMap<>();

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
		boolean current = this.samples.count() > 0;
		writer.writeVarint(this.others.size() + (current ? 1 : 0));
		this.others.forEach((window, samples) -> {
			writer.writeVarint(window);
			samples.writeTo(writer);
		});
		this.others.clear();
		if (current) {
			writer.writeVarint(this.window);
			this.samples.writeTo(writer);
			this.samples.clear();
		}
	}

}
