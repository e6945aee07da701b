package io.github.metricstcp.observer;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.testing.RunningExporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the program with {@code --fail-if}: exit codes and sentences.
 */
class GateRunTests {

	private static final String SLOW = "http.server.requests{uri=/orders} p99 > 200ms";

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private final ScheduledExecutorService customers = Executors.newSingleThreadScheduledExecutor();

	// Whether there is a terminal for a screen
	private boolean terminal;

	@TempDir
	private Path directory;

	@AfterEach
	void stop() {
		this.customers.shutdownNow();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			--fail-if 'a p98 > 5'                          | 'p98' is no figure of a level. There are value, rate, count
			--fail-if 'a p99 > 5ms' --fail-if 'a p99'      | 'a p99' is no level: a name, a figure and a value
			--fail-if 'a p99 > 5ms for ever'               | 'for ever' has no duration, such as 10s or 5m
			--fail-if 'a p99 > 5ms over 2h'                | 'over 2h' is too long: 1h is the most
			--fail-if 'a p99 > 5ms for 10s' --for 10s      | 'a p99 > 5ms for 10s' can't hold that long: the run is no
			--fail-if 'a p99 > 5ms for 3s' --once          | 'a p99 > 5ms for 3s' can't hold that long: the run is no
			--fail-if 'a p99 > 5ms' --replay a --serve 0   | --serve excludes --fail-if
			--fail-if 'a p99 > 5ms' --filter a             | --filter goes with --once, --json or --summary: a condition
			--fail-if 'a p99 > 5ms' --level 'a p99 5ms'    | --level goes with the screen
			--fail-if 'a p99 > 5ms' --count 5              | --count goes with --json or --summary
			""")
	void aConditionThatIsNoneIsAWrongCommandLine(String arguments, String sentence) {
		assertThat(run(words(arguments))).isEqualTo(2);
		assertThat(err()).startsWith("metrics-tcp-observer: " + sentence);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aRecordingPassesOrFailsWithOrWithoutATerminal(boolean terminal) throws IOException {
		this.terminal = terminal;
		Path file = recording();
		assertThat(run("--replay", file.toString(), "--fail-if", SLOW)).isEqualTo(3);
		assertThat(err().lines()).containsExactly("metrics-tcp-observer: failed: http.server.requests{uri=/orders} "
				+ "p99 is 300 ms, above 200 ms (" + file + ").");
		this.err.reset();
		assertThat(run("--replay", file.toString(), "--fail-if", "http.server.requests{uri=/orders} p50 > 200ms"))
			.isZero();
		assertThat(err().lines()).containsExactly("metrics-tcp-observer: passed: http.server.requests{uri=/orders} "
				+ "p50 is 100 ms, not above 200 ms (" + file + ").");
		assertThat(this.out.size()).isZero();
	}

	@Test
	void allConditionsThatFailAreNamed() throws IOException {
		Path file = recording();
		assertThat(run("--replay", file.toString(), "--fail-if", SLOW + " for 5s", "--fail-if", SLOW + " for 20s",
				"--fail-if", "http.server.requests p99 > 200ms over 5s", "--fail-if", "orders count < 61", "--fail-if",
				"orders rate >= 1/s", "--fail-if", "nothing value > 0", "--fail-if", "orders p99 > 1"))
			.isEqualTo(3);
		String end = " (" + file + ").";
		assertThat(err().lines().map((line) -> line.substring("metrics-tcp-observer: ".length())))
			.containsExactly("failed: http.server.requests{uri=/orders} p99 is 300 ms, above 200 ms for 5 s" + end,
					"passed: http.server.requests{uri=/orders} p99 was above 200 ms for 10 s at most, not for 20 s"
							+ end,
					"passed: http.server.requests p99 over 5 s is 100 ms, not above 200 ms" + end,
					"failed: orders count is 60, below 61" + end,
					"failed: orders rate is 1.02/s, at or above 1/s" + end, "failed: nothing was not seen.",
					"failed: 'orders p99 > 1' does not fit: A counter has no p99, and orders is one" + end);
	}

	@Test
	void itGoesWithAllOtherOutputs() throws IOException {
		Path file = recording();
		assertThat(run("--replay", file + ",max", "--fail-if", SLOW, "--once")).isEqualTo(3);
		assertThat(lines()).hasSize(4).first().asString().startsWith("METRIC ");
		this.out.reset();
		assertThat(run("--replay", file + ",max", "--fail-if", SLOW, "--json", "--filter=orders")).isEqualTo(3);
		assertThat(lines()).hasSize(60 + 120);
		this.out.reset();
		assertThat(run("--replay", file + ",max", "--fail-if", SLOW, "--summary=1m", "--filter=name=orders"))
			.isEqualTo(3);
		assertThat(lines()).hasSize(1);
		assertThat(lines().get(0)).contains("\"increase\":60");
		assertThat(run("--replay", file + ",max", "--fail-if", "orders count > 60", "--summary=1m")).isZero();
	}

	@Test
	void aRecordingThatCanNotBeReadIsAFailureOfItsOwn() throws IOException {
		Path file = Files.write(this.directory.resolve("no.bin"), new byte[] { 1, 2, 3 });
		assertThat(run("--replay", file.toString(), "--fail-if", SLOW)).isEqualTo(1);
		assertThat(err()).doesNotContain("failed:").doesNotContain("passed:");
	}

	@Test
	void aRunningTargetIsJudgedAtTheEnd() {
		try (RunningExporter exporter = RunningExporter.start()) {
			visit(exporter, "/orders", Duration.ofMillis(300));
			visit(exporter, "/items", Duration.ofMillis(10));
			assertThat(run("--fail-if", SLOW, "--fail-if", "http.server.requests{uri=/items} p99 > 200ms", "--fail-if",
					"http.server.requests{uri=/none} p99 > 1s", "--for=2s", target(exporter)))
				.isEqualTo(3);
			String end = " (" + target(exporter) + ").";
			assertThat(err().lines().map((line) -> line.substring("metrics-tcp-observer: ".length()))).containsExactly(
					target(exporter) + " is connected.",
					"failed: http.server.requests{uri=/orders} p99 is 300 ms, above 200 ms" + end,
					"passed: http.server.requests{uri=/items} p99 is 10 ms, not above 200 ms" + end,
					"failed: http.server.requests{uri=/none} was not seen.");
		}
		assertThat(this.out.size()).isZero();
	}

	@Test
	void aConditionThatHasHeldLongEnoughEndsTheRun() {
		try (RunningExporter exporter = RunningExporter.start()) {
			visit(exporter, "/orders", Duration.ofMillis(300));
			long begin = System.nanoTime();
			assertThat(run("--fail-if", SLOW + " for 2s", "--fail-if", "http.server.requests count < 1", "--for=5m",
					target(exporter)))
				.isEqualTo(3);
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofSeconds(2),
					Duration.ofSeconds(60));
			assertThat(err()).contains("failed: http.server.requests{uri=/orders} p99 is 300 ms, above 200 ms for ")
				.contains("passed: http.server.requests count is ");
		}
	}

	@Test
	void aRecordingBesideItIsWhole() throws IOException {
		Path file = this.directory.resolve("run.bin");
		try (RunningExporter exporter = RunningExporter.start()) {
			visit(exporter, "/orders", Duration.ofMillis(300));
			assertThat(run("--fail-if", SLOW + " for 2s", "--record", file.toString(), target(exporter))).isEqualTo(3);
		}
		this.err.reset();
		assertThat(run("--replay", file.toString(), "--fail-if", SLOW)).isEqualTo(3);
		assertThat(err().lines()).containsExactly(
				"metrics-tcp-observer: failed: http.server.requests{uri=/orders} p99 is 300 ms, above 200 ms (" + file
						+ ").");
	}

	@Test
	void aTargetThatIsNotReachedIsNoVerdict() throws IOException {
		assertThat(run("--fail-if", SLOW, "--for=500ms", closedTarget())).isEqualTo(1);
		assertThat(err()).endsWith("metrics-tcp-observer: No target was reached." + System.lineSeparator())
			.doesNotContain("failed:");
	}

	@Test
	void eachTargetMustBeReached() throws IOException {
		String closed = closedTarget();
		try (RunningExporter exporter = RunningExporter.start()) {
			visit(exporter, "/orders", Duration.ofMillis(20));
			assertThat(run("--fail-if", SLOW, "--for=2s", "a=" + target(exporter), "b=" + closed)).isEqualTo(1);
			assertThat(err().lines().toList()).contains(
					"metrics-tcp-observer: passed: http.server.requests{uri=/orders} p99 is 20 ms, not above 200 ms (a).",
					"metrics-tcp-observer: b was not reached, and is not judged.");
		}
	}

	@Test
	void aTargetThatIsLostIsAFailure() {
		RunningExporter exporter = RunningExporter.start();
		try {
			visit(exporter, "/orders", Duration.ofMillis(20));
			Future<?> unused = this.customers.schedule(exporter::close, 1, TimeUnit.SECONDS);
			assertThat(run("--fail-if", SLOW, "--for=3s", "shop=" + target(exporter))).isEqualTo(1);
			assertThat(err().lines().toList()).contains(
					"metrics-tcp-observer: passed: http.server.requests{uri=/orders} p99 is 20 ms, not above 200 ms (shop).",
					"metrics-tcp-observer: shop was not connected at the end, and is judged up to then.");
		}
		finally {
			exporter.close();
		}
	}

	@ParameterizedTest
	@CsvSource({ "300,3,failed", "20,0,passed" })
	@DisabledOnOs(OS.WINDOWS)
	void theVerdictOfARunThatIsTerminatedIsItsExitCode(int millis, int exitCode, String word) throws Exception {
		Path err = this.directory.resolve("err.txt");
		try (RunningExporter exporter = RunningExporter.start()) {
			visit(exporter, "/orders", Duration.ofMillis(millis));
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-cp", System.getProperty("java.class.path"), ObserverMain.class.getName(), "--fail-if", SLOW,
					"--record", this.directory.resolve("run.bin").toString(), target(exporter))
				.redirectInput(new File("/dev/null"))
				.redirectError(err.toFile())
				.start();
			try {
				Path file = this.directory.resolve("run.bin");
				RunningExporter.await().until(() -> Files.exists(file) && Files.size(file) > 2_000);
				process.destroy();
				assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			}
			finally {
				process.destroyForcibly();
			}
			assertThat(err).content().contains("metrics-tcp-observer: " + word + ": http.server.requests{uri=/orders}");
			assertThat(process.exitValue()).isEqualTo(exitCode);
		}
	}

	private void visit(RunningExporter exporter, String uri, Duration time) {
		Future<?> unused = this.customers.scheduleAtFixedRate(
				() -> exporter.registry().timer("http.server.requests", "uri", uri, "status", "200").record(time), 0,
				50, TimeUnit.MILLISECONDS);
	}

	/**
	 * Records a minute with an order and two requests a second, which are slow for ten
	 * seconds.
	 */
	private Path recording() throws IOException {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		frames.writeBytes(FrameEncoder.encode(new Metadata(Kind.HISTOGRAM, "http.server.requests", "seconds", null)));
		for (int i = 0; i < 60; i++) {
			double seconds = (i >= 20 && i < 30) ? 0.3 : 0.1;
			for (String status : List.of("200", "500")) {
				frames.writeBytes(FrameEncoder.encode(
						new SeriesKey(Kind.HISTOGRAM, "http.server.requests",
								Map.of("uri", "/orders", "status", status)),
						Operation.RECORD_HISTOGRAM, Double.doubleToLongBits(seconds), 1_700_000_000L + i, 0));
			}
			frames.writeBytes(FrameEncoder.encode(new SeriesKey(Kind.COUNTER, "orders", Map.of()),
					Operation.INCREMENT_COUNTER, 1, 1_700_000_000L + i, 0));
		}
		return Files.write(this.directory.resolve("minute.bin"), frames.toByteArray());
	}

	private static String closedTarget() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return "127.0.0.1:" + server.getLocalPort();
		}
	}

	private static String target(RunningExporter exporter) {
		return "127.0.0.1:" + exporter.address().getPort();
	}

	private static String[] words(String arguments) {
		return Pattern.compile("'[^']*'|\\S+")
			.matcher(arguments)
			.results()
			.map((word) -> word.group().replace("'", ""))
			.toArray(String[]::new);
	}

	private int run(String... arguments) {
		return ObserverProgram.run(this.out, this.err, this.terminal, ObserverProgram.NO_STREAMS, arguments);
	}

	private List<String> lines() {
		return this.out.toString(StandardCharsets.UTF_8).lines().toList();
	}

	private String err() {
		return this.err.toString(StandardCharsets.UTF_8);
	}

}
