package io.github.metricstcp.observer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.metricstcp.client.recording.Recorder;
import io.github.metricstcp.client.wire.FrameDecoder;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.testing.ExecutableJar;
import io.github.metricstcp.testing.Ports;
import io.github.metricstcp.testing.RequiresTool;
import io.github.metricstcp.testing.RunningExporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of recording and replaying with the program in a real terminal.
 */
@RequiresTool("tmux")
class RecordingTerminalIT {

	private static final SeriesKey ORDERS = new SeriesKey(Kind.COUNTER, "orders", Map.of());

	@TempDir
	private Path directory;

	private Tmux tmux;

	@BeforeEach
	void start() {
		this.tmux = Tmux.start(this.directory, 130, 24);
		await().until(() -> this.tmux.screen().contains("ready>"));
	}

	@AfterEach
	void stop() {
		this.tmux.close();
	}

	@Test
	void aRecordingFromAPipeIsShownAndKeysAreReadFromTheTerminal() throws IOException {
		record("r.bin", 0, 30);
		record("r.bin.1", 30, 60);
		this.tmux.type("stty -g > before", "Enter");
		run("cat r.bin r.bin.1 | " + observer("--replay", "-,max"));
		waitFor("1 series in 1 metric ");
		waitFor("ended");
		waitFor(" 60 ");
		this.tmux.type("?");
		waitFor("KEYS");
		this.tmux.type("x", "[");
		waitFor("can't go back");
		this.tmux.resize(40, 10);
		waitFor("40 × 10, and 60 × 15 are needed");
		this.tmux.resize(130, 24);
		waitFor("P50");
		this.tmux.type("q");
		waitForTheShell();
		this.tmux.type("stty -g > after; cmp before after && echo 'as be''fore'", "Enter");
		waitFor("as before");
	}

	@Test
	void aTerminalThatWasResizedWhileTheProgramWasStoppedIsDrawnInItsNewSize() throws IOException {
		record("r.bin", 0, 30);
		this.tmux.type("cat r.bin | " + observer("--replay", "-,max"), "Enter");
		waitFor("ended");
		this.tmux.type("C-z");
		waitFor("Stopped");
		this.tmux.resize(40, 10);
		this.tmux.type("fg", "Enter");
		waitFor("40 × 10, and 60 × 15 are needed");
		this.tmux.type("C-z");
		waitFor("Stopped");
		this.tmux.resize(130, 24);
		this.tmux.type("fg", "Enter");
		waitFor("1 series in 1 metric");
		this.tmux.type("?");
		waitFor("KEYS");
		this.tmux.type("q");
		await().until(() -> !this.tmux.takenOver());
	}

	@Test
	void theKeysOfAReplayPauseItAndGoToOtherTimes() throws IOException {
		record("r.bin.zst", 0, 100);
		run(observer("--replay", "r.bin.zst"));
		this.tmux.type("p");
		waitFor("paused");
		waitFor("of 1:39");
		this.tmux.type("]", "]", "]");
		await().untilAsserted(() -> assertThat(passed()).isBetween(30, 39));
		await().untilAsserted(() -> assertThat(orders()).isEqualTo(passed() + 1));
		this.tmux.type("[", "[");
		await().untilAsserted(() -> assertThat(passed()).isBetween(10, 19));
		await().untilAsserted(() -> assertThat(orders()).isEqualTo(passed() + 1));
		this.tmux.type("p", "}", "}", "}", "}", "}", "}", "}");
		waitFor("ended");
		await().until(() -> orders() == 100);
		this.tmux.type("p", "[");
		waitFor("1:29 of 1:39 (89 %)  paused");
		await().untilAsserted(() -> assertThat(orders()).isEqualTo(90));
		this.tmux.type("q");
		waitForTheShell();
	}

	@Test
	void aKeyStartsAndEndsARecordingThatIsCompleteByItself() throws IOException {
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment(7);
			run(observer("127.0.0.1:" + exporter.address().getPort()));
			waitFor("1 series in 1 metric ");
			this.tmux.type("R");
			waitFor("REC 127.0.0.1-");
			exporter.registry().counter("orders").increment(3);
			await().until(() -> orders() == 10);
			this.tmux.type("R");
			await().until(() -> !this.tmux.screen().contains("REC"));
			exporter.registry().counter("orders").increment(5);
			await().until(() -> orders() == 15);
			this.tmux.type("q");
			waitForTheShell();
		}
		List<Path> files;
		try (Stream<Path> all = Files.list(this.directory)) {
			files = all.filter((each) -> each.toString().endsWith(".bin.gz")).toList();
		}
		assertThat(files).hasSize(1);
		run(observer("--replay", files.get(0).getFileName() + ",max"));
		waitFor("ended");
		// The sentence about the recording may be on the screen still, which is the
		// shell's
		await().untilAsserted(() -> assertThat(orders()).isEqualTo(10));
	}

	@Test
	void aScreenThatRecordsEndsAfterItsTime() {
		this.tmux.type("stty -g > before", "Enter");
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment(7);
			run(observer("--record", "run.bin.gz", "--for", "5s", "127.0.0.1:" + exporter.address().getPort()));
			waitFor("REC run.bin.gz");
			await().until(() -> orders() == 7);
			waitForTheShell();
		}
		this.tmux.type("stty -g > after; cmp before after && echo 'as be''fore'", "Enter");
		waitFor("as before");
		run(observer("--replay", "run.bin.gz,max"));
		waitFor("ended");
		await().until(() -> orders() == 7);
	}

	@Test
	void aScreenThatReceivesNothingInItsTimeFails() {
		run(observer("--for", "3s", "127.0.0.1:" + Ports.unused()));
		waitFor("it ended with <1>");
		assertThat(this.tmux.screen()).contains("metrics-tcp-observer: No target was reached.");
	}

	private void record(String name, int from, int to) throws IOException {
		try (Recorder recorder = new Recorder(this.directory.resolve(name), Recorder.UNLIMITED, 100, (sentence) -> {
		})) {
			FrameDecoder<?> decoder = new FrameDecoder<>(recorder, 1 << 20, 100);
			for (int i = from; i < to; i++) {
				decoder.decode(ByteBuffer
					.wrap(FrameEncoder.encode(ORDERS, Operation.SET_COUNTER, i + 1, 1_700_000_000L + i, 0)));
			}
		}
	}

	private static String observer(String... arguments) {
		return String.join(" ", ExecutableJar.command(arguments));
	}

	private void run(String command) {
		this.tmux.type("clear; " + command + "; echo \"it ended with <$?>\"", "Enter");
	}

	private void waitFor(String text) {
		await().untilAsserted(() -> assertThat(this.tmux.screen()).contains(text));
	}

	private void waitForTheShell() {
		waitFor("it ended with <0>");
		assertThat(this.tmux.takenOver()).isFalse();
		assertThat(this.tmux.screen()).doesNotContain("WARNING");
	}

	/**
	 * Returns the seconds of the recording that have passed, by the status line.
	 */
	private int passed() {
		return number(".*:\\d\\d  0:(\\d\\d) of .*");
	}

	/**
	 * Returns the total of the orders, by the list.
	 */
	private int orders() {
		return number("  orders +counter +(\\d+) .*");
	}

	private int number(String form) {
		return this.tmux.screen()
			.lines()
			.filter((line) -> line.matches(form))
			.map((line) -> Integer.valueOf(line.replaceFirst(form, "$1")))
			.findFirst()
			.orElse(-1);
	}

}
