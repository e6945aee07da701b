package io.github.metricstcp.observer;

import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.client.wire.TeeListener;

/**
 * Listeners to one stream together.
 */
final class Listeners {

	private Listeners() {
	}

	/**
	 * Returns a listener that passes everything on to two.
	 */
	static <A, B> StreamListener<?> both(StreamListener<A> first, StreamListener<B> second) {
		return new TeeListener<>(first, second);
	}

}
