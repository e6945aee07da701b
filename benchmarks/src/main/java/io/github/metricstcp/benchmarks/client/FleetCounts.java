package io.github.metricstcp.benchmarks.client;

/**
 * What a generated fleet has done so far.
 *
 * @param connected the instances that have a client now
 * @param sent the events that were sent singly
 * @param unsent the events that were due while the client of an instance took no more: an
 * exporter would have dropped them, or summed them up
 * @param increments the totals of all counters of the instances as they are: one that has
 * come back has begun anew
 * @param samples the samples that were sent
 * @param cuts the connections that were cut, in the middle of a frame
 * @param ends the instances that have ended
 * @param returns those of them that have come back
 */
public record FleetCounts(int connected, long sent, long unsent, long increments, long samples, long cuts, long ends,
		long returns) {
}
