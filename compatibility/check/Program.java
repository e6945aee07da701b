import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import com.sun.tools.attach.VirtualMachine;

/**
 * The JVM under test: its command, its output, which is kept in a file, and its MBeans.
 */
final class Program implements AutoCloseable {

	// A level in front of a message, by Logback, Log4j, the agent of OpenTelemetry,
	// java.util.logging or the JVM
	private static final Pattern WARNING = Pattern.compile(
			"^.{0,60}\\b(WARN|ERROR|FATAL|WARNING|SEVERE|warning)\\b|^Exception in thread|^[\\w.]+\\.\\w+(Exception|Error)\\b");

	private static final List<Pattern> EXPECTED = List.of(
			// The JVM's own remark about any agent, see the JDK's issue 8178278
			Pattern.compile("Sharing is only supported for boot loader classes because bootstrap classpath has been"),
			// Unsafe in the Netty inside Micrometer's StatsD registry and in the Byte
			// Buddy of agents; others would be named
			Pattern.compile("^WARNING: A terminally deprecated method in sun.misc.Unsafe has been called"),
			Pattern.compile("^WARNING: sun.misc.Unsafe::\\w+ has been called by (io.micrometer.shaded|net.bytebuddy"
					+ "|reactor.blockhound.shaded)\\."),
			Pattern.compile("^WARNING: Please consider reporting this to the maintainers of class"),
			Pattern.compile("^WARNING: sun.misc.Unsafe::\\w+ will be removed in a future release"),
			// The Netty that Spring Boot 3.5 manages
			Pattern.compile(
					"^WARNING: sun.misc.Unsafe::\\w+ has been called by io.netty.util.internal.PlatformDependent0.*"
							+ "netty-common-4\\.1\\."),
			// BlockHound's flag is deprecated, and there is no other
			Pattern.compile("Option AllowRedefinitionToAddDeleteMethods was deprecated"));

	private final Process process;

	private final Writer input;

	private final List<String> lines = new ArrayList<>();

	private final Thread reader;

	private JMXConnector connector;

	Program(List<String> command, Map<String, String> environment, Path log) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().putAll(environment);
		this.process = builder.start();
		// Not left behind when this checker is ended
		Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
		this.input = new BufferedWriter(this.process.outputWriter(StandardCharsets.UTF_8));
		this.reader = new Thread(() -> read(log), "output");
		this.reader.setDaemon(true);
		this.reader.start();
	}

	private void read(Path log) {
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
				BufferedWriter file = Files.newBufferedWriter(log)) {
			String line;
			while ((line = output.readLine()) != null) {
				file.write(line);
				file.newLine();
				file.flush();
				synchronized (this.lines) {
					this.lines.add(line);
					this.lines.notifyAll();
				}
			}
		}
		catch (IOException ex) {
			if (this.process.isAlive()) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/**
	 * Waits until a line has come so many times.
	 */
	void await(String line, int times, long seconds) throws InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
		synchronized (this.lines) {
			while (this.lines.stream().filter((candidate) -> candidate.equals(line)).count() < times) {
				if (System.nanoTime() - deadline > 0 || !this.reader.isAlive()) {
					throw new IllegalStateException("No '" + line + "' " + (this.process.isAlive()
							? "within " + seconds + " s" : "before the JVM ended with " + this.process.exitValue()));
				}
				this.lines.wait(100);
			}
		}
	}

	List<String> after(String prefix) {
		synchronized (this.lines) {
			return this.lines.stream()
				.filter((line) -> line.startsWith(prefix))
				.map((line) -> line.substring(prefix.length()))
				.toList();
		}
	}

	/**
	 * Returns the first group of a pattern in the last line that has it, {@code null} if
	 * none has.
	 */
	String find(Pattern pattern) {
		synchronized (this.lines) {
			String found = null;
			for (String line : this.lines) {
				Matcher matcher = pattern.matcher(line);
				found = matcher.find() ? matcher.group(1) : found;
			}
			return found;
		}
	}

	List<String> warnings() {
		synchronized (this.lines) {
			return this.lines.stream()
				.filter((line) -> WARNING.matcher(line).find())
				.filter((line) -> EXPECTED.stream().noneMatch((expected) -> expected.matcher(line).find()))
				.toList();
		}
	}

	void enter() throws IOException {
		this.input.write('\n');
		this.input.flush();
	}

	MBeanServerConnection mbeans() throws Exception {
		if (this.connector == null) {
			VirtualMachine machine = VirtualMachine.attach(String.valueOf(this.process.pid()));
			try {
				this.connector = JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
			}
			finally {
				machine.detach();
			}
		}
		return this.connector.getMBeanServerConnection();
	}

	void disconnect() throws IOException {
		if (this.connector != null) {
			this.connector.close();
			this.connector = null;
		}
	}

	boolean awaitExit(long seconds) throws InterruptedException {
		return this.process.waitFor(seconds, TimeUnit.SECONDS);
	}

	int exitValue() {
		return this.process.exitValue();
	}

	@Override
	public void close() throws Exception {
		this.process.destroyForcibly();
		this.reader.join(5000);
	}

}
