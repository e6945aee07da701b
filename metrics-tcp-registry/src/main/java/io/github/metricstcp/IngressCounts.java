package io.github.metricstcp;

/**
 * The outcomes of the events recorded while a client was connected.
 *
 * @param accepted the events that entered the stream
 * @param coalesced the increments that did not fit into the buffer, and are sent in a sum
 * @param dropped the samples that did not fit into the buffer, and are lost
 * @since 0.1.0
 */
public record IngressCounts(long accepted, long coalesced, long dropped) {
}
