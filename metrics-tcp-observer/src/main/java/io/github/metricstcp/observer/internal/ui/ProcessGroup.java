package io.github.metricstcp.observer.internal.ui;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/**
 * This process and those that the shell has started together with it, such as a script
 * that it runs in.
 */
final class ProcessGroup {

	private ProcessGroup() {
	}

	/**
	 * Stops all of them until they are continued, by {@code fg} for instance. Where that
	 * cannot be, because there is no shell to continue them, it returns at once.
	 */
	static void stop() {
		try {
			// The JVM can signal no group. 0 is that of the shell below, which
			// stops with all others, and ends once they are continued
			Process shell = new ProcessBuilder("/bin/sh", "-c", "kill -s TSTP 0").redirectInput(Redirect.INHERIT)
				.redirectOutput(Redirect.DISCARD)
				.redirectError(Redirect.DISCARD)
				.start();
			int unused = shell.waitFor();
		}
		catch (IOException ex) {
			// A system without a shell does not stop processes either
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
