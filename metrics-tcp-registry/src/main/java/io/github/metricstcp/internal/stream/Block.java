package io.github.metricstcp.internal.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The events of one step of the event loop, encoded one behind the other. There is one
 * block, used again for each step: it is fanned out and written, or sliced into frames,
 * before the next one is begun.
 */
final class Block implements QueuedFrames {

	/**
	 * Maximum number of events in a block, and so in a write.
	 */
	static final int MAX_EVENTS = 512;

	/**
	 * When a block or a write is full. With one more frame of up to 8 KiB it stays within
	 * 64 KiB; only a larger frame makes a larger write.
	 */
	static final int FULL_BYTES = 56 * 1024;

	final FrameWriter writer = new FrameWriter(64 * 1024);

	private final Series[] series = new Series[MAX_EVENTS];

	private final int[] ends = new int[MAX_EVENTS];

	private final List<QueuedFrames> whole = Collections.singletonList(this);

	private int events;

	private long number = 1;

	private int largestFrame = 128;

	private List<QueuedFrames> frames = Collections.emptyList();

	void clear() {
		Arrays.fill(this.series, 0, this.events, null);
		this.writer.clear();
		this.events = 0;
		this.number++;
		this.frames = Collections.emptyList();
	}

	/**
	 * Returns the number of this step: that of any other one is another.
	 */
	long number() {
		return this.number;
	}

	/**
	 * Returns how many of the events are samples, which nothing can make up for.
	 */
	int samples() {
		int samples = 0;
		for (int i = 0; i < this.events; i++) {
			samples += (this.series[i].snapshotOperation() == null) ? 1 : 0;
		}
		return samples;
	}

	boolean isFull() {
		return this.events == MAX_EVENTS || this.writer.length() >= FULL_BYTES;
	}

	boolean isEmpty() {
		return this.events == 0;
	}

	/**
	 * Ends the event that was just written.
	 */
	void end(Series series) {
		int end = this.writer.length();
		int start = (this.events > 0) ? this.ends[this.events - 1] : 0;
		this.largestFrame = Math.max(this.largestFrame, end - start);
		this.series[this.events] = series;
		this.ends[this.events] = end;
		this.events++;
	}

	/**
	 * Returns the length of the largest frame of this step and all before it, in bytes.
	 */
	int largestFrame() {
		return this.largestFrame;
	}

	/**
	 * Returns the block as it is, for a client that keeps up.
	 */
	List<QueuedFrames> whole() {
		return this.whole;
	}

	/**
	 * Returns the block's events as frames of their own, shared by all clients that lag.
	 */
	List<QueuedFrames> frames() {
		if (this.frames.isEmpty()) {
			List<QueuedFrames> frames = new ArrayList<>(this.events);
			int start = 0;
			for (int i = 0; i < this.events; i++) {
				frames.add(new Frame(this.series[i], Arrays.copyOfRange(this.writer.bytes(), start, this.ends[i])));
				start = this.ends[i];
			}
			this.frames = frames;
		}
		return this.frames;
	}

	@Override
	public int events() {
		return this.events;
	}

}
