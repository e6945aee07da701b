package io.github.metricstcp.benchmarks.run;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The processes of a measurement: how they are started, and how they end.
 */
public final class Processes {

	private static final int ENDING_SECONDS = 5;

	private Processes() {
	}

	/**
	 * Returns the command line of a class with all of its heap at once: an application
	 * has long touched its own.
	 * @param classPath the class path
	 * @param main the class
	 * @param heap its heap in megabytes
	 * @param args its arguments
	 */
	public static List<String> java(String classPath, Class<?> main, int heap, String... args) {
		List<String> command = new ArrayList<>(List.of(executable("java"), "-Xms" + heap + "m", "-Xmx" + heap + "m",
				"-XX:+AlwaysPreTouch", "-cp", classPath, main.getName()));
		command.addAll(List.of(args));
		return command;
	}

	/**
	 * Returns the class path of this process.
	 */
	public static String classPath() {
		return System.getProperty("java.class.path");
	}

	/**
	 * Returns the path of one of the JDK's programs.
	 * @param name its name
	 */
	public static String executable(String name) {
		return Path.of(System.getProperty("java.home"), "bin", name).toString();
	}

	/**
	 * Starts a process whose errors are printed.
	 * @param command its command line
	 */
	public static Process start(List<String> command) throws IOException {
		return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
	}

	/**
	 * Ends a process, and those that it has started. First its input is closed, so that a
	 * profiler in it can say what it has found.
	 * @param process the process
	 */
	public static void end(Process process) {
		try {
			process.getOutputStream().close();
		}
		catch (IOException ex) {
			// It has ended
		}
		try {
			process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		kill(process);
	}

	/**
	 * Ends a process at once, and those that it has started.
	 * @param process the process
	 */
	public static void kill(Process process) {
		process.descendants().forEach(ProcessHandle::destroyForcibly);
		process.destroyForcibly();
	}

	/**
	 * Asks a JVM something.
	 * @param process a JVM of the same user
	 * @param command a command of jcmd's
	 * @return its answer
	 */
	public static String jcmd(ProcessHandle process, String command) throws IOException {
		Process jcmd = new ProcessBuilder(executable("jcmd"), String.valueOf(process.pid()), command)
			.redirectErrorStream(true)
			.start();
		String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return output.lines().skip(1).collect(Collectors.joining("\n"));
	}

}
