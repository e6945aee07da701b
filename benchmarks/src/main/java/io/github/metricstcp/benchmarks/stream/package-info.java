/**
 * Benchmarks of the stream from end to end: one JVM records, another one reads.
 */
@NullMarked
package io.github.metricstcp.benchmarks.stream;

import org.jspecify.annotations.NullMarked;
