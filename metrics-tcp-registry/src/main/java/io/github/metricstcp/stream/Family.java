package io.github.metricstcp.stream;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * All registered series of one type and name: what one {@code Metadata} describes. The
 * first of them says how; the family is gone with the last.
 */
final class Family {

	final int index;

	final byte[] metadata;

	int members = 1;

	/**
	 * Members that were removed while a client still had to be told of them.
	 */
	final Set<Series> leaving = new LinkedHashSet<>(0);

	Family(int index, byte[] metadata) {
		this.index = index;
		this.metadata = metadata;
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
