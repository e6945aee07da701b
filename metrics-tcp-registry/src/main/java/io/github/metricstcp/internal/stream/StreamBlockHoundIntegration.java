package io.github.metricstcp.internal.stream;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * The one place where the stream blocks its event loop, allowed to do so in applications
 * that have BlockHound on their class path: when the stream ends, it waits up to a
 * hundredth of a second for a thread that is in the middle of recording an event.
 */
public final class StreamBlockHoundIntegration implements BlockHoundIntegration {

	/**
	 * Creates the integration. Called by BlockHound.
	 */
	public StreamBlockHoundIntegration() {
	}

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.allowBlockingCallsInside(TurnScheduler.class.getName(), "pause");
	}

}
