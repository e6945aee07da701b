package io.github.metricstcp.otlp;

import java.util.concurrent.atomic.AtomicLong;

import io.github.metricstcp.client.model.TimeSource;

/**
 * A clock that a test moves.
 */
final class ManualTime implements TimeSource {

	/**
	 * Its first time.
	 */
	static final long BEGIN = 1_700_000_000L * NANOS_PER_SECOND;

	private final AtomicLong nanos = new AtomicLong(BEGIN);

	@Override
	public long nanos() {
		return this.nanos.get();
	}

	/**
	 * Moves the clock to some seconds after its first time.
	 */
	void second(long second) {
		this.nanos.set(at(second));
	}

	/**
	 * Returns the time some seconds after the first one.
	 */
	static long at(long second) {
		return BEGIN + second * NANOS_PER_SECOND;
	}

}
