package io.github.metricstcp.benchmarks.fleet;

import java.util.Locale;

/**
 * What was measured, from which it is computed what to run.
 *
 * @param instances the instances of the fleet that was measured
 * @param observer an observer that is connected to them
 * @param relay a relay that is connected to them
 * @param broker the broker that the relay writes to
 * @param bytes the bytes that the broker keeps of an event
 * @param rollup a rollup of what the relay has written
 */
record FleetFigures(int instances, Figures observer, Figures relay, Figures broker, double bytes, Figures rollup) {

	/**
	 * Returns them as a sentence.
	 */
	String sentence() {
		return String.format(Locale.ROOT,
				"An observer of %,d instances took %s; a relay %s; its broker %,.0f ns and %.1f bytes of disk for an event, and %s; a rollup %s.",
				this.instances, text(this.observer), text(this.relay), this.broker.nanos(), this.bytes,
				memory(this.broker), text(this.rollup));
	}

	private static String text(Figures figures) {
		return String.format(Locale.ROOT, "%,.0f events/s at the most, %,.0f ns of processor time for an event, and %s",
				figures.limit(), figures.nanos(), memory(figures));
	}

	private static String memory(Figures figures) {
		return String.format(Locale.ROOT, "%,.0f MB", figures.kilobytes() / 1e3);
	}

}
