package io.github.metricstcp.kafka;

/**
 * The numbers of what a relay has done so far.
 *
 * @param records the records that brokers have acknowledged
 * @param events the events and samples in them
 * @param droppedRecords the records that were given up
 * @param droppedSamples the samples in those: they are lost
 * @param summedEvents the events of counters and gauges in those, which the snapshot
 * after them contains
 * @param leftOutEvents the events of counters and gauges whose frames are too large for a
 * record: neither records nor snapshots contain them
 * @param waitingBytes the bytes of the records that are not acknowledged yet, about
 * @since 0.1.0
 */
public record RelayCounts(long records, long events, long droppedRecords, long droppedSamples, long summedEvents,
		long leftOutEvents, long waitingBytes) {
}
