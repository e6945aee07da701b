package io.github.metricstcp.rollup;

/**
 * The message of a partition that all its sums up to a time were sent.
 *
 * @param source the partition
 * @param partitions the number of all partitions, 0 if it is not known
 * @param time the time, in milliseconds since the epoch
 */
record ClockMessage(int source, int partitions, long time) {

	/**
	 * The key of such messages.
	 */
	static final byte[] KEY = {};

	static ClockMessage of(byte[] bytes) {
		ByteReader reader = new ByteReader(bytes);
		return new ClockMessage(reader.readInt(), reader.readInt(), reader.readVarint());
	}

	byte[] toBytes() {
		return new ByteWriter().writeVarint(this.source).writeVarint(this.partitions).writeVarint(this.time).toBytes();
	}

}
