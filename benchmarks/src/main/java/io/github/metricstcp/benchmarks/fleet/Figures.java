package io.github.metricstcp.benchmarks.fleet;

/**
 * What one process of a kind does, as it was measured.
 *
 * @param speed how fast it is
 * @param memory the memory that it needs
 */
record Figures(Speed speed, Memory memory) {
}
