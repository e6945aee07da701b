package io.github.metricstcp.rollup;

import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * What has happened since the last commit to the series of all instances of one partition
 * that are one series of the fleet.
 */
abstract sealed class SeriesSum permits CounterSum, GaugeSum, HistogramSum {

	/**
	 * What is behind the number of the partition in a message: what has happened, the
	 * same and metadata before it, or that the partition has no instance any more with
	 * the series.
	 */
	static final int CHANGES = 0;

	static final int METADATA_AND_CHANGES = 1;

	static final int GONE = 2;

	/**
	 * The number of windows of a counter or a gauge in a message, which must not be
	 * larger than brokers take: with a backlog, hours are read in a second.
	 */
	static final int MAX_WINDOWS = 10_000;

	private final SeriesKey series;

	private final byte[] key;

	private final Family family;

	// The number of series of instances
	private int users;

	private @Nullable Metadata sentMetadata;

	// Whether there is anything to be sent
	private boolean changed;

	SeriesSum(SeriesKey key, Family family) {
		this.series = key;
		this.key = new ByteWriter().writeKey(key).toBytes();
		this.family = family;
	}

	static SeriesSum of(SeriesKey key, Family family) {
		return switch (key.kind()) {
			case COUNTER -> new CounterSum(key, family);
			case GAUGE -> new GaugeSum(key, family);
			case HISTOGRAM -> new HistogramSum(key, family);
		};
	}

	SeriesKey series() {
		return this.series;
	}

	byte[] key() {
		return this.key;
	}

	/**
	 * Notes that the series of one more instance belongs to it.
	 */
	void retain() {
		this.users++;
	}

	/**
	 * Notes that the instance of one of its series was forgotten.
	 * @return whether it was the last one
	 */
	boolean release() {
		this.users--;
		return !isUsed();
	}

	boolean isUsed() {
		return this.users > 0;
	}

	/**
	 * Notes that there is something to be sent.
	 * @return whether there was nothing before
	 */
	boolean change() {
		boolean first = !this.changed;
		this.changed = true;
		return first;
	}

	/**
	 * Returns what is to be sent, and begins anew.
	 * @param source the partition that it is of
	 * @param evaluated the last window for which gauges were evaluated
	 * @param time the time up to which records were read
	 */
	byte[] take(int source, long evaluated, long time) {
		this.changed = false;
		ByteWriter writer = new ByteWriter().writeVarint(source);
		Metadata metadata = this.family.metadata;
		boolean news = metadata != null && !metadata.equals(this.sentMetadata);
		writer.writeByte(news ? METADATA_AND_CHANGES : CHANGES);
		if (news && metadata != null) {
			writer.writeOptionalText(metadata.unit()).writeOptionalText(metadata.description());
			this.sentMetadata = metadata;
		}
		take(writer, evaluated, time);
		return writer.toBytes();
	}

	/**
	 * Returns the message that a partition has no instance any more with the series.
	 */
	static byte[] gone(int source) {
		return new ByteWriter().writeVarint(source).writeByte(GONE).toBytes();
	}

	abstract void take(ByteWriter writer, long evaluated, long time);

	/**
	 * Returns whether there is more to be sent than one message has room for.
	 */
	boolean hasMore() {
		return false;
	}

	Family family() {
		return this.family;
	}

	/**
	 * What is known of all series of a kind and name.
	 */
	static final class Family {

		@Nullable Metadata metadata;

		// The number of sums
		private int sums;

		/**
		 * Notes that one more sum belongs to it.
		 */
		void join() {
			this.sums++;
		}

		/**
		 * Notes that one of its sums is gone.
		 * @return whether it was the last one
		 */
		boolean leave() {
			this.sums--;
			return this.sums == 0;
		}

	}

}
