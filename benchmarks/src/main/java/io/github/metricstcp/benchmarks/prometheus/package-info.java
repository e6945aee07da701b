/**
 * The cost of a scrape by Prometheus.
 */
@NullMarked
package io.github.metricstcp.benchmarks.prometheus;

import org.jspecify.annotations.NullMarked;
