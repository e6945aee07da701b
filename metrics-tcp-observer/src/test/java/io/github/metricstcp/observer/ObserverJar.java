package io.github.metricstcp.observer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/**
 * The executable jar, as it was packaged, and how it is run.
 */
final class ObserverJar {

	static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private static final String JAR = System.getProperty("observer.jar");

	private ObserverJar() {
	}

	/**
	 * Opens it as a file.
	 */
	static JarFile file() throws IOException {
		return new JarFile(JAR);
	}

	/**
	 * Returns the command that runs it.
	 * @param arguments its arguments
	 */
	static List<String> command(String... arguments) {
		return command(List.of(), arguments);
	}

	/**
	 * Returns the command that runs it with options of the JVM.
	 * @param options the JVM's
	 * @param arguments its own
	 */
	static List<String> command(List<String> options, String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(JAVA);
		command.addAll(options);
		command.addAll(List.of("-jar", JAR));
		command.addAll(List.of(arguments));
		return command;
	}

	/**
	 * Returns what starts a process in an environment that does not change what the JVM
	 * does and says.
	 * @param command the command
	 */
	static ProcessBuilder process(List<String> command) {
		ProcessBuilder process = new ProcessBuilder(command);
		process.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
		return process;
	}

}
