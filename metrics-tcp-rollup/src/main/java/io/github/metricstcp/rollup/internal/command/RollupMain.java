package io.github.metricstcp.rollup.internal.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The entry of the program.
 */
final class RollupMain {

	/**
	 * The time that a rollup gets to write what it has read.
	 */
	private static final int SHUTDOWN_SECONDS = 12;

	private RollupMain() {
	}

	/**
	 * Runs the program, and ends the JVM with its exit code.
	 * @param args the command line
	 */
	public static void main(String[] args) {
		// Not that of the machine: people send messages to others
		Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
		RollupCommand command = new RollupCommand(System.err);
		CountDownLatch ended = new CountDownLatch(1);
		// So that the others take over at once after Ctrl-C, and have nothing to do again
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			try {
				if (command.interrupt() && !ended.await(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
					command.say("It does not end in time: what it had not written is read again.");
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "interrupt"));
		int exitCode;
		try {
			exitCode = commandLine(command).execute(args);
		}
		finally {
			ended.countDown();
		}
		System.exit(exitCode);
	}

	static CommandLine commandLine(RollupCommand command) {
		return new CommandLine(command).setUsageHelpAutoWidth(true)
			.registerConverter(WholeSeconds.class, WholeSeconds::parse)
			.setParameterExceptionHandler(RollupMain::refuse)
			.setExecutionExceptionHandler((ex, line, result) -> {
				line.getErr()
					.println("%s: %s".formatted(RollupCommand.NAME,
							(ex.getMessage() != null) ? ex.getMessage() : ex.toString()));
				return RollupCommand.FAILURE;
			});
	}

	private static int refuse(ParameterException failure, String[] arguments) {
		PrintWriter err = failure.getCommandLine().getErr();
		err.println("%s: %s".formatted(RollupCommand.NAME, failure.getMessage()));
		err.println("Try '%s --help'.".formatted(RollupCommand.NAME));
		return RollupCommand.USAGE;
	}

}
