package io.github.metricstcp.client.wire;

/**
 * A listener that keeps nothing of a series but its key, and of events nothing.
 */
public interface KeyListener extends StreamListener<SeriesKey> {

	@Override
	default SeriesKey series(SeriesKey key) {
		return key;
	}

	@Override
	default void event(SeriesKey series, Operation operation, long operand, long seconds, int nanos) {
	}

}
