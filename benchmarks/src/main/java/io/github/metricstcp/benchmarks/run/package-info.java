/**
 * Runs of measurements: their processes, and their results.
 */
@NullMarked
package io.github.metricstcp.benchmarks.run;

import org.jspecify.annotations.NullMarked;
