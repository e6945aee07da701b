package io.github.metricstcp.rollup;

/**
 * What is known of the partitions that are read beside their records: where they end. So
 * time can go on while no records come, and stands still while brokers are away.
 */
interface SourceEnds {

	/**
	 * Knows nothing: time goes on with records only.
	 */
	SourceEnds UNKNOWN = new SourceEnds() {

		@Override
		public int partitions() {
			return 0;
		}

		@Override
		public long caughtUpAt(int partition, long next, long lastRead) {
			return Long.MIN_VALUE;
		}

	};

	/**
	 * Returns the number of partitions, 0 if it is not known.
	 */
	int partitions();

	/**
	 * Returns the last time at which a partition is known to have had no record that was
	 * not read.
	 * @param partition the partition
	 * @param next the offset behind the last record that was read, -1 if none was
	 * @param lastRead the time at which a record was read, or could have been
	 * @return the time in milliseconds since the epoch, {@link Long#MIN_VALUE} if there
	 * is none
	 */
	long caughtUpAt(int partition, long next, long lastRead);

}
