package io.github.metricstcp.rollup;

import org.jspecify.annotations.Nullable;

/**
 * What a rollup waits for: said once while it lasts, and once when it is over. Confined
 * to the rollup's thread.
 * <p>
 * Kafka Streams that has failed is started again, and runs for a moment even if it will
 * fail in the same way. So what it has failed with is over only when it has run for
 * longer than the longest pause.
 */
final class Outage {

	static final long FIRST_PAUSE = 1_000;

	static final long LONGEST_PAUSE = 10_000;

	private final Tally tally;

	private long pause = FIRST_PAUSE;

	private @Nullable String said;

	// Whether Kafka Streams has failed since it was connected last
	private boolean failed;

	// Whether it runs, and since when

	private boolean running;

	private long runningSince;

	Outage(Tally tally) {
		this.tally = tally;
	}

	/**
	 * Returns the time to wait before the next attempt, and makes the one after that
	 * longer.
	 */
	long nextPause() {
		long next = this.pause;
		this.pause = Math.min(LONGEST_PAUSE, 2 * next);
		return next;
	}

	/**
	 * Notes that brokers do not answer, or not as they should.
	 */
	void waiting(String clause) {
		if (!clause.equals(this.said)) {
			this.said = clause;
			this.tally.say(clause + (clause.endsWith("?") ? " Trying again." : "; trying again."));
		}
	}

	/**
	 * Notes that Kafka Streams has failed, and will be started again.
	 */
	void failed(String clause) {
		this.failed = true;
		stopped();
		waiting(clause);
	}

	/**
	 * Notes that Kafka Streams does not run now.
	 */
	void stopped() {
		this.running = false;
	}

	/**
	 * Notes that brokers answer, and Kafka Streams runs.
	 * @param now a time in milliseconds
	 */
	void running(long now) {
		if (!this.running) {
			this.running = true;
			this.runningSince = now;
		}
		if (!this.failed || now - this.runningSince > LONGEST_PAUSE) {
			boolean over = this.said != null;
			begun();
			this.pause = FIRST_PAUSE;
			if (over) {
				this.tally.say("connected again");
			}
		}
	}

	/**
	 * Notes that nothing is waited for any more, without a word: the first start has its
	 * own.
	 */
	void begun() {
		this.said = null;
		this.failed = false;
	}

}
