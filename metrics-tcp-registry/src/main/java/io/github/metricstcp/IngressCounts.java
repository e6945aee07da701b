package io.github.metricstcp;

/**
 * What became of the events recorded while a client was connected.
 *
 * @param accepted those that entered the stream
 * @param coalesced increments that did not for want of room, but are sent in a sum
 * @param dropped samples lost for want of room
 * @since 0.1.0
 */
public record IngressCounts(long accepted, long coalesced, long dropped) {
}
