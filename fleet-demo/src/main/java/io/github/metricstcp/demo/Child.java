package io.github.metricstcp.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A process of the demo, with the last lines that it has printed.
 */
final class Child {

	private static final int LAST_LINES = 10;

	private final String name;

	private final Process process;

	private final Deque<String> lines = new ConcurrentLinkedDeque<>();

	private final CountDownLatch started = new CountDownLatch(1);

	private final Thread reader;

	/**
	 * Starts a process.
	 * @param name what it is, as it is called in sentences
	 * @param command its command line
	 * @param sign what a line contains that says that it has started
	 */
	Child(String name, List<String> command, String sign) throws DemoException {
		this.name = name;
		try {
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
			// Some JVMs print that they have found them
			builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
			this.process = builder.start();
		}
		catch (IOException ex) {
			throw new DemoException("%s can't be started: %s".formatted(capitalized(name), ex.getMessage()));
		}
		this.reader = new Thread(() -> read(sign), name);
		this.reader.setDaemon(true);
		this.reader.start();
	}

	private static String capitalized(String name) {
		return Character.toUpperCase(name.charAt(0)) + name.substring(1);
	}

	private void read(String sign) {
		try (BufferedReader output = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				this.lines.add(line);
				if (this.lines.size() > LAST_LINES) {
					this.lines.removeFirst();
				}
				if (line.contains(sign)) {
					this.started.countDown();
				}
			}
		}
		catch (IOException ex) {
			// It has ended
		}
	}

	boolean hasStarted() {
		return this.started.getCount() == 0;
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Says that the process has ended.
	 */
	DemoException ended() {
		return new DemoException("%s has ended with exit code %s.%s".formatted(capitalized(this.name),
				this.process.exitValue(), lastLines()));
	}

	/**
	 * Says that the process has not started in time.
	 */
	DemoException late() {
		return new DemoException("%s has not started in time.%s".formatted(capitalized(this.name), lastLines()));
	}

	private String lastLines() {
		try {
			// All that a process has printed that is over
			this.reader.join(this.process.isAlive() ? 1 : TimeUnit.SECONDS.toMillis(2));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return this.lines.isEmpty() ? "" : " The last that it said:\n  " + String.join("\n  ", this.lines);
	}

	/**
	 * Asks the process to end.
	 */
	void end() {
		this.process.destroy();
	}

	/**
	 * Waits until it has ended, and kills it then.
	 * @param nanos how long to wait
	 */
	void awaitEnd(long nanos) throws InterruptedException {
		if (!this.process.waitFor(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
			this.process.destroyForcibly().waitFor();
		}
	}

}
