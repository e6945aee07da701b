package io.github.metricstcp.client.recording;

/**
 * The place where a replay is.
 *
 * @param beginning the time of the first event, in nanoseconds since the epoch
 * @param time the time of the recording that is replayed now, in nanoseconds since the
 * epoch
 * @param end the time of the last event, in nanoseconds since the epoch; 0 as long as it
 * is not known
 * @param speed the factor by which it is faster than the recording was,
 * {@link ReplayClock#MAX_SPEED} if it waits for nothing
 * @param paused whether it is paused
 * @param seeking whether it is on its way to a time that was asked for, as fast as it
 * goes
 * @param ended whether it has come to the end of the recording
 * @since 0.1.0
 */
public record ReplayPosition(long beginning, long time, long end, double speed, boolean paused, boolean seeking,
		boolean ended) {

	/**
	 * Returns the part of the recording that was replayed.
	 * @return 0 to 1, NaN as long as the end is not known
	 */
	public double progress() {
		if (this.ended) {
			return 1;
		}
		if (this.end <= this.beginning) {
			return Double.NaN;
		}
		double progress = (double) (this.time - this.beginning) / (this.end - this.beginning);
		return Math.max(0, Math.min(1, progress));
	}

}
