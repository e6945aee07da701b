package io.github.metricstcp.benchmarks.run;

import java.util.Map;

/**
 * The figures of one run.
 *
 * @param figures the figures by name
 * @param threads what each of the sender's threads has used in the window, empty if that
 * was not measured
 */
public record Run(Map<String, Double> figures, Map<String, ThreadUse> threads) {

	/**
	 * Returns a figure, NaN if the run has not shown it.
	 * @param name its name
	 */
	public double figure(String name) {
		return this.figures.getOrDefault(name, Double.NaN);
	}

}
