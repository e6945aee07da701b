package io.github.metricstcp.kafka;

import java.io.ByteArrayOutputStream;

import io.github.metricstcp.client.recording.StreamRelay;

/**
 * The state of a stream before the time from which it is shown.
 */
final class HeldStream extends StreamRelay {

	HeldStream(int maxSeries) {
		super(maxSeries);
	}

	/**
	 * Returns the frames of the state.
	 */
	byte[] state() {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		writeState(frames::writeBytes);
		return frames.toByteArray();
	}

}
