package io.github.metricstcp.observer;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

import picocli.CommandLine;

/**
 * The program, run in the JVM of the tests.
 */
final class ObserverProgram {

	/**
	 * The streams of a machine on which there are none.
	 */
	static final LocalStreams NO_STREAMS = new LocalStreams(List.of());

	private ObserverProgram() {
	}

	/**
	 * Runs the program to its end.
	 * @param out the standard output
	 * @param err the standard error
	 * @param terminal whether there is a terminal for a screen and for questions
	 * @param localStreams the streams that it finds
	 * @param arguments the command line
	 * @return the exit code
	 */
	static int run(OutputStream out, OutputStream err, boolean terminal, LocalStreams localStreams,
			String... arguments) {
		PrintStream messages = new PrintStream(err, true, StandardCharsets.UTF_8);
		CommandLine line = ObserverMain.commandLine(
				new ObserverCommand(new ProcessStreams(out, messages, () -> terminal, () -> terminal), localStreams));
		return line.setErr(new PrintWriter(messages, true, StandardCharsets.UTF_8))
			.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
			.execute(arguments);
	}

}
