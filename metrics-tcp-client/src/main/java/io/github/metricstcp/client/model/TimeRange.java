package io.github.metricstcp.client.model;

/**
 * A range of time in slots of equal length. Slots begin at multiples of their length, so
 * that the same slot is the same in each range.
 *
 * @param from the first second of the first slot, since the epoch
 * @param slots the number of slots, at least 1 and at most {@value #MAX_SLOTS}
 * @param step the length of a slot in seconds, at least 1
 * @since 0.1.0
 */
public record TimeRange(long from, int slots, int step) {

	/**
	 * The greatest number of slots.
	 */
	public static final int MAX_SLOTS = 3600;

	/**
	 * Creates a range.
	 * @param from the first second of the first slot, since the epoch
	 * @param slots the number of slots
	 * @param step the length of a slot in seconds
	 * @throws IllegalArgumentException if there is no such range
	 */
	public TimeRange {
		if (step < 1) {
			throw new IllegalArgumentException("A slot has at least one second, but is %s".formatted(step));
		}
		if (slots < 1 || slots > MAX_SLOTS) {
			throw new IllegalArgumentException("There are 1 to %s slots, not %s".formatted(MAX_SLOTS, slots));
		}
		if (Math.floorMod(from, (long) step) != 0) {
			throw new IllegalArgumentException(
					"A slot of %s seconds does not begin at the second %s".formatted(step, from));
		}
	}

	/**
	 * Returns the range of some slots that ends with the one that a second is in.
	 * @param second a second since the epoch
	 * @param slots the number of slots
	 * @param step the length of a slot in seconds
	 * @return the range
	 * @throws IllegalArgumentException if there is no such range
	 */
	public static TimeRange until(long second, int slots, int step) {
		long last = second - Math.floorMod(second, (long) Math.max(1, step));
		return new TimeRange(last - (slots - 1L) * step, slots, step);
	}

	/**
	 * Returns the second behind the last slot.
	 * @return a second since the epoch, which is not part of the range
	 */
	public long to() {
		return this.from + (long) this.slots * this.step;
	}

	/**
	 * Returns the slot that a second is in.
	 * @param second a second since the epoch
	 * @return the index of the slot, less than 0 or {@link #slots()} and more if it is
	 * outside
	 */
	public int slot(long second) {
		long slot = Math.floorDiv(second - this.from, (long) this.step);
		return (int) Math.max(-1, Math.min(this.slots, slot));
	}

	/**
	 * Returns the first second of a slot.
	 * @param slot the index of the slot
	 * @return a second since the epoch
	 */
	public long second(int slot) {
		return this.from + (long) slot * this.step;
	}

	/**
	 * Returns whether the slots are made of spans of ten seconds, which are kept longer
	 * than single seconds.
	 */
	boolean isCoarse() {
		return this.step % History.SPAN_SECONDS == 0;
	}

}
