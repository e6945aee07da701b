package io.github.metricstcp.client.comparison;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.recording.Recording;
import io.github.metricstcp.client.recording.Replay;
import io.github.metricstcp.client.recording.ReplayClock;
import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * A recording that what is received now is compared with. It is read beside it, so that
 * both are always of the same time from their starts: that of the recording is its first
 * event, that of now the first thing that is received. When the recording is over, the
 * comparison is complete. Thread-safe.
 *
 * @since 0.1.0
 */
public final class Baseline implements AutoCloseable {

	private static final String NOW = "now";

	private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(50);

	/**
	 * A comparison is made anew after this time, and after so many times as long as it
	 * took.
	 */
	private static final long LEAST_AGE = TimeUnit.SECONDS.toNanos(1);

	private static final int PAUSES = 20;

	private final List<String> files;

	private final TimeSource time;

	private final int maxSeries;

	private final Duration length;

	private final String name;

	private final long beginning;

	// Guarded by this

	private Run run;

	private @Nullable Comparison comparison;

	private long comparedAt;

	private long cost;

	private boolean closed;

	/**
	 * Opens a recording, and finds out how long it is.
	 * @param files its files, one behind the other, at least one
	 * @param time the clock of what is compared with it
	 * @param maxSeries the maximum number of series that are kept of each side
	 * @throws IOException if it cannot be read, has no event, or comes from another
	 * program, with a sentence that says why
	 */
	public Baseline(List<String> files, TimeSource time, int maxSeries) throws IOException {
		this.files = List.copyOf(files);
		this.time = time;
		this.maxSeries = maxSeries;
		try (Recording recording = Recording.open(files)) {
			this.length = recording.length();
			this.name = recording.name();
			this.beginning = recording.beginning();
		}
		this.run = new Run();
	}

	/**
	 * Returns the name of the recording.
	 * @return its file and the number of others
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns how long the recording is.
	 * @return the time from its first event to its last one
	 */
	public Duration length() {
		return this.length;
	}

	/**
	 * Returns the listener to a target that is compared with the recording.
	 * @param target the names of the target
	 * @return the listener to its streams
	 */
	public synchronized StreamListener<?> listener(TargetNames target) {
		return new SideListener(this.run.after, target, this.run);
	}

	/**
	 * Begins anew, at the start of the recording: for a replay that has gone back.
	 * Listeners of before have no effect any more.
	 */
	public synchronized void restart() {
		this.run.stop();
		this.comparison = null;
		if (!this.closed) {
			this.run = new Run();
		}
	}

	/**
	 * Compares what has been received so far. It costs little to call it often.
	 * @return the differences, at most some seconds old
	 */
	public synchronized Comparison comparison() {
		Comparison last = this.comparison;
		long begun = System.nanoTime();
		if (last != null && (last.complete() || begun - this.comparedAt < Math.max(LEAST_AGE, PAUSES * this.cost))) {
			return last;
		}
		Comparison made = this.run.comparison();
		this.comparison = made;
		this.comparedAt = System.nanoTime();
		this.cost = this.comparedAt - begun;
		return made;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		this.run.stop();
	}

	/**
	 * Both sides from one start.
	 */
	private final class Run implements SideListener.Pace {

		private final Side after = new Side(NOW, Baseline.this.time, Baseline.this.length, Baseline.this.maxSeries);

		private final ReplayClock clock = new ReplayClock(Baseline.this.beginning, ReplayClock.MAX_SPEED);

		private final Side before = new Side(Baseline.this.name, this.clock, Baseline.this.length,
				Baseline.this.maxSeries);

		private final Thread reader = new Thread(this::read, "metrics-tcp-baseline");

		private volatile boolean stopped;

		private volatile boolean read;

		private boolean started;

		// Whether it was read when the sides were last compared
		private boolean settled;

		/**
		 * Begins to read the recording when the other side begins.
		 */
		@Override
		public synchronized void at(long elapsed) {
			if (!this.started && !this.stopped) {
				this.started = true;
				this.reader.setDaemon(true);
				this.reader.start();
			}
		}

		private void read() {
			try (Recording recording = Recording.open(Baseline.this.files)) {
				Replay replay = new Replay(recording, this.clock, Baseline.this.maxSeries);
				String torn = replay.run(new SideListener(this.before, new TargetNames(recording.name()), (elapsed) -> {
					await(elapsed);
					if (this.stopped) {
						replay.stop();
					}
				}));
				if (torn != null) {
					this.before.remark(torn + ".");
				}
			}
			catch (IOException ex) {
				this.before.remark("%s can't be read any further: %s.".formatted(Baseline.this.name, ex.getMessage()));
			}
			this.read = true;
		}

		/**
		 * Waits until the other side is as far.
		 */
		private void await(long elapsed) {
			long wait = elapsed - this.after.elapsed();
			while (wait > 0 && !this.stopped) {
				LockSupport.parkNanos(Math.min(wait, LONGEST_WAIT));
				wait = elapsed - this.after.elapsed();
			}
		}

		Comparison comparison() {
			// What was received last may still be on its way to the other side
			boolean complete = this.settled;
			this.settled = this.read;
			Duration span = Duration.ofNanos(Math.max(0, this.after.elapsed()));
			return Comparison.of(this.before, this.after, span, complete);
		}

		void stop() {
			this.stopped = true;
			LockSupport.unpark(this.reader);
		}

	}

}
