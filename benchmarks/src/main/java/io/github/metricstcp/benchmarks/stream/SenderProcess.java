package io.github.metricstcp.benchmarks.stream;

import java.io.IOException;
import java.util.List;

import io.github.metricstcp.benchmarks.run.Conversation;
import io.github.metricstcp.benchmarks.run.Processes;

/**
 * The process of a {@link Sender}, with which a measurement talks.
 */
final class SenderProcess implements SendingProcess {

	private final Process process;

	private final Conversation sender;

	private SenderProcess(Process process) {
		this.process = process;
		this.sender = Conversation.with(process);
	}

	static SenderProcess start(List<String> command) throws IOException {
		return new SenderProcess(Processes.start(command));
	}

	@Override
	public Process process() {
		return this.process;
	}

	@Override
	public int port() {
		return this.sender.hear(Integer.class);
	}

	@Override
	public void load() {
		this.sender.say(Words.LOAD);
	}

	@Override
	public Sender.Report mark() {
		return this.sender.ask(Words.MARK, Sender.Report.class);
	}

	@Override
	public void halt() {
		this.sender.say(Words.HALT);
	}

	@Override
	public void end() {
		Processes.end(this.process);
	}

}
