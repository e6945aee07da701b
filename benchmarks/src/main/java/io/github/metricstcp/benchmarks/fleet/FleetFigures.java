package io.github.metricstcp.benchmarks.fleet;

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
}
