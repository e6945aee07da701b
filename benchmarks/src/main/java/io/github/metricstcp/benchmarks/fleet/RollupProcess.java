package io.github.metricstcp.benchmarks.fleet;

import io.github.metricstcp.benchmarks.run.Conversation;
import io.github.metricstcp.rollup.Rollup;
import io.github.metricstcp.rollup.RollupCounts;
import io.github.metricstcp.rollup.RollupSettings;

/**
 * A process that is a rollup with all its defaults, such as one thread that sums up.
 */
final class RollupProcess {

	private RollupProcess() {
	}

	/**
	 * Sums up until its input ends, and says for each word what it has read.
	 * @param args the brokers; the topic that is read; that which is written
	 */
	public static void main(String[] args) {
		Conversation parent = Conversation.withParent();
		RollupSettings settings = RollupSettings.builder(args[0])
			.source(args[1])
			.output(args[2])
			.sketches(args[2] + "-sketches")
			.application(args[2])
			.build();
		try (Rollup rollup = Rollup.start(settings, RollupProcess::say)) {
			while (parent.word() != null) {
				RollupCounts counts = rollup.counts();
				parent.answer(new Read(counts.events(), counts.late(), counts.windows()));
			}
		}
	}

	static void say(String sentence) {
		if (sentence.contains(": created ") || sentence.contains(": reads ") || sentence.contains(": writes ")) {
			return;
		}
		System.err.println(sentence);
	}

	/**
	 * What was read and written so far.
	 *
	 * @param events the events that were read
	 * @param late those of them that came too late for their window
	 * @param windows the windows of series that were written
	 */
	record Read(long events, long late, long windows) {

	}

}
