package io.github.metricstcp.observer;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.testing.ExecutableJar;
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
	void theVersionIsPrinted() throws Exception {
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
			List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -f 333; exec \"$@\"", "sh"));
			command.addAll(
					ExecutableJar.command(List.of("-XX:-UsePerfData"), "--record", file.toString(), target(exporter)));
			Process process = start(command);
			assertExit(process, 1);
		}
		assertThat(err()).contains("The recording has ended: " + file + " can't be written: ");
		assertThat(Files.size(file)).isGreaterThan(100_000);
		assertWhole(file);
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void whatIsReadFromThePipeIsInTheRecordingBesideItHoweverItEnds() throws Exception {
		Path file = this.directory.resolve("run.bin");
		long read;
		try (RunningExporter exporter = RunningExporter.start()) {
			flood(exporter);
			Process process = start("--record", file.toString(), "--json", target(exporter));
			// Nobody reads, and the program can't go on
			RunningExporter.await().until(() -> process.getInputStream().available() > 32_000);
			interrupt(process);
			assertExit(process, 143);
			read = text(process.getInputStream()).lines().filter((line) -> line.endsWith("}")).count();
		}
		Process replay = start("--replay", file + ",max", "--json");
		assertThat(read).isPositive();
		assertThat(text(replay.getInputStream()).lines().count()).isGreaterThanOrEqualTo(read);
		assertExit(replay, 0);
		assertThat(err()).isEmpty();
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void aStandardInputThatHasNothingMoreToSayKeepsNothingFromBeingWritten() throws Exception {
		SeriesKey orders = new SeriesKey(Kind.COUNTER, "orders", Map.of());
		Process process = start(ExecutableJar.command("--replay", "-,max", "--summary=10s"));
		for (int second = 0; second < 25; second++) {
			process.getOutputStream()
				.write(FrameEncoder.encode(orders, Operation.INCREMENT_COUNTER, 1, 1_700_000_000L + second, 0));
		}
		process.getOutputStream().flush();
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			assertThat(lines.readLine()).contains("\"total\":10,");
			assertThat(lines.readLine()).contains("\"total\":20,");
			interrupt(process);
			assertThat(lines.readLine()).contains("\"seconds\":4,", "\"total\":25,");
		}
		assertExit(process, 143);
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void aServedReplayThatNobodyCanConnectToAnyMoreSaysSoAndEndsWhenNobodyIsConnected() throws Exception {
		SeriesKey orders = new SeriesKey(Kind.COUNTER, "orders", Map.of());
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (int second = 0; second < 3600; second++) {
			frames.writeBytes(FrameEncoder.encode(orders, Operation.INCREMENT_COUNTER, 1, 1_700_000_000L + second, 0));
		}
		Path file = Files.write(this.directory.resolve("run.bin"), frames.toByteArray());
		List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 100; exec \"$@\"", "sh"));
		command.addAll(ExecutableJar.command("--replay", file.toString(), "--serve", "0"));
		Process process = start(command);
		RunningExporter.await().until(() -> err().contains(" once somebody connects."));
		int port = Integer.parseInt(err().replaceAll("(?s).*:(\\d+) once somebody connects.*", "$1"));
		List<Socket> clients = new ArrayList<>();
		try {
			for (int i = 0; i < 100; i++) {
				clients.add(new Socket(InetAddress.getLoopbackAddress(), port));
			}
			RunningExporter.await().until(() -> err().contains("Nobody can connect to the replay any more: "));
			// Those that are connected are served
			assertThat(process.isAlive()).isTrue();
		}
		finally {
			for (Socket client : clients) {
				client.close();
			}
		}
		assertExit(process, 1);
	}

	@Test
	void allAddressesOfANameAreTried() throws Exception {
		// The exporter listens on the second one only
		Path hosts = Files.writeString(this.directory.resolve("hosts"), "127.0.0.2 two.faces\n127.0.0.1 two.faces\n");
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment();
			Process process = start(ExecutableJar.command(List.of("-Djdk.net.hosts.file=" + hosts), "--json",
					"--count=1", "two.faces:" + exporter.address().getPort()));
			assertThat(text(process.getInputStream())).contains("\"name\":\"orders\"");
			assertExit(process, 0);
		}
	}

	@Test
	void numbersAreTheSameWhateverTheLocaleOfTheMachine() throws Exception {
		SeriesKey orders = new SeriesKey(Kind.COUNTER, "orders", Map.of());
		for (int amount = 1; amount <= 2; amount++) {
			ByteArrayOutputStream frames = new ByteArrayOutputStream();
			for (int second = 0; second < 75; second++) {
				frames.writeBytes(
						FrameEncoder.encode(orders, Operation.INCREMENT_COUNTER, amount, 1_700_000_000L + second, 0));
			}
			Files.write(this.directory.resolve(amount + ".bin"), frames.toByteArray());
		}
		String[] comparison = { "--compare", this.directory.resolve("1.bin").toString(),
				this.directory.resolve("2.bin").toString() };
		Process process = start(comparison);
		String expected = text(process.getInputStream());
		assertExit(process, 0);
		String sentence = err();
		assertThat(sentence).contains("1 min ").containsPattern("[0-9] of [0-9]+ figures differ");
		for (String locale : List.of("de-DE", "ar-EG")) {
			List<String> options = List.of("-Duser.language=" + locale.substring(0, 2),
					"-Duser.country=" + locale.substring(3));
			Process elsewhere = start(ExecutableJar.command(options, comparison));
			assertThat(text(elsewhere.getInputStream())).isEqualTo(expected);
			assertExit(elsewhere, 0);
			assertThat(err()).as(locale).isEqualTo(sentence);
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
		Process process = start(ExecutableJar.command(arguments));
		process.getOutputStream().close();
		return process;
	}

	private Process start(List<String> command) throws IOException {
		Process process = ExecutableJar.process(command).redirectError(this.directory.resolve("err").toFile()).start();
		this.processes.add(process);
		return process;
	}

	/**
	 * Sends a process SIGTERM, and keeps its output open to be read.
	 */
	private static void interrupt(Process process) {
		process.toHandle().destroy();
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
