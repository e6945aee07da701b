package io.github.metricstcp.kafka;

import java.nio.charset.StandardCharsets;

/**
 * A record that is to be sent. It does not change.
 */
final class FrameBatch {

	/**
	 * The number of bytes that a record takes beside its frames, about.
	 */
	private static final int OVERHEAD = 300;

	private final RecordDescription description;

	private final byte[] frames;

	private final long time;

	private final int samples;

	private final int events;

	private final Runnable lost;

	/**
	 * Creates a record.
	 * @param description the description of the record
	 * @param frames whole frames, one behind the other, which nobody changes
	 * @param time the time at which it is made, in milliseconds since the epoch
	 * @param samples the number of samples in it
	 * @param events the number of events of counters and gauges in it
	 * @param lost called by any thread if the record is given up
	 */
	FrameBatch(RecordDescription description, byte[] frames, long time, int samples, int events, Runnable lost) {
		this.description = description;
		this.frames = frames;
		this.time = time;
		this.samples = samples;
		this.events = events;
		this.lost = lost;
	}

	RecordDescription description() {
		return this.description;
	}

	/**
	 * Returns the key of the record, which says its partition.
	 */
	byte[] key() {
		return this.description.target().getBytes(StandardCharsets.UTF_8);
	}

	byte[] frames() {
		return this.frames;
	}

	long time() {
		return this.time;
	}

	int samples() {
		return this.samples;
	}

	int events() {
		return this.events;
	}

	/**
	 * Lets the target know that the record is given up.
	 */
	void giveUp() {
		this.lost.run();
	}

	/**
	 * Returns the number of bytes that the record takes, about.
	 */
	int size() {
		return this.frames.length + OVERHEAD;
	}

}
