/**
 * Streams of metrics in Apache Kafka. {@link io.github.metricstcp.kafka.KafkaRelay
 * KafkaRelay} writes the streams of targets into a topic: whole frames of the wire, many
 * to a record, keyed by target. {@link io.github.metricstcp.kafka.KafkaReader
 * KafkaReader} makes streams of them again.
 */
@NullMarked
package io.github.metricstcp.kafka;

import org.jspecify.annotations.NullMarked;
