package io.github.metricstcp.client.model;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The statistics of one sliding window, in slices of a fifth of its length, each of them
 * there only if it holds something. Not thread-safe.
 */
final class SlidingStats {

	private static final int SLICES = 5;

	private final int sliceSeconds;

	// The current slice and as many before it as make the window
	private final @Nullable Stats[] slices = new @Nullable Stats[SLICES + 1];

	private long current = Long.MIN_VALUE / 2;

	SlidingStats(Window window) {
		this.sliceSeconds = window.seconds() / SLICES;
	}

	void merge(long second, Stats stats) {
		advance(second);
		int slot = slot(this.current);
		Stats slice = this.slices[slot];
		if (slice == null) {
			slice = new Stats();
			this.slices[slot] = slice;
		}
		slice.merge(stats);
	}

	/**
	 * Visits the slices that hold something.
	 */
	void forEach(long second, Consumer<Stats> visitor) {
		advance(second);
		for (Stats slice : this.slices) {
			if (slice != null) {
				visitor.accept(slice);
			}
		}
	}

	private void advance(long second) {
		long slice = Math.floorDiv(second, this.sliceSeconds);
		if (slice <= this.current) {
			return;
		}
		for (long expired = Math.max(this.current + 1, slice - SLICES); expired <= slice; expired++) {
			this.slices[slot(expired)] = null;
		}
		this.current = slice;
	}

	private int slot(long slice) {
		return (int) Math.floorMod(slice, (long) this.slices.length);
	}

}
