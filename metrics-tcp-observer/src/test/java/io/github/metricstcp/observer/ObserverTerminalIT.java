package io.github.metricstcp.observer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

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
		waitFor("each second's p99 and median");
		this.tmux.type("Escape");
		waitFor("METRIC ▲");

		this.tmux.type("Down", "Right");
		waitFor("channel=web");

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
		assertThat(this.tmux.colouredScreen()).containsPattern("\033\\[[0-9;]*3[0-7]m");
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

	private void watch(String before, String... options) {
		List<String> arguments = new ArrayList<>(List.of(options));
		arguments.add("127.0.0.1:" + this.exporter.address().getPort());
		String command = String.join(" ", ObserverJar.command(arguments.toArray(String[]::new)));
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
