package io.github.metricstcp.observer;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.testing.ExecutableJar;
import io.github.metricstcp.testing.RequiresTool;
import io.github.metricstcp.testing.RunningExporter;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the program in terminals that are strange or have no size, and for what
 * becomes of the terminal when it is stopped.
 */
@RequiresTool("tmux")
class UnusualTerminalIT {

	@TempDir
	private Path directory;

	private RunningExporter exporter;

	private ScheduledExecutorService customers;

	private Tmux tmux;

	@BeforeEach
	void start() {
		this.exporter = RunningExporter.start();
		Timer checkout = Timer.builder("shop.checkout").register(this.exporter.registry());
		this.customers = Executors.newSingleThreadScheduledExecutor();
		Future<?> unused = this.customers.scheduleAtFixedRate(() -> checkout.record(12, TimeUnit.MILLISECONDS), 0, 20,
				TimeUnit.MILLISECONDS);
		this.tmux = Tmux.start(this.directory, 100, 24);
		waitFor("ready>");
	}

	@AfterEach
	void stop() {
		if (this.tmux != null) {
			this.tmux.close();
		}
		if (this.customers != null) {
			this.customers.shutdownNow();
			this.exporter.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "clear; ( : ; ", "clear; sh -c 'true; \"$@\"; exit' sh " })
	void ctrlZGivesTheTerminalToTheShellAndItComesBack(String before) {
		this.tmux.type("stty -g > before", "Enter");
		enter(before + command() + (before.contains("(") ? ")" : ""));
		waitForTheScreen();
		this.tmux.type("C-z");
		assertThatTheShellHasTheTerminal();
		this.tmux.type("clear; fg", "Enter");
		waitForTheScreen();
		assertThat(this.tmux.screen()).doesNotContain("ready>");
		this.tmux.type("?");
		waitFor("KEYS");
		this.tmux.type("C-z");
		assertThatTheShellHasTheTerminal();
		this.tmux.type("fg", "Enter");
		waitFor("KEYS");
		this.tmux.type("q");
		await().until(() -> !this.tmux.takenOver());
	}

	@Test
	void aStoppedProgramThatIsKilledLeavesTheTerminalAsItWas() {
		this.tmux.type("stty -g > before", "Enter");
		enter(command());
		waitForTheScreen();
		this.tmux.type("C-z");
		assertThatTheShellHasTheTerminal();
		this.tmux.type("clear; kill %1; fg; echo \"it ended with <$?>\"", "Enter");
		waitFor("it ended with <143>");
		assertThat(this.tmux.takenOver()).isFalse();
		this.tmux.type("clear; stty -g > after; cmp before after && echo 'as be''fore'", "Enter");
		waitFor("as before");
	}

	@Test
	void aStopFromOutsideGivesTheTerminalToTheShellAndItComesBack() throws Exception {
		this.tmux.type("stty -g > before", "Enter");
		enter(command());
		waitForTheScreen();
		signal("TSTP");
		assertThatTheShellHasTheTerminal();
		this.tmux.type("fg", "Enter");
		waitForTheScreen();
		assertThatKeysAct();
	}

	@Test
	void aProgramThatWasHaltedIsDrawnAgainInTheForeground() throws Exception {
		enter(command());
		waitForTheScreen();
		signal("STOP");
		waitFor("Stopped");
		// In the background: it must leave the shell's terminal alone, which is in raw
		// mode, where Enter is no end of a line
		signal("CONT");
		this.tmux.type("echo 'still the ''shell'", "C-j");
		waitFor("still the shell");
		this.tmux.type("fg", "C-j");
		waitForTheScreen();
		await().until(() -> !this.tmux.screen().contains("shell"));
		assertThatKeysAct();
	}

	@Test
	void aProgramThatIsContinuedIsDrawnAgainInRawMode() throws Exception {
		// Without job control: there is no shell that takes the terminal meanwhile
		enter("set +m; " + command());
		waitForTheScreen();
		signal("STOP");
		execute("sh", "-c", "stty sane < %1$s; printf '\\r\\nfrom elsewhere' > %1$s".formatted(this.tmux.file()));
		waitFor("from elsewhere");
		signal("CONT");
		await().until(() -> !this.tmux.screen().contains("from elsewhere"));
		this.tmux.type("?");
		waitFor("KEYS");
		this.tmux.type("x");
		waitFor("METRIC");
		// Nobody could continue it
		this.tmux.type("C-z", "?");
		waitFor("KEYS");
	}

	@Test
	void anInterruptFromOutsideEndsItAsCtrlCDoes() throws Exception {
		enter(command() + "; echo \"it ended with <$?>\"");
		waitForTheScreen();
		signal("INT");
		waitFor("it ended with <0>");
		assertThat(this.tmux.takenOver()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "TERM=dumb", "TERM=", "env -u TERM" })
	void aTerminalWithoutAScreenIsNone(String before) {
		enter(before + " " + command() + "; echo \"it ended with <$?>\"");
		waitFor("it ended with <2>");
		assertThat(this.tmux.screen().replace("\n", ""))
			.contains("metrics-tcp-observer: There is no terminal with a screen: TERM is dumb or not set. Set it, as "
					+ "'env TERM=xterm' does. Use --once");
		enter("clear; " + before + " env TERM=xterm " + command());
		waitForTheScreen();
		this.tmux.type("q");
		await().until(() -> !this.tmux.takenOver());
	}

	@Test
	void aTerminalThatTheSystemDoesNotKnowIsUsedAsAnXterm() {
		enter("TERM=made-up " + command() + " 2> errors; echo \"it ended with <$?>\"");
		waitForTheScreen();
		await().untilAsserted(() -> assertThat(this.tmux.colouredScreen()).containsPattern("\033\\[[0-9;]*3[0-7]m"));
		this.tmux.type("q");
		waitFor("it ended with <0>");
		assertThat(this.directory.resolve("errors")).isEmptyFile();
	}

	@Test
	void aTableIsWrittenToATerminalThatTheSystemDoesNotKnow() {
		enter("TERM=made-up " + String.join(" ", ExecutableJar.command("--once", target()))
				+ " 2> errors; echo \"it ended with <$?>\"");
		waitFor("it ended with <0>");
		assertThat(this.tmux.screen()).contains("METRIC", "shop.checkout");
		assertThat(this.directory.resolve("errors")).content()
			.isEqualTo("metrics-tcp-observer: " + target() + " is connected.\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "cols 0 rows 0", "cols 0", "rows 0" })
	void aTerminalThatDoesNotKnowItsSizeSaysSo(String size) {
		enter("stty " + size + "; " + command() + "; echo \"it ended with <$?>\"");
		waitFor("The terminal does not know its size");
		this.tmux.type("C-c");
		waitFor("it ended with <0>");
		enter("clear; stty " + size + "; " + command() + "; echo \"it ended with <$?>\"");
		waitFor("The terminal does not know its size");
		this.tmux.resize(90, 24);
		waitForTheScreen();
		this.tmux.type("q");
		waitFor("it ended with <0>");
	}

	private String command() {
		return String.join(" ", ExecutableJar.command(target()));
	}

	private String target() {
		return "127.0.0.1:" + this.exporter.address().getPort();
	}

	private void enter(String line) {
		this.tmux.type(line, "Enter");
	}

	private void signal(String name) throws Exception {
		long program = ProcessHandle.allProcesses()
			.filter((process) -> process.info().command().orElse("").endsWith("java"))
			.filter((process) -> process.info().commandLine().orElse("").endsWith(target()))
			.findFirst()
			.orElseThrow()
			.pid();
		execute("kill", "-s", name, String.valueOf(program));
	}

	private static void execute(String... command) throws Exception {
		Process process = ExecutableJar.process(List.of(command)).inheritIO().start();
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isZero();
	}

	private void assertThatTheShellHasTheTerminal() {
		waitFor("Stopped");
		await().until(() -> !this.tmux.takenOver());
		this.tmux.type("clear; stty -g > after; cmp before after && echo 'as be''fore'", "Enter");
		waitFor("as before");
	}

	private void assertThatKeysAct() {
		this.tmux.type("?");
		waitFor("KEYS");
		this.tmux.type("q");
		await().until(() -> !this.tmux.takenOver());
	}

	private void waitForTheScreen() {
		waitFor("connected for");
		waitFor("shop.checkout");
		await().until(this.tmux::takenOver);
	}

	private void waitFor(String text) {
		await().untilAsserted(() -> assertThat(this.tmux.screen()).contains(text));
	}

}
