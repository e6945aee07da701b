package io.github.metricstcp.benchmarks.stream;

/**
 * The process that sends, as a measurement deals with it: this project's, or a peer.
 */
interface SendingProcess {

	Process process();

	/**
	 * Returns the port that it listens on. Called once, and waits until it is known.
	 */
	int port();

	/**
	 * Begins to record.
	 */
	void load();

	/**
	 * Returns its counts and times until now.
	 */
	Sender.Report mark();

	/**
	 * Ends recording.
	 */
	void halt();

	/**
	 * Ends the process.
	 */
	void end();

}
