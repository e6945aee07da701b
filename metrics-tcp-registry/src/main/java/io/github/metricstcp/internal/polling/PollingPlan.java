package io.github.metricstcp.internal.polling;

import java.util.ArrayList;
import java.util.List;

/**
 * The readings of a round.
 *
 * @param prompt those that are read in each round
 * @param slow those of the others that are due
 */
record PollingPlan(List<Reading> prompt, List<Reading> slow) {

	/**
	 * Returns all readings, slow ones last.
	 */
	List<Reading> readings() {
		List<Reading> readings = new ArrayList<>(this.prompt);
		readings.addAll(this.slow);
		return readings;
	}

}
