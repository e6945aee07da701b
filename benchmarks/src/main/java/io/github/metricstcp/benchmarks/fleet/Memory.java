package io.github.metricstcp.benchmarks.fleet;

import java.util.List;
import java.util.stream.Stream;

import io.github.metricstcp.benchmarks.run.LiveMemory;

/**
 * The memory of a process by the number of its series. All in bytes.
 *
 * @param outside what it takes outside of its heap
 * @param base what its heap holds without any series
 * @param each what its heap holds for each series
 */
record Memory(double outside, double base, double each) {

	/**
	 * How many times what is in a heap it should be large: collections are rare then.
	 */
	static final double ROOM = 2;

	/**
	 * Returns what two processes of a kind have, one of few series and one of many.
	 */
	static Memory of(LiveMemory few, double fewSeries, LiveMemory many, double manySeries) {
		double each = (many.heap() - few.heap()) / (manySeries - fewSeries);
		return new Memory(Math.max(few.outside(), many.outside()), few.heap() - each * fewSeries, each);
	}

	/**
	 * Returns what a text says, such as {@code 100e6,20e6,4000}.
	 */
	static Memory parse(String text) {
		List<Double> bytes = Stream.of(text.split(",")).map(Double::valueOf).toList();
		return new Memory(bytes.get(0), bytes.get(1), bytes.get(2));
	}

	/**
	 * Returns the heap that a process is given.
	 */
	double heap(double series) {
		return ROOM * (this.base + this.each * series);
	}

	/**
	 * Returns the resident memory of a process.
	 */
	double resident(double series) {
		return heap(series) + this.outside;
	}

}
