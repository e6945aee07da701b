package io.github.metricstcp.observer;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.metricstcp.observer.internal.pipe.OutputListener;

/**
 * The end of a run and its exit code, and the messages until then. Thread-safe.
 */
final class Session implements OutputListener {

	/**
	 * The number of targets that are named in one message.
	 */
	private static final int MOST_NAMES = 3;

	private final Consumer<String> messages;

	private final CountDownLatch over = new CountDownLatch(1);

	private volatile boolean failed;

	private volatile boolean rejected;

	/**
	 * Creates a run.
	 * @param messages takes each message, a sentence, from any thread
	 */
	Session(Consumer<String> messages) {
		this.messages = messages;
	}

	/**
	 * Gives the user a message.
	 * @param sentence the message
	 */
	void say(String sentence) {
		this.messages.accept(sentence);
	}

	/**
	 * Gives the user a message about several targets, of which a few are named.
	 * @param names the targets; of none nothing is said
	 * @param one what is said of one, as a clause behind its name
	 * @param many what is said of several
	 */
	void say(List<String> names, String one, String many) {
		if (!names.isEmpty()) {
			int rest = names.size() - MOST_NAMES;
			String which = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())))
					+ ((rest > 0) ? " and %,d more".formatted(rest) : "");
			say("%s %s.".formatted(which, (names.size() == 1) ? one : many));
		}
	}

	/**
	 * Ends the run, unless it is over.
	 */
	void end() {
		this.over.countDown();
	}

	/**
	 * Makes the exit code that of a failure. The run may go on.
	 */
	void fail() {
		this.failed = true;
	}

	/**
	 * Makes the exit code that of a run that has failed its conditions, whatever else has
	 * failed.
	 */
	void reject() {
		this.rejected = true;
	}

	/**
	 * Waits until the run is over, or for some time.
	 * @return whether it is over
	 */
	boolean await(long nanos) {
		try {
			return this.over.await(nanos, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			end();
			return true;
		}
	}

	int exitCode() {
		if (this.rejected) {
			return ExitCodes.REJECTED;
		}
		return this.failed ? ExitCodes.FAILURE : ExitCodes.OK;
	}

	@Override
	public void complete() {
		end();
	}

	@Override
	public void broken(IOException failure) {
		String reason = String.valueOf(failure.getMessage());
		// The system's own words: most languages keep that one
		String words = reason.toLowerCase(Locale.ROOT);
		if (!words.contains("pipe") && !words.contains("connection reset")) {
			say("The output can't be written: " + reason + ".");
			fail();
		}
		end();
	}

}
