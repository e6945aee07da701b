package io.github.metricstcp.rollup;

import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * What has happened since the last commit to the series of all instances of one partition
 * that are one series of the fleet.
 */
abstract sealed class SeriesSum permits CounterSum, GaugeSum, HistogramSum {

	private final byte[] key;

	private final Family family;

	private @Nullable Metadata sentMetadata;

	// Whether there is anything to be sent
	private boolean changed;

	SeriesSum(SeriesKey key, Family family) {
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

	byte[] key() {
		return this.key;
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
		writer.writeByte(news ? 1 : 0);
		if (news && metadata != null) {
			writer.writeOptionalText(metadata.unit()).writeOptionalText(metadata.description());
			this.sentMetadata = metadata;
		}
		take(writer, evaluated, time);
		return writer.toBytes();
	}

	abstract void take(ByteWriter writer, long evaluated, long time);

	/**
	 * Returns whether there is more to be sent than one message has room for.
	 */
	boolean hasMore() {
		return false;
	}

	/**
	 * What is known of all series of a kind and name.
	 */
	static final class Family {

		@Nullable Metadata metadata;

	}

}
