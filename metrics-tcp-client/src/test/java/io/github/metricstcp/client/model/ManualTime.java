package io.github.metricstcp.client.model;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that a test moves.
 */
final class ManualTime implements TimeSource {

	private final AtomicLong nanos = new AtomicLong(1_700_000_000L * 1_000_000_000);

	@Override
	public long nanos() {
		return this.nanos.get();
	}

	void advanceSeconds(double seconds) {
		this.nanos.addAndGet((long) (seconds * 1e9));
	}

}
