package io.github.metricstcp.observer;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.testing.RunningExporter;
import io.micrometer.core.instrument.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the program with {@code --report}.
 */
class ReportRunTests {

	private static final int SECONDS = 60;

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	// Whether there is a terminal for a screen
	private boolean terminal;

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			--once             | --report excludes --once, --json, --summary, --mcp and --record -
			--json             | --report excludes --once, --json, --summary, --mcp and --record -
			--summary          | --report excludes --once, --json, --summary, --mcp and --record -
			--record -         | --report excludes --once, --json, --summary, --mcp and --record -
			--replay a --serve 0 | --report and --serve exclude each other
			--count=5          | --count goes with --json or --summary
			""")
	void whatExcludesAReportIsAWrongCommandLine(String arguments, String sentence) {
		String[] words = "--report=%s %s".formatted(file(), arguments).split(" ", -1);
		assertThat(run(words)).isEqualTo(2);
		assertThat(err()).startsWith("metrics-tcp-observer: " + sentence);
		assertThat(file()).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aReplayIsReportedAtOnceWithOrWithoutATerminal(boolean terminal) throws IOException {
		this.terminal = terminal;
		Path recording = recording();
		assertThat(run("--replay", recording.toString(), "--report=" + file())).isZero();
		assertThat(err().lines().toList()).singleElement()
			.asString()
			.matches("metrics-tcp-observer: \\Q%s\\E is a report of 2 metrics, of 0\\.\\d MB\\.".formatted(file()));
		assertThat(this.out.size()).isZero();
		String page = Files.readString(file());
		assertThat(page).contains("<dd>%s: 120 events, 0 dropped, 0 coalesced".formatted(recording),
				"<dt>Made by</dt><dd>metrics-tcp-observer ");
		assertThat(page).contains("\"from\":1700000000,\"step\":1,\"slots\":60,",
				"\"points\":{\"rate\":[" + String.join(",", Collections.nCopies(SECONDS, "1")) + "]}",
				"\"value\":%d,\"points\"".formatted(SECONDS - 1));
	}

	@Test
	void aFilterChoosesWhatIsReported() throws IOException {
		Path recording = recording();
		assertThat(run("--replay", recording.toString(), "--report=" + file(), "--filter=orders")).isZero();
		assertThat(Files.readString(file())).contains("c:orders", "<dt>Filter</dt><dd>orders</dd>")
			.doesNotContain("g:stock");
		Path none = this.directory.resolve("none.html");
		this.err.reset();
		assertThat(run("--replay", recording.toString(), "--report=" + none, "--filter=nothing")).isEqualTo(1);
		assertThat(err()).startsWith(
				"metrics-tcp-observer: No series matches nothing, and no report is written." + System.lineSeparator());
		assertThat(none).doesNotExist();
	}

	@Test
	void pinsOfTheSettingsAreItsBoard() throws IOException {
		Path settings = Files.writeString(this.directory.resolve("observer.conf"), "pin = stock\npin.1 = orders\n");
		assertThat(run("--replay", recording().toString(), "--report=" + file(), "--config=" + settings)).isZero();
		assertThat(Files.readString(file())).containsSubsequence("\"view\":\"board\"", "\"pin\":\"g:stock\"",
				"\"pin\":\"c:orders\"");
	}

	@Test
	void aConditionIsJudgedBesideIt() throws IOException {
		assertThat(run("--replay", recording().toString(), "--report=" + file(), "--fail-if", "orders count > 5"))
			.isEqualTo(3);
		assertThat(file()).exists();
	}

	@Test
	void aFileThatIsThereIsKept() throws IOException {
		Files.writeString(file(), "mine");
		assertThat(run("--replay", recording().toString(), "--report=" + file())).isEqualTo(1);
		assertThat(err().lines()).containsExactly(
				"metrics-tcp-observer: " + file() + " already exists: remove it, or report to another file");
		assertThat(file()).hasContent("mine");
	}

	@Test
	void aDirectoryThatIsNotThereIsSaidBeforeTheRun() {
		Path file = this.directory.resolve("none/run.html");
		assertThat(run("--report=" + file, "--for=1h", "127.0.0.1:1")).isEqualTo(1);
		assertThat(err().lines())
			.containsExactly("metrics-tcp-observer: " + file + " can't be written: no such directory");
	}

	@Test
	void aRunningTargetIsReportedAfterTheTimeOfFor() throws IOException {
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders", "product", "books").increment(42);
			assertThat(run("--report=" + file(), "--for=2s", "shop=127.0.0.1:" + exporter.address().getPort()))
				.isZero();
		}
		String page = Files.readString(file());
		assertThat(page).contains("<dd>shop: ", "<title>Metrics of shop, ");
		assertThat(page).doesNotContain("not connected at the end");
		assertThat(page).containsPattern("\"id\":\"c:orders\",[^}]*\"value\":42,");
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void aRunThatIsTerminatedWritesItsReport() throws Exception {
		try (RunningExporter exporter = RunningExporter.start()) {
			Counter orders = exporter.registry().counter("orders");
			Path recording = this.directory.resolve("run.bin");
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-cp", System.getProperty("java.class.path"), ObserverMain.class.getName(), "--report=" + file(),
					"--record", recording.toString(), "127.0.0.1:" + exporter.address().getPort())
				.redirectInput(new File("/dev/null"))
				.redirectErrorStream(true)
				.redirectOutput(this.directory.resolve("err.txt").toFile())
				.start();
			try {
				RunningExporter.await().until(() -> {
					orders.increment();
					return Files.exists(recording) && Files.size(recording) > 1_000;
				});
				process.destroy();
				assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			}
			finally {
				process.destroyForcibly();
			}
		}
		assertThat(this.directory.resolve("err.txt")).content().contains(file() + " is a report of ");
		assertThat(Files.readString(file())).contains("c:orders").endsWith("</html>\n");
	}

	private Path file() {
		return this.directory.resolve("run.html");
	}

	/**
	 * Records a minute with an order a second, and a stock that falls from it.
	 */
	private Path recording() throws IOException {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (int i = 0; i < SECONDS; i++) {
			frames.writeBytes(FrameEncoder.encode(new SeriesKey(Kind.COUNTER, "orders", Map.of()),
					Operation.INCREMENT_COUNTER, 1, 1_700_000_000L + i, 0));
			frames.writeBytes(FrameEncoder.encode(new SeriesKey(Kind.GAUGE, "stock", Map.of()), Operation.SET_GAUGE,
					Double.doubleToLongBits(i), 1_700_000_000L + i, 0));
		}
		return Files.write(this.directory.resolve("minute.bin"), frames.toByteArray());
	}

	private int run(String... arguments) {
		return ObserverProgram.run(this.out, this.err, this.terminal, ObserverProgram.NO_STREAMS, arguments);
	}

	private String err() {
		return this.err.toString(StandardCharsets.UTF_8);
	}

}
