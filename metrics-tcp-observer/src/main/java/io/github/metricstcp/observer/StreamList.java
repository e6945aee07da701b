package io.github.metricstcp.observer;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.metricstcp.observer.internal.ui.TextTable;
import picocli.CommandLine.Command;

/**
 * The command that lists the streams of this machine.
 */
@Command(name = "ps", mixinStandardHelpOptions = true, versionProvider = ProgramVersion.class,
		description = "Lists the streams of your own programs on this machine.")
final class StreamList implements Callable<Integer> {

	private final LocalStreams localStreams;

	private final ProcessStreams streams;

	/**
	 * Creates the command.
	 * @param localStreams the streams of this machine
	 * @param streams the standard streams of the process
	 */
	StreamList(LocalStreams localStreams, ProcessStreams streams) {
		this.localStreams = localStreams;
		this.streams = streams;
	}

	@Override
	public Integer call() throws IOException {
		List<LocalStream> found = this.localStreams.find();
		if (found.isEmpty()) {
			this.streams.say("No stream of yours was found on this machine. Streams of other users, in containers and "
					+ "of programs without metrics-tcp are not listed: name their address.");
			return ExitCodes.FAILURE;
		}
		TextTable table = new TextTable("NAME", "ADDRESS", "PID", "TLS");
		for (LocalStream stream : found) {
			table.add(stream.name(), stream.address().toString(), String.valueOf(stream.pid()), stream.tlsWord());
		}
		this.streams.write(table.lines(TextTable.UNLIMITED));
		return ExitCodes.OK;
	}

}
