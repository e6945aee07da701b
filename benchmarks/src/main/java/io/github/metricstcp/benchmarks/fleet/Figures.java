package io.github.metricstcp.benchmarks.fleet;

/**
 * What one process of a kind does, as it was measured.
 *
 * @param limit the most events a second that it has taken
 * @param nanos the processor time that it takes for an event, in nanoseconds
 * @param kilobytes the most resident memory that it has taken
 */
record Figures(double limit, double nanos, long kilobytes) {
}
