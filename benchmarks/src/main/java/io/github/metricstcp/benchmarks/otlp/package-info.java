/**
 * The cost of an export to an OpenTelemetry collector.
 */
@NullMarked
package io.github.metricstcp.benchmarks.otlp;

import org.jspecify.annotations.NullMarked;
