package io.github.metricstcp.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A process that a test starts, with all the lines that it prints, and its descendants.
 */
public final class Subprocess implements AutoCloseable {

	private final Process process;

	private final PrintStream input;

	private final Thread reader = new Thread(this::read, "subprocess");

	// Guarded by itself
	private final List<String> lines = new ArrayList<>();

	private Subprocess(List<String> command) throws IOException {
		this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		this.input = new PrintStream(this.process.getOutputStream(), true, StandardCharsets.UTF_8);
		this.reader.setDaemon(true);
		this.reader.start();
	}

	/**
	 * Starts a program.
	 * @param command the program and its arguments
	 */
	public static Subprocess start(List<String> command) throws IOException {
		return new Subprocess(command);
	}

	/**
	 * Returns the command that runs a class in a JVM like this one, with its class path.
	 * @param options options of the JVM, then the class and its arguments
	 */
	public static List<String> java(String... options) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path")));
		command.addAll(List.of(options));
		return command;
	}

	/**
	 * Returns the line that has a shell run {@link #java} in the background.
	 * @param options options of the JVM, then the class and its arguments
	 */
	public static String javaInBackground(String... options) {
		return java(options).stream()
			.map((word) -> "'" + word + "'")
			.collect(Collectors.joining(" ", "", " < /dev/null &"));
	}

	private void read() {
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				synchronized (this.lines) {
					this.lines.add(line);
				}
			}
		}
		catch (IOException ex) {
			// It has ended
		}
	}

	/**
	 * Returns all lines so far, of standard output and standard error.
	 */
	public List<String> lines() {
		synchronized (this.lines) {
			return List.copyOf(this.lines);
		}
	}

	/**
	 * Returns what follows the last occurrence of a word at the start of a line.
	 * @param word the word
	 * @param otherwise what to return if there is none
	 */
	public String last(String word, String otherwise) {
		return lines().stream()
			.filter((line) -> line.startsWith(word + " "))
			.reduce((first, second) -> second)
			.map((line) -> line.substring(word.length() + 1))
			.orElse(otherwise);
	}

	/**
	 * Writes a line to the standard input of the process.
	 */
	public void say(String line) {
		this.input.println(line);
	}

	/**
	 * Waits for the process to end by itself, with all its lines read.
	 * @return its exit code, or -1 if it does not
	 */
	public int exitCode() throws InterruptedException {
		if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
			return -1;
		}
		this.reader.join(TimeUnit.SECONDS.toMillis(30));
		return this.process.exitValue();
	}

	/**
	 * Asks the process to end, as {@code kill} does.
	 */
	public void terminate() {
		// By its handle: what it says at its end is still to be read
		this.process.toHandle().destroy();
	}

	/**
	 * Kills the process, as {@code kill -9} does.
	 */
	public void kill() throws InterruptedException {
		this.process.destroyForcibly();
		if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
			throw new IllegalStateException("The process can't be killed");
		}
	}

	@Override
	public void close() {
		List<ProcessHandle> descendants = this.process.descendants().toList();
		this.process.destroy();
		descendants.forEach(ProcessHandle::destroy);
	}

}
