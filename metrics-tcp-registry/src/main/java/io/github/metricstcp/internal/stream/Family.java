package io.github.metricstcp.internal.stream;

/**
 * All registered series of one type and name: what one {@code Metadata} describes. The
 * first of them says how; the family is gone with the last.
 */
final class Family {

	final int index;

	final byte[] metadata;

	/**
	 * How many series it has, those included that are leaving.
	 */
	int members;

	/**
	 * How many of them are leaving. A family of which all are is succeeded by a new one,
	 * with metadata of its own, when a series of its type and name is registered.
	 */
	int leaving;

	Family(int index, byte[] metadata) {
		this.index = index;
		this.metadata = metadata;
	}

	void join(Series added) {
		added.family = this;
		this.members++;
	}

	boolean isAlive() {
		return this.members > this.leaving;
	}

	static Key key(Series series) {
		return new Key(series.type, series.descriptor.name());
	}

	static byte[] metadata(Series series) {
		Descriptor descriptor = series.descriptor;
		FrameWriter frame = new FrameWriter(128);
		frame.metadata(descriptor.name(), series.type, descriptor.unit(), descriptor.description());
		return frame.copy();
	}

	record Key(MetricType type, String name) {
	}

}
