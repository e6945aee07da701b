package io.github.metricstcp.observer;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.security.Security;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.metricstcp.observer.internal.ui.ControllingTerminal;
import picocli.CommandLine;

/**
 * The entry of the program.
 *
 * @since 0.1.0
 */
public final class ObserverMain {

	/**
	 * The time that an interrupted run gets for its last lines and frames, and a relay to
	 * send what it has and to say what it could not.
	 */
	private static final int SHUTDOWN_SECONDS = 8;

	private ObserverMain() {
	}

	/**
	 * Runs the program, and ends the JVM with its exit code.
	 * @param args the command line
	 */
	public static void main(String[] args) {
		// Not that of the machine: programs read the output, and people send it to others
		Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
		// Before the first lookup: a pod that was started again has its name at another
		// address
		Security.setProperty("networkaddress.cache.ttl", "0");
		Security.setProperty("networkaddress.cache.negative.ttl", "0");
		ObserverCommand command = new ObserverCommand(new ProcessStreams(new FileOutputStream(FileDescriptor.out),
				System.err, ObserverMain::hasTerminal, ControllingTerminal::isThere), LocalStreams.ofThisUser());
		CountDownLatch ended = new CountDownLatch(1);
		AtomicInteger exitCode = new AtomicInteger(ExitCodes.FAILURE);
		// So that Ctrl-C leaves whole frames and whole lines behind
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			try {
				boolean whole = !command.interrupt() || ended.await(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
				if (whole && command.isGate() && ended.getCount() == 0) {
					// Something else ends a gate that way when it is over itself
					Runtime.getRuntime().halt(exitCode.get());
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "interrupt"));
		try {
			exitCode.set(commandLine(command).execute(args));
		}
		finally {
			ended.countDown();
		}
		System.exit(exitCode.get());
	}

	/**
	 * Whether the process has a terminal. Since Java 22 there is a console without one,
	 * and a way to ask.
	 */
	@SuppressWarnings("SystemConsoleNull") // Until Java 21 it is null
	private static boolean hasTerminal() {
		Console console = System.console();
		if (console == null) {
			return false;
		}
		try {
			return (boolean) Console.class.getMethod("isTerminal").invoke(console);
		}
		catch (NoSuchMethodException ex) {
			return true;
		}
		catch (ReflectiveOperationException ex) {
			return false;
		}
	}

	static CommandLine commandLine(ObserverCommand command) {
		// The subcommand first: what follows is set for it too
		return new CommandLine(command).addSubcommand(command.streamList())
			.setUsageHelpAutoWidth(true)
			.setCaseInsensitiveEnumValuesAllowed(true)
			.registerConverter(TimeSpan.class, TimeSpan::parse)
			.registerConverter(ByteSize.class, ByteSize::parse)
			.registerConverter(ReplaySource.class, ReplaySource::parse)
			.setParameterExceptionHandler((ex, arguments) -> {
				PrintWriter err = ex.getCommandLine().getErr();
				err.println(ProcessStreams.NAME + ": " + ex.getMessage());
				err.println("Try '%s --help'.".formatted(ProcessStreams.NAME));
				return ExitCodes.USAGE;
			})
			.setExecutionExceptionHandler((ex, line, result) -> {
				line.getErr().println(ProcessStreams.NAME + ": " + ex.getMessage());
				return ExitCodes.FAILURE;
			});
	}

}
