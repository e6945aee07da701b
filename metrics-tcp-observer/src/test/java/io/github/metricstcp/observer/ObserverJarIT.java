package io.github.metricstcp.observer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.metricstcp.testing.RunningExporter;
import io.micrometer.core.instrument.Counter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the executable jar, run as a user runs it.
 */
class ObserverJarIT {

	private static final String JAR = System.getProperty("observer.jar");

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private final List<Process> processes = new ArrayList<>();

	private final AtomicBoolean flooding = new AtomicBoolean(true);

	@TempDir
	private Path directory;

	@AfterEach
	void stop() {
		this.flooding.set(false);
		this.processes.forEach(Process::destroyForcibly);
	}

	@Test
	void tellsItsVersion() throws Exception {
		Process process = start("--version");
		assertThat(text(process.getInputStream())).startsWith("metrics-tcp-observer 0.");
		assertExit(process, 0);
	}

	@Test
	void withoutATerminalItSaysSo() throws Exception {
		assertExit(start(), 2);
		assertThat(err()).startsWith("metrics-tcp-observer: There is no terminal")
			.contains("--json")
			.doesNotContain("WARNING");
	}

	@Test
	void aReaderThatHasEnoughEndsItQuietly() throws Exception {
		try (RunningExporter exporter = RunningExporter.start()) {
			flood(exporter);
			Process process = start("--json", target(exporter));
			try (BufferedReader lines = new BufferedReader(
					new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
				assertThat(lines.readLine()).startsWith("{\"time\":").endsWith("}");
			}
			assertExit(process, 0);
			assertThat(err().lines()).hasSize(1).allMatch((line) -> line.endsWith(" is connected."));
		}
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void aRecordingThatIsInterruptedEndsWithAWholeFrame() throws Exception {
		Path file = this.directory.resolve("run.bin");
		try (RunningExporter exporter = RunningExporter.start()) {
			flood(exporter);
			Process process = start("--record", file.toString(), target(exporter));
			RunningExporter.await().until(() -> Files.exists(file) && Files.size(file) > 1_000_000);
			process.destroy();
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		}
		assertWhole(file);
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void aFileThatMayNotGrowAnyFurtherKeepsWhatWasWritten() throws Exception {
		Path file = this.directory.resolve("run.bin");
		try (RunningExporter exporter = RunningExporter.start()) {
			flood(exporter);
			Process process = start("sh", "-c", "ulimit -f 333; exec \"$@\"", "sh", JAVA, "-XX:-UsePerfData", "-jar",
					JAR, "--record", file.toString(), target(exporter));
			assertExit(process, 1);
		}
		assertThat(err()).contains("The recording has ended: " + file + " can't be written: ");
		assertThat(Files.size(file)).isGreaterThan(100_000);
		assertWhole(file);
	}

	@Test
	void allAddressesOfANameAreTried() throws Exception {
		// The exporter listens on the second one only
		Path hosts = Files.writeString(this.directory.resolve("hosts"), "127.0.0.2 two.faces\n127.0.0.1 two.faces\n");
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment();
			Process process = start(JAVA, "-Djdk.net.hosts.file=" + hosts, "-jar", JAR, "--json", "--count=1",
					"two.faces:" + exporter.address().getPort());
			assertThat(text(process.getInputStream())).contains("\"name\":\"orders\"");
			assertExit(process, 0);
		}
	}

	private void assertWhole(Path file) throws Exception {
		Process replay = start("--replay", file + ",max", "--summary=1h");
		assertThat(text(replay.getInputStream())).contains("\"name\":\"flood\"");
		assertExit(replay, 0);
		assertThat(err()).isEmpty();
	}

	private void flood(RunningExporter exporter) {
		Counter counter = exporter.registry().counter("flood");
		Thread thread = new Thread(() -> {
			while (this.flooding.get()) {
				counter.increment();
				Thread.onSpinWait();
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

	private static String target(RunningExporter exporter) {
		return "127.0.0.1:" + exporter.address().getPort();
	}

	private Process start(String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		if (arguments.length == 0 || arguments[0].startsWith("-")) {
			command.addAll(List.of(JAVA, "-jar", JAR));
		}
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectError(this.directory.resolve("err").toFile()).start();
		process.getOutputStream().close();
		this.processes.add(process);
		return process;
	}

	private static void assertExit(Process process, int code) throws InterruptedException {
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isEqualTo(code);
	}

	private static String text(InputStream in) throws IOException {
		return new String(in.readAllBytes(), StandardCharsets.UTF_8);
	}

	private String err() throws IOException {
		return Files.readString(this.directory.resolve("err"));
	}

}
