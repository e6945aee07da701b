package io.github.metricstcp.observer;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.github.metricstcp.observer.internal.ui.DisplayText;
import org.jspecify.annotations.Nullable;

/**
 * The standard streams of the process, and the terminal behind them if there is one.
 * Thread-safe, except for the output.
 */
final class ProcessStreams {

	/**
	 * The name of the program, which each message begins with.
	 */
	static final String NAME = "metrics-tcp-observer";

	private static final int BUFFER = 1 << 16;

	private final OutputStream out;

	private final PrintStream err;

	private final BooleanSupplier terminal;

	private final BooleanSupplier terminalBesideInput;

	/**
	 * Creates the streams of a process.
	 * @param out the output, which is buffered here
	 * @param err where messages go
	 * @param terminal whether there is a terminal to show a screen on
	 * @param terminalBesideInput whether there is one if the standard input is something
	 * else
	 */
	ProcessStreams(OutputStream out, PrintStream err, BooleanSupplier terminal, BooleanSupplier terminalBesideInput) {
		this.out = new BufferedOutputStream(out, BUFFER);
		this.err = err;
		this.terminal = terminal;
		this.terminalBesideInput = terminalBesideInput;
	}

	OutputStream out() {
		return this.out;
	}

	InputStream in() {
		return System.in;
	}

	/**
	 * Writes lines to the output, and whatever was written before.
	 * @param lines the lines, without their ends
	 */
	void write(List<String> lines) throws IOException {
		for (String line : lines) {
			this.out.write((line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
		}
		this.out.flush();
	}

	boolean hasTerminal() {
		return this.terminal.getAsBoolean();
	}

	/**
	 * Whether there is a terminal to show a screen on, and to read keys from, although
	 * the standard input is something else.
	 */
	boolean hasTerminalBesideInput() {
		return this.terminalBesideInput.getAsBoolean();
	}

	/**
	 * Writes a message to the standard error. It may have texts of others in it, such as
	 * those of a topic: nothing in them reaches the terminal that it would act upon.
	 * @param sentence the message
	 */
	void say(String sentence) {
		// In one call: several threads write messages
		this.err.print(NAME + ": " + DisplayText.clean(sentence) + System.lineSeparator());
		this.err.flush();
	}

	/**
	 * Asks the user on the terminal.
	 * @param question the text before the cursor
	 * @return the line that was typed, {@code null} at the end of the input
	 */
	@SuppressWarnings("SystemConsoleNull") // Until Java 21 it is null
	@Nullable String ask(String question) {
		// The standard output may be a pipe that has objects only
		this.err.print(question);
		this.err.flush();
		Console console = System.console();
		return (console != null) ? console.readLine() : null;
	}

	/**
	 * Asks for a password on the terminal. Without a terminal it is a line of the
	 * standard input.
	 * @param prompt the text before the cursor
	 * @return the password, {@code null} at the end of the input
	 */
	@SuppressWarnings("SystemConsoleNull") // Until Java 21 it is null
	@Nullable String askForPassword(String prompt) throws IOException {
		Console console = hasTerminal() ? System.console() : null;
		if (console != null) {
			char[] password = console.readPassword("%s: ", prompt);
			return (password != null) ? new String(password) : null;
		}
		say("The password is read from the standard input.");
		return new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
	}

}
