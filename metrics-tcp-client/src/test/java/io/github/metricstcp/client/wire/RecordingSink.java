package io.github.metricstcp.client.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * A sink that keeps what it is handed.
 */
final class RecordingSink implements EventSink<SeriesKey> {

	final List<Object> events = new ArrayList<>();

	final List<Integer> frameLengths = new ArrayList<>();

	int unknown;

	@Override
	public SeriesKey series(SeriesKey key) {
		return key;
	}

	@Override
	public void metadata(Metadata metadata) {
		this.events.add(metadata);
	}

	@Override
	public void event(SeriesKey series, Operation operation, long operand, long seconds, int nanos) {
		this.events.add(new Happened(series, operation, operand, seconds, nanos));
	}

	@Override
	public void frame(byte[] bytes, int offset, int length) {
		this.frameLengths.add(length);
	}

	@Override
	public void unknown() {
		this.unknown++;
	}

	record Happened(SeriesKey series, Operation operation, long operand, long seconds, int nanos) {
	}

}
