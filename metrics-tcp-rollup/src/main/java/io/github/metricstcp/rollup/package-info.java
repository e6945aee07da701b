/**
 * The metrics of a whole fleet, summed up in Apache Kafka.
 * {@link io.github.metricstcp.rollup.Rollup Rollup} reads what relays have written,
 * merges the series of all instances into windows, and writes them as the stream of one
 * application.
 */
@NullMarked
package io.github.metricstcp.rollup;

import org.jspecify.annotations.NullMarked;
