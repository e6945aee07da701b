/**
 * What a generated fleet asks of an observer, a relay, a broker and a rollup, and what to
 * run for larger ones.
 */
@NullMarked
package io.github.metricstcp.benchmarks.fleet;

import org.jspecify.annotations.NullMarked;
