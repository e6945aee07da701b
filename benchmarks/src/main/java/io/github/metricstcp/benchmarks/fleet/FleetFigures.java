package io.github.metricstcp.benchmarks.fleet;

import java.util.Locale;

/**
 * What was measured, from which it is computed what to run.
 *
 * @param instances the instances of the fleet that was measured
 * @param observer an observer that is connected to them
 * @param relay a relay that is connected to them
 * @param broker the broker that the relay writes to and the rollup reads from, while both
 * go on
 * @param bytes the bytes that the broker keeps of an event
 * @param rollup a rollup of what the relay has written
 */
record FleetFigures(int instances, Figures observer, Figures relay, Speed broker, double bytes, Figures rollup) {

	/**
	 * Returns them as a list in Markdown.
	 */
	String list() {
		return String.format(Locale.ROOT, """
				- an observer of %,d instances: %s
				- a relay of them: %s
				- its broker, beside relay and rollup: %,.0f ns of processor time and %.1f bytes of disk for an event
				- a rollup: %s
				""", this.instances, text(this.observer), text(this.relay), this.broker.nanos(), this.bytes,
				text(this.rollup));
	}

	private static String text(Figures figures) {
		Speed speed = figures.speed();
		double slow = speed.costs().firstKey();
		Memory memory = figures.memory();
		return String.format(Locale.ROOT,
				"%,.0f events/s at the most. %,.0f ns of processor time for an event then, %,.0f at %,.0f events/s. "
						+ "Its heap holds %,.0f MB and %.1f kB for each series; outside of it are %,.0f MB",
				speed.limit(), speed.nanos(), speed.nanos(slow), slow, memory.base() / 1e6, memory.each() / 1e3,
				memory.outside() / 1e6);
	}

}
