package io.github.metricstcp.observer;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.metricstcp.observer.internal.pipe.OutputListener;

/**
 * One run of the program: when it is over, with which exit code, and what is said
 * meanwhile on the standard error. Thread-safe.
 */
final class Session implements OutputListener {

	private final Consumer<String> voice;

	private final CountDownLatch over = new CountDownLatch(1);

	private volatile boolean failed;

	/**
	 * Creates a run.
	 * @param voice takes what is said, a sentence each, from any thread
	 */
	Session(Consumer<String> voice) {
		this.voice = voice;
	}

	/**
	 * Says something to the user.
	 */
	void say(String sentence) {
		this.voice.accept(sentence);
	}

	/**
	 * Ends the run, if nothing did yet.
	 */
	void end() {
		this.over.countDown();
	}

	/**
	 * Makes a failure of the run, which may go on.
	 */
	void fail() {
		this.failed = true;
	}

	boolean isOver() {
		return this.over.getCount() == 0;
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
