package io.github.metricstcp.kafka;

/**
 * The numbers of the records that a reader has read so far.
 *
 * @param records all records
 * @param foreign those that were skipped, because no relay wrote them
 * @param unknownVersions those that were skipped, because only a later version knows what
 * they mean
 * @param broken those that were skipped, because a part of them is missing or wrong
 * @param duplicates those that were skipped, because they had been read before
 * @param missing the records that were never read, as their numbers say: relays have
 * given them up, or the topic does not have them any more
 * @param early those that were skipped, because no snapshot of their session had come yet
 * @since 0.1.0
 */
public record ReaderCounts(long records, long foreign, long unknownVersions, long broken, long duplicates, long missing,
		long early) {
}
