/**
 * Measurements of streams that go through Apache Kafka.
 */
@NullMarked
package io.github.metricstcp.benchmarks.kafka;

import org.jspecify.annotations.NullMarked;
