package io.github.metricstcp.observer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.testing.ExecutableJar;
import io.github.metricstcp.testing.RequiresTool;
import io.github.metricstcp.testing.RunningExporter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for the program in a real terminal, with a real exporter.
 */
@RequiresTool("tmux")
class ObserverTerminalIT {

	private RunningExporter exporter;

	private ScheduledExecutorService customers;

	private Tmux tmux;

	@BeforeEach
	void start(@TempDir Path directory) {
		this.exporter = RunningExporter.start();
		MeterRegistry registry = this.exporter.registry();
		Timer checkout = Timer.builder("shop.checkout").description("From order to payment").register(registry);
		Gauge.builder("shop.stock", () -> 117).tag("product", "decaf").register(registry);
		List<String> channels = List.of("app", "web");
		this.customers = Executors.newSingleThreadScheduledExecutor();
		Future<?> unused = this.customers.scheduleAtFixedRate(() -> {
			channels.forEach((channel) -> registry.counter("shop.orders", "channel", channel).increment());
			checkout.record(12, TimeUnit.MILLISECONDS);
		}, 0, 20, TimeUnit.MILLISECONDS);
		this.tmux = Tmux.start(directory, 100, 24);
		await().until(() -> this.tmux.screen().contains("ready>"));
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

	@Test
	void theProgramIsUsedInATerminalAndLeavesItAsItWas() {
		this.tmux.type("stty -g > before", "Enter");
		watch("");
		waitFor("connected for");
		waitFor("shop.checkout");
		waitFor("▸ shop.orders ×2");

		this.tmux.type("/");
		this.tmux.type("stock");
		waitFor("/stock");
		waitFor("1 of 4 match");
		await().until(() -> !this.tmux.screen().contains("shop.checkout"));
		this.tmux.type("Escape");
		waitFor("4 series in 3 metrics");

		this.tmux.type("Enter");
		waitFor("From order to payment");
		waitFor("each second's p99 and p50");
		this.tmux.type("Escape");
		waitFor("METRIC ▲");

		this.tmux.type("Down", "Right");
		waitFor("channel=web");
		this.tmux.type("Down");
		waitFor(" shop.orders  channel=app");
		this.tmux.type("Up", "m");
		waitFor("4 of 4 series, mine only");
		this.tmux.type("m", ">", "<");
		waitFor("4 series in 3 metrics");

		this.tmux.type("Space");
		waitFor("FROZEN");
		waitForAnotherSecond();
		String frozen = orders();
		waitForAnotherSecond();
		assertThat(orders()).isEqualTo(frozen);
		this.tmux.type("Space");
		await().until(() -> !orders().equals(frozen));

		this.tmux.resize(60, 15);
		await().until(
				() -> this.tmux.screen().lines().anyMatch((line) -> line.startsWith("METRIC") && line.length() < 60));
		this.tmux.resize(40, 10);
		waitFor("40 × 10, and 60 × 15 are needed");
		this.tmux.resize(130, 34);
		await().until(() -> this.tmux.screen().contains("P50") && this.tmux.screen().contains("▾ shop.orders ×2"));

		this.tmux.type("q");
		waitForTheShell("0");
		this.tmux.type("stty -g > after; cmp before after && echo 'as be''fore'", "Enter");
		waitFor("as before");
	}

	@Test
	void aLevelIsMarkedAndEventsAreShownOneByOne() {
		watch("", "--level", "'shop.checkout max 10ms'");
		waitFor(" !shop.checkout");
		waitFor("1 beyond a level");
		this.tmux.type("v");
		waitFor("events of shop.checkout");
		await().until(() -> this.tmux.screen().lines().filter((line) -> line.contains("sample 12 ms")).count() > 15);
		this.tmux.type("Space");
		waitFor("since frozen");
		this.tmux.type("Escape");
		waitFor("METRIC ▲");
		this.tmux.type("Space", "L");
		waitFor("level of shop.checkout: max > 10ms");
		this.tmux.type("BSpace", "BSpace", "BSpace", "BSpace");
		this.tmux.type("20ms", "Enter");
		await().until(() -> !this.tmux.screen().contains("!shop.checkout"));
		this.tmux.type("q");
		waitForTheShell("0");
	}

	@Test
	void whatWasSaidOnTheScreenIsSaidAgainOnceItIsGone() {
		assumeThat(Path.of("/dev/full")).exists();
		String sentence = "The recording has ended: /dev/full can't be written: No space left on device.";
		watch("", "--record", "/dev/full");
		waitFor("shop.checkout");
		waitFor("The recording has ended");
		this.tmux.type("q");
		waitForTheShell("1");
		assertThat(this.tmux.screen().replace("\n", "")).containsOnlyOnce("metrics-tcp-observer: " + sentence);
	}

	@Test
	void keysTypedBeforeTheScreenIsThereAreKept() {
		watch("echo 'about to' start; read line; ");
		waitFor("about to start");
		// The line goes to the shell, and the key after it to the program
		this.tmux.type("Enter", "?");
		waitFor("KEYS");
		this.tmux.type("q");
		waitForTheShell("0");
	}

	@Test
	void pastedTextIsNoKeys() {
		watch("");
		waitFor("shop.checkout");
		this.tmux.paste("q\n");
		this.tmux.type("/");
		this.tmux.paste("stock decaf\n");
		waitFor("/stock decaf");
		waitFor("1 of 4 match");
		this.tmux.type("Enter", "q");
		waitForTheShell("0");
	}

	@Test
	void controlCEndsTheProgram() {
		watch("");
		waitFor("shop.checkout");
		this.tmux.type("C-c");
		waitForTheShell("0");
	}

	@Test
	void aSignalEndsTheProgramAndTheTerminalIsGivenBack() {
		this.tmux.type("stty -g > before", "Enter");
		watch("");
		waitFor("shop.checkout");
		program().destroy();
		waitForTheShell("143");
		this.tmux.type("stty -g > after; cmp before after && echo 'as be''fore'", "Enter");
		waitFor("as before");
	}

	@Test
	void withoutColoursThereAreNone() {
		watch("export NO_COLOR=1; ");
		waitFor("shop.checkout");
		assertThat(this.tmux.colouredScreen()).doesNotContainPattern("\033\\[[0-9;]*[34][0-7]m");
		this.tmux.type("q");
		waitForTheShell("0");
		watch("unset NO_COLOR; ");
		waitFor("shop.checkout");
		await().untilAsserted(() -> assertThat(this.tmux.colouredScreen()).containsPattern("\033\\[[0-9;]*3[0-7]m"));
	}

	@Test
	void ofSeveralStreamsTheUserChoosesOne(@TempDir Path directory) throws IOException {
		Announcements announcements = Announcements
			.in(directory.resolve("metrics-tcp-" + System.getProperty("user.name")));
		announcements.add("shop", "127.0.0.1", this.exporter.address().getPort());
		announcements.add("orders", "127.0.0.1", 1);
		run("unset XDG_RUNTIME_DIR; ", List.of("-Djava.io.tmpdir=" + directory));
		waitFor("2  shop    127.0.0.1:" + this.exporter.address().getPort());
		waitFor("Which one?");
		this.tmux.type("3", "Enter");
		waitFor("There are the numbers 1 to 2.");
		this.tmux.type("2", "Enter");
		waitFor("shop.checkout");
		this.tmux.type("q");
		waitForTheShell("0");
	}

	@Test
	void whatIsPinnedIsPinnedTheNextTimeToo() {
		String state = "export XDG_STATE_HOME=\"$PWD/state\"; ";
		watch(state);
		waitFor("  shop.stock");
		this.tmux.type("G", "*");
		waitFor(" *shop.stock");
		this.tmux.type("q");
		waitForTheShell("0");
		watch(state);
		waitFor(" *shop.stock");
		this.tmux.type("q");
		waitForTheShell("0");
	}

	@Test
	void onceWritesATable() {
		watch("", "--once", "--for=3s");
		waitForTheShell("0");
		assertThat(this.tmux.screen().lines()).anyMatch((line) -> line.matches("METRIC .* KIND .* VALUE .* LABELS"))
			.anyMatch((line) -> line.matches("shop.stock .* gauge .* 117 .* product=decaf"));
	}

	@Test
	void twoTargetsAreSeenTogetherSideBySideAndAlone() {
		try (RunningExporter second = RunningExporter.start()) {
			Gauge.builder("shop.stock", () -> 234).tag("product", "decaf").register(second.registry());
			watch("", "shop-b=127.0.0.1:" + second.address().getPort());
			waitFor("all targets");
			waitFor("▸ shop.stock ×2");
			this.tmux.type("T");
			waitFor("side by side");
			await().until(() -> this.tmux.screen()
				.lines()
				.anyMatch((line) -> line.matches(".*shop\\.stock  product=decaf +value +234 +117 +-50%.*")));
			this.tmux.type("t", "t");
			waitFor("only shop-b");
			await().until(() -> !this.tmux.screen().contains("shop.checkout"));
			this.tmux.type("q");
			waitForTheShell("0");
		}
	}

	@Test
	void targetsOfAFileComeAndGo(@TempDir Path directory) throws IOException {
		Path file = directory.resolve("targets.txt");
		String first = "shop-a=127.0.0.1:" + this.exporter.address().getPort() + "\n";
		Files.writeString(file, first);
		try (RunningExporter second = RunningExporter.start()) {
			Gauge.builder("shop.stock", () -> 234).tag("product", "decaf").register(second.registry());
			run("cd %s; ".formatted(directory), List.of(), "file:targets.txt");
			waitFor(" ● shop-a  connected for");
			waitFor("  shop.stock");
			Files.writeString(file, first + "shop-b=127.0.0.1:" + second.address().getPort() + " # new\n");
			waitFor(" ● shop-b  connected for");
			waitFor("▸ shop.stock ×2");
			waitFor("shop-b was found in file:");
			this.tmux.type("T");
			await().until(() -> this.tmux.screen()
				.lines()
				.anyMatch((line) -> line.matches(".*shop\\.stock  product=decaf +value +117 +234 +×2.*")));
			this.tmux.type("t");
			Files.writeString(file, first + "shop-b=127.0.0.1:99999\n");
			waitFor("is wrong in line 2");
			waitFor(" ● shop-b  connected for");
			Files.writeString(file, first);
			waitFor(" ◌ shop-b  connected for");
			waitFor("; gone from file:targets.txt");
			second.exporter().stop();
			waitFor(" ■ shop-b  gone from file:");
			waitFor(" ● shop-a  connected for");
			this.tmux.type("q");
			waitForTheShell("0");
		}
	}

	private void watch(String before, String... options) {
		List<String> arguments = new ArrayList<>(List.of(options));
		arguments.add("127.0.0.1:" + this.exporter.address().getPort());
		run(before, List.of(), arguments.toArray(String[]::new));
	}

	private void run(String before, List<String> jvm, String... arguments) {
		String command = String.join(" ", ExecutableJar.command(jvm, arguments));
		this.tmux.type("clear; (" + before + command + "); echo \"it ended with <$?>\"", "Enter");
	}

	private ProcessHandle program() {
		String target = "127.0.0.1:" + this.exporter.address().getPort();
		return ProcessHandle.allProcesses()
			.filter((process) -> process.info().command().orElse("").endsWith("java"))
			.filter((process) -> process.info().commandLine().orElse("").endsWith(target))
			.findFirst()
			.orElseThrow();
	}

	private void waitForTheShell(String exitCode) {
		waitFor("it ended with <" + exitCode + ">");
		assertThat(this.tmux.takenOver()).as("The program has given back the screen").isFalse();
		assertThat(this.tmux.screen()).doesNotContain("WARNING");
	}

	private void waitFor(String text) {
		await().untilAsserted(() -> assertThat(this.tmux.screen()).contains(text));
	}

	private void waitForAnotherSecond() {
		String before = frozenFor();
		await().until(() -> !frozenFor().isEmpty() && !frozenFor().equals(before));
	}

	private String frozenFor() {
		return this.tmux.screen()
			.lines()
			.filter((line) -> line.contains("FROZEN"))
			.map((line) -> line.replaceFirst(".*FROZEN (\\S+ \\S+).*", "$1"))
			.findFirst()
			.orElse("");
	}

	private String orders() {
		return this.tmux.screen().lines().filter((line) -> line.contains("shop.orders")).findFirst().orElse("");
	}

}
