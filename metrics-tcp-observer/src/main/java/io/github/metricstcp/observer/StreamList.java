package io.github.metricstcp.observer;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command that lists the streams of this machine.
 */
@Command(name = "ps", mixinStandardHelpOptions = true, versionProvider = ProgramVersion.class,
		description = "Lists the streams of your own programs on this machine.")
final class StreamList implements Callable<Integer> {

	private final LocalStreams localStreams;

	private final Supplier<ConfigFile> config;

	private final ProcessStreams streams;

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	/**
	 * Creates the command.
	 * @param localStreams the streams of this machine
	 * @param config reads the user's settings
	 * @param streams the standard streams of the process
	 */
	StreamList(LocalStreams localStreams, Supplier<ConfigFile> config, ProcessStreams streams) {
		this.localStreams = localStreams;
		this.config = config;
		this.streams = streams;
	}

	@Override
	public Integer call() throws IOException {
		ConfigFile config = config();
		List<LocalStream> found = this.localStreams.find();
		if (found.isEmpty()) {
			this.streams.say("No stream of yours was found on this machine. Streams of other users, in containers and "
					+ "of programs without metrics-tcp are not listed: name their address.");
			return ExitCodes.FAILURE;
		}
		this.streams.write(StreamTable.plain(found, config::targetAt));
		return ExitCodes.OK;
	}

	private ConfigFile config() {
		try {
			return this.config.get();
		}
		catch (IllegalArgumentException ex) {
			throw new ParameterException(this.spec.commandLine(), String.valueOf(ex.getMessage()), ex);
		}
	}

}
