package io.github.metricstcp.rollup;

/**
 * What a rollup has read and written.
 *
 * @param records the number of records that were read
 * @param events the number of events in those that were not skipped
 * @param foreign the number of records that no relay wrote
 * @param unknownVersions the number of records of another version of the relay
 * @param broken the number of records that are not whole
 * @param duplicates the number of records that were read before, or are of a session
 * beside the one that is read
 * @param missing the number of records that are missing in sessions
 * @param early the number of records that were skipped because no snapshot of their
 * session had come yet
 * @param late the number of events that came too late for their window. Increments are in
 * the total and the next window all the same; samples and values are dropped
 * @param windows the number of windows of series that were written
 * @since 0.1.0
 */
public record RollupCounts(long records, long events, long foreign, long unknownVersions, long broken, long duplicates,
		long missing, long early, long late, long windows) {

	/**
	 * Returns the number of records that were skipped because they are not those of a
	 * relay, or cannot be read.
	 * @return the number of records
	 */
	public long skipped() {
		return this.foreign + this.unknownVersions + this.broken;
	}

}
