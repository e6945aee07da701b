package io.github.metricstcp.observer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code --compare} with recordings whose events are known.
 */
class CompareRunTests {

	private static final SeriesKey ORDERS = new SeriesKey(Kind.COUNTER, "orders", Map.of("channel", "web"));

	private static final SeriesKey REFUNDS = new SeriesKey(Kind.COUNTER, "refunds", Map.of());

	private static final SeriesKey THREADS = new SeriesKey(Kind.GAUGE, "threads", Map.of());

	private static final SeriesKey REQUESTS = new SeriesKey(Kind.HISTOGRAM, "requests", Map.of("uri", "/orders"));

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	@TempDir
	private Path directory;

	/**
	 * Writes a recording of ten seconds.
	 */
	private String recording(String name, long start, int orders, int threads, double seconds, int refunds)
			throws IOException {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		frames.writeBytes(FrameEncoder.encode(new Metadata(Kind.HISTOGRAM, "requests", "seconds", null)));
		for (int i = 0; i < 100; i++) {
			frames.writeBytes(FrameEncoder.encode(ORDERS, Operation.INCREMENT_COUNTER, orders, start + i / 10, 0));
			frames.writeBytes(FrameEncoder.encode(REQUESTS, Operation.RECORD_HISTOGRAM,
					Double.doubleToLongBits(seconds), start + i / 10, 0));
			if (i < refunds) {
				frames.writeBytes(FrameEncoder.encode(REFUNDS, Operation.INCREMENT_COUNTER, 1, start + i / 10, 0));
			}
		}
		frames.writeBytes(
				FrameEncoder.encode(THREADS, Operation.SET_GAUGE, Double.doubleToLongBits(threads), start + 10, 0));
		return Files.write(this.directory.resolve(name), frames.toByteArray()).toString();
	}

	private int compare(String... more) throws IOException {
		List<String> arguments = new ArrayList<>(
				List.of("--compare", recording("before.bin", 1_700_000_000, 1, 10, 0.1, 0),
						recording("after.bin", 1_700_086_400, 3, 20, 0.4, 20)));
		arguments.addAll(List.of(more));
		return run(arguments.toArray(new String[0]));
	}

	private int run(String... arguments) {
		PrintStream messages = new PrintStream(this.err, true, StandardCharsets.UTF_8);
		CommandLine line = ObserverMain.commandLine(new ObserverCommand(
				new ProcessStreams(this.out, messages, () -> false, () -> false), new LocalStreams(List.of())));
		line.setErr(new PrintWriter(messages, true, StandardCharsets.UTF_8));
		return line.execute(arguments);
	}

	private String out() {
		return this.out.toString(StandardCharsets.UTF_8);
	}

	private String err() {
		return this.err.toString(StandardCharsets.UTF_8).replace(this.directory + "/", "");
	}

	@Test
	void figuresThatHaveChangedMostComeFirst() throws IOException {
		assertThat(compare()).isZero();
		assertThat(err())
			.isEqualTo("metrics-tcp-observer: after.bin compared with before.bin, 10.0 s from the start of "
					+ "both: 7 of 8 figures differ.\n");
		assertThat(out()).isEqualTo("""
				METRIC    KIND       FIGURE  BEFORE   AFTER  DIFFERENCE      CHANGE  LABELS
				refunds   counter    rate         –     2/s              only after
				requests  histogram  mean    100 ms  400 ms     +300 ms          ×4  uri=/orders
				requests  histogram  p50     100 ms  400 ms     +300 ms          ×4  uri=/orders
				orders    counter    rate      10/s    30/s       +20/s          ×3  channel=web
				threads   gauge      value       10      20         +10          ×2
				requests  histogram  p99     100 ms  400 ms     +300 ms          ×4  uri=/orders
				requests  histogram  max     100 ms  400 ms     +300 ms          ×4  uri=/orders
				""");
	}

	@Test
	void changesAreWrittenAsObjects() throws IOException {
		assertThat(compare("--json", "--filter", "!requests")).isZero();
		assertThat(out().lines()).containsExactly("""
				{"seconds":10,"name":"refunds","kind":"counter","labels":{},"figure":"rate","before":null,"after":2,\
				"difference":null,"ratio":null,"weight":2.928}""", """
				{"seconds":10,"name":"orders","kind":"counter","labels":{"channel":"web"},"figure":"rate",\
				"before":10,"after":30,"difference":20,"ratio":3,"weight":1.441}""", """
				{"seconds":10,"name":"threads","kind":"gauge","labels":{},"figure":"value","before":10,"after":20,\
				"difference":10,"ratio":2,"weight":1}""");
	}

	@Test
	void filterThatNothingMatchesIsAFailure() throws IOException {
		assertThat(compare("--filter", "nothing")).isEqualTo(1);
		assertThat(err()).isEqualTo("metrics-tcp-observer: No series matches nothing.\n");
		assertThat(out()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			--compare a b --web          | --compare excludes --web
			--compare a b --once         | --compare excludes --once
			--compare a b --replay c     | --compare excludes --replay
			--compare a b --max-series 0 | --max-series must be at least 1
			--compare a b shop:5000      | --compare takes two recordings, in the place of targets
			--compare a -                | --compare takes files: the length
			--compare a b --filter ~(    | The filter's "~(" is not a regular expression
			--json --baseline=a          | --baseline goes with --web or --mcp
			--web --baseline=-           | --baseline takes files: the length
			--compare a                  | option '--compare' at index 0 (BEFORE AFTER)
			""")
	void aWrongCommandLineIsSaidInASentence(String arguments, String sentence) {
		assertThat(run(arguments.split(" "))).isEqualTo(2);
		assertThat(err()).contains(sentence);
		assertThat(out()).isEmpty();
	}

	@Test
	void aRecordingThatCannotBeReadIsSaid() throws IOException {
		assertThat(run("--compare", recording("before.bin", 1_700_000_000, 1, 1, 1, 0),
				this.directory.resolve("none.bin").toString()))
			.isEqualTo(1);
		assertThat(err()).isEqualTo("metrics-tcp-observer: none.bin can't be read: no such file\n");
		this.err.reset();
		Path text = Files.writeString(this.directory.resolve("text.txt"), "no recording");
		assertThat(run("--compare", text.toString(), text.toString())).isEqualTo(1);
		assertThat(err()).isEqualTo("metrics-tcp-observer: text.txt holds no event\n");
		this.err.reset();
		assertThat(run("--web=0", "--baseline=" + text, "127.0.0.1:1")).isEqualTo(1);
		assertThat(err()).isEqualTo("metrics-tcp-observer: text.txt holds no event\n");
	}

}
