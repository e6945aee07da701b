package io.github.metricstcp.page.internal.recording;

import java.io.IOException;
import java.io.OutputStream;

import io.github.metricstcp.client.model.Distribution;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TimeRange;
import io.github.metricstcp.client.model.Timeline;
import io.github.metricstcp.client.model.Window;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Operation;

/**
 * The events that a series could have had, for the model to keep of it what it keeps.
 */
final class KeptSeries {

	private final Series series;

	// Of a counter, up to the slot that was written last
	private long total;

	// Of a gauge, as it was written last
	private double value = Double.NaN;

	private boolean begun;

	/**
	 * Creates the events of a series.
	 * @param increase of a counter, all that it has grown in the time that is written
	 */
	KeptSeries(Series series, double increase) {
		this.series = series;
		long total = series.snapshot(Window.ALL).total();
		// After a restart there is more of it than the total
		this.total = (Long.compareUnsigned(total, (long) increase) >= 0) ? total - (long) increase : 0;
	}

	/**
	 * Writes the events of one slot, at its beginning.
	 */
	void write(OutputStream out, TimeRange slot) throws IOException {
		switch (this.series.kind()) {
			case COUNTER -> writeIncrease(out, slot);
			case GAUGE -> writeValue(out, slot);
			case HISTOGRAM -> writeSamples(out, slot);
		}
	}

	private void writeIncrease(OutputStream out, TimeRange slot) throws IOException {
		double increase = this.series.values(slot)[0];
		if (Double.isNaN(increase)) {
			return;
		}
		if (!this.begun) {
			this.begun = true;
			writeTotal(out, slot.from());
		}
		if (increase > 0) {
			this.total += (long) increase;
			writeTotal(out, slot.from());
		}
	}

	private void writeTotal(OutputStream out, long second) throws IOException {
		write(out, Operation.SET_COUNTER, this.total, second, 1);
	}

	private void writeValue(OutputStream out, TimeRange slot) throws IOException {
		double value = this.series.values(slot)[0];
		if (!Double.isNaN(value) && Double.compare(value, this.value) != 0) {
			this.value = value;
			write(out, Operation.SET_GAUGE, Double.doubleToRawLongBits(value), slot.from(), 1);
		}
	}

	/**
	 * Writes the samples as the values of their bins, and the greatest as it is.
	 */
	private void writeSamples(OutputStream out, TimeRange slot) throws IOException {
		Timeline timeline = new Timeline(slot);
		this.series.addTo(timeline);
		Distribution samples = timeline.distribution(0);
		long left = samples.count();
		for (Distribution.Bin bin : samples.bins()) {
			left -= bin.count();
			boolean last = left == 0;
			writeSample(out, value(bin), slot.from(), last ? bin.count() - 1 : bin.count());
			if (last) {
				writeSample(out, samples.max(), slot.from(), 1);
			}
		}
	}

	/**
	 * Returns the value that is the nearest to all others of a bin.
	 */
	private static double value(Distribution.Bin bin) {
		return (bin.lower() == 0 && bin.upper() == 0) ? 0
				: 2 * bin.lower() * (bin.upper() / (bin.lower() + bin.upper()));
	}

	private void writeSample(OutputStream out, double sample, long second, long times) throws IOException {
		write(out, Operation.RECORD_HISTOGRAM, Double.doubleToRawLongBits(sample), second, times);
	}

	/**
	 * Writes the value that the series has now, which may have changed since the last
	 * slot was over.
	 */
	void writeNow(OutputStream out, long second) throws IOException {
		switch (this.series.kind()) {
			case COUNTER -> {
				long total = this.series.snapshot(Window.ALL).total();
				if (!this.begun || Long.compareUnsigned(total, this.total) > 0) {
					write(out, Operation.SET_COUNTER, total, second, 1);
				}
			}
			case GAUGE -> {
				double value = this.series.latest();
				if (!Double.isNaN(value) && Double.compare(value, this.value) != 0) {
					write(out, Operation.SET_GAUGE, Double.doubleToRawLongBits(value), second, 1);
				}
			}
			case HISTOGRAM -> {
				// Its samples are kept once their second is over
			}
		}
	}

	private void write(OutputStream out, Operation operation, long operand, long second, long times)
			throws IOException {
		if (times > 0) {
			byte[] frame = FrameEncoder.encode(this.series.key(), operation, operand, second, 0);
			for (long i = 0; i < times; i++) {
				out.write(frame);
			}
		}
	}

}
