package io.github.metricstcp.benchmarks.fleet;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How fast a process is.
 *
 * @param limit the most events a second that it has taken
 * @param costs the processor time that it has taken for an event, in nanoseconds, by the
 * events a second that it has taken then
 */
record Speed(double limit, NavigableMap<Double, Double> costs) {

	Speed(double limit, double nanos) {
		this(limit, new TreeMap<>(Map.of(limit, nanos)));
	}

	/**
	 * Returns the nanoseconds for an event at a rate: those of the next lower rate that
	 * was measured, or of the lowest one. The slower a stream, the more an event costs.
	 */
	double nanos(double rate) {
		Map.Entry<Double, Double> lower = this.costs.floorEntry(rate);
		return ((lower != null) ? lower : this.costs.firstEntry()).getValue();
	}

	/**
	 * Returns the nanoseconds for an event where it took the most.
	 */
	double nanos() {
		return nanos(this.limit);
	}

}
