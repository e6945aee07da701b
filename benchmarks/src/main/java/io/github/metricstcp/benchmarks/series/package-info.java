/**
 * Series of many kinds, for benchmarks of what is made of them.
 */
@NullMarked
package io.github.metricstcp.benchmarks.series;

import org.jspecify.annotations.NullMarked;
