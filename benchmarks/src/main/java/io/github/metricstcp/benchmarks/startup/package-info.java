/**
 * The time and the memory that the starter adds to an application's start.
 */
@NullMarked
package io.github.metricstcp.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
