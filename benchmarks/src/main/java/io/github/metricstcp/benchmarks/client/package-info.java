/**
 * The measurement of the client library: how many events a second one thread decodes and
 * keeps.
 */
@NullMarked
package io.github.metricstcp.benchmarks.client;

import org.jspecify.annotations.NullMarked;
