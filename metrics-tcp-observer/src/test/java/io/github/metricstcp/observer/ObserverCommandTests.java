package io.github.metricstcp.observer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import com.sun.net.httpserver.HttpServer;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.testing.RunningExporter;
import io.netty.handler.ssl.ClientAuth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of {@link ObserverCommand} without a terminal.
 */
class ObserverCommandTests {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private LocalStreams localStreams = new LocalStreams(List.of());

	@TempDir
	private Path directory;

	@Test
	void withoutATerminalItSaysSoAndNamesJson() {
		assertThat(run()).isEqualTo(2);
		assertThat(err()).startsWith("metrics-tcp-observer: There is no terminal").contains("--json");
		assertThat(this.out.size()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "--json --summary", "--json app:x", "--json a:1,b:2", "--json h:1:2", "--json http://h:1",
			"--json --count 0", "--count 3", "--rotate 1M --json", "--record a b:1 c:1", "--replay a --record b",
			"--replay a app", "--serve 1", "--json --trust a", "--json --filter ~(", "--json --for never",
			"--json --no-such-option", "--replay a --serve 70000", "--json --max-series 0",
			"--json --tls --trust /no/such/file", "--json --tls --key /no/such/file", "--record a --rotate 0",
			"--replay a,0.0001 --json", "--record a --rotate 999999999T", "--json --for 0s", "--json --for 36501d",
			"--json --for 200000d", "--json --summary=200000d", "--record a --filter b",
			"--replay a --serve 0 --filter b", "--json --config /no/such/file", "--once --summary",
			"--replay a --json --tls", "--json --tls --tls-password=a", "--json =a:1", "--json a=b=c:1",
			"--json a=b:1 a=c:1", "--json a=b:1 c=b:1", "--json b:1 c=b:1", "--json a=", "--record f a=b:1 c=d:1" })
	void aWrongCommandLineIsSaidInASentence(String arguments) {
		assertThat(run(arguments.split(" "))).isEqualTo(2);
		assertThat(err().lines()).hasSize(2);
		assertThat(err()).startsWith("metrics-tcp-observer: ").doesNotContain("Exception");
		assertThat(this.out.size()).isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			--count 3                       | --count goes with --json or --summary
			--json --count 0                | --count must be at least 1
			--json --summary                | --json and --summary exclude each other
			--json --rotate 1M              | --rotate goes with --record
			--json --max-series 0           | --max-series must be at least 1
			--record a b:1 c:1              | --record takes one target
			--replay a --serve 0 --json     | --serve excludes --json and --summary
			--replay a --serve 0 --filter b | --filter goes with the screen, --once, --json or --summary
			--once --json                   | --once excludes --json and --summary
			--once --count 3                | --count goes with --json or --summary
			--replay a --serve 0 --once     | --serve excludes --once
			--replay a                      | There is no terminal
			--record - --json               | --record - excludes --json and --summary
			--record - --rotate 1M          | --rotate goes with --record and a file
			--record - a b                  | --record takes one target
			--record - --filter a           | --filter goes with the screen, --once, --json or --summary
			--record - --replay a           | --record and --replay exclude each other
			--json =a:1                     | "=a:1" is no target: there is no name before the =
			--json a=b=c:1                  | "a=b=c:1" is no target: a name has no = in it
			--json a=b:1 a=c:1              | "a" is the name of two targets, b:1 and c:1
			--json a=b:1 c=b:1              | b:1 has two names, "a" and "c"
			--web --json                    | --web excludes --once, --json, --summary, --mcp and --record -
			--web --once                    | --web excludes --once, --json, --summary, --mcp and --record -
			--web --filter a                | --filter goes with the screen, --once, --json or --summary
			--web --replay a --serve 0      | --web and --serve exclude each other
			--web=70000                     | --web must be a port of 0 to 65535, or HOST:PORT
			--web=0.0.0.0:0                 | --web at 0.0.0.0 could be read by all who can reach this machine
			--web --web-token short         | --web-token has at least 16 letters
			--json --web-token a            | --web-token goes with --web
			--json --web-name a             | --web-name goes with --web
			--json --web-cert a             | --web-cert goes with --web
			--web --web-key a               | --web-key, --web-trust and --web-tls-password go with --web-cert
			--web --web-trust a             | --web-key, --web-trust and --web-tls-password go with --web-cert
			--web=0.0.0.0:0 --web-cert a    | --web at 0.0.0.0 could be read by all who can reach this machine
			--web --web-cert none.pem a:1   | The certificate (--web-cert) can't be read: no such file: none.pem
			""")
	void optionsThatDoNotGoTogetherAreNamed(String arguments, String sentence) {
		assertThat(run(arguments.split(" "))).isEqualTo(2);
		assertThat(err()).startsWith("metrics-tcp-observer: " + sentence);
	}

	@Test
	void aLevelIsCheckedAndGoesWithTheScreen() {
		assertThat(run("--json", "--level", "http.server.requests p99 200ms")).isEqualTo(2);
		assertThat(err()).startsWith("metrics-tcp-observer: --level goes with the screen");
		this.err.reset();
		assertThat(run("--level", "http.server.requests p99", "--level", "a value 5")).isEqualTo(2);
		assertThat(err())
			.startsWith("metrics-tcp-observer: 'http.server.requests p99' is no level: a name, a figure and");
	}

	@Test
	void noPasswordIsAskedForByAWrongCommandLine() {
		assertThat(run("--json", "--tls", "--trust=a", "--tls-password", "--count=0")).isEqualTo(2);
		assertThat(err()).startsWith("metrics-tcp-observer: --count must be at least 1");
	}

	@Test
	void eachEventIsAnObject() {
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders", "channel", "web\"\n").increment(5);
			assertThat(run("--json", "--count=1", target(exporter))).isZero();
		}
		assertThat(lines()).hasSize(1);
		assertThat(lines().get(0)).matches(
				"\\{\"time\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z\",\"target\":\"127.0.0.1:\\d+\","
						+ "\"name\":\"orders\",\"kind\":\"counter\",\"labels\":\\{\"channel\":\"web\\\\\"\\\\n\"},"
						+ "\"operation\":\"set_counter\",\"value\":5}");
		assertThat(err()).contains(" is connected.");
	}

	@Test
	void onlyWhatTheFilterWantsIsWritten() {
		try (RunningExporter exporter = RunningExporter.start()) {
			for (int i = 0; i < 20; i++) {
				exporter.registry().counter("orders", "n", "" + i).increment();
			}
			assertThat(run("--json", "--count=1", "--filter", "n=17", target(exporter))).isZero();
		}
		assertThat(lines()).hasSize(1);
		assertThat(lines().get(0)).contains("\"labels\":{\"n\":\"17\"}");
	}

	@Test
	void aTargetThatHasANameIsCalledByIt() {
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment(5);
			assertThat(run("--json", "--count=1", "shop-a=" + target(exporter))).isZero();
			assertThat(run("--summary=200ms", "--count=1", "--filter=target=shop-a", "shop-a=" + target(exporter)))
				.isZero();
			assertThat(err().lines().toList()).allMatch((line) -> line
				.equals("metrics-tcp-observer: shop-a is connected (%s).".formatted(target(exporter))));
		}
		assertThat(lines()).hasSize(2).allMatch((line) -> line.contains("\"target\":\"shop-a\",\"name\":\"orders\""));
	}

	@Test
	void aNameIsInMessagesToo() throws IOException {
		assertThat(run("--json", "--for=100ms", "shop-a=" + closedTarget())).isEqualTo(1);
		assertThat(err()).startsWith("metrics-tcp-observer: shop-a: ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "target=second", "target=*PORT", "target=127.0.0.1:PORT", "target=~^sec", "second",
			"127.0.0.1:PORT", "!target=PORT" })
	void theFilterFindsTheTarget(String filter) {
		try (RunningExporter first = RunningExporter.start(); RunningExporter second = RunningExporter.start()) {
			first.registry().counter("orders").increment(1);
			second.registry().counter("orders").increment(2);
			String port = filter.startsWith("!") ? port(first) : port(second);
			String wanted = "--filter=" + filter.replace("PORT", port);
			String[] targets = { target(first), "second=" + target(second) };
			assertThat(run("--json", "--count=1", wanted, targets[0], targets[1])).isZero();
			assertThat(run("--summary=300ms", "--count=2", wanted, targets[0], targets[1])).isZero();
		}
		assertThat(lines()).hasSize(3).allMatch((line) -> line.contains("\"target\":\"second\""));
		assertThat(lines().get(0)).contains("\"value\":2}");
		assertThat(lines().get(2)).contains("\"total\":2,");
	}

	private static String port(RunningExporter exporter) {
		return Integer.toString(exporter.address().getPort());
	}

	@Test
	void aSummaryIsAnObjectForEachIntervalAndSeries() throws IOException {
		Path file = recording(25);
		assertThat(run("--replay", file + ",max", "--summary=10s")).isZero();
		List<String> orders = lines().stream().filter((line) -> line.contains("\"orders\"")).toList();
		List<String> requests = lines().stream().filter((line) -> line.contains("\"requests\"")).toList();
		assertThat(orders).hasSize(3);
		assertThat(orders.get(0)).contains("\"time\":\"2023-11-14T22:13:30.000000000Z\",\"seconds\":10,",
				"\"unit\":\"count\",\"description\":\"Orders\"", "\"total\":10,\"increase\":10,\"rate\":1}");
		assertThat(orders.get(1)).contains("\"total\":20,\"increase\":10,\"rate\":1}");
		assertThat(orders.get(2)).contains("\"seconds\":4,", "\"total\":25,\"increase\":5,");
		assertThat(requests.get(1)).contains("\"count\":10,\"rate\":1,\"sum\":145,\"mean\":14.5,\"min\":10,");
		assertThat(err()).isEmpty();
	}

	@Test
	void thatThereAreMoreSeriesThanAreKeptIsAMessage() throws IOException {
		Path file = recording(25);
		assertThat(run("--replay", file + ",max", "--summary=10s", "--max-series=1")).isZero();
		assertThat(err().lines()).containsExactly("metrics-tcp-observer: There are more than 1 series. "
				+ "Nothing is kept of the others (--max-series).");
	}

	@Test
	void aTargetMayFollowSummary() {
		assertThat(run("--summary", "app:x")).isEqualTo(2);
		assertThat(err()).contains("\"app:x\" is no target");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--summary=100ms", "--summary 100ms" })
	void aTargetMayFollowSummaryWithAnInterval(String summary) {
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment();
			String arguments = summary + " " + target(exporter) + " --count=1 --for=36500d";
			assertThat(run(arguments.split(" "))).isZero();
		}
		assertThat(lines()).hasSize(1);
		assertThat(lines().get(0)).contains("\"name\":\"orders\"");
		assertThat(err()).doesNotContain("100ms");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--tls-password", "--tls-password=secret" })
	void aTargetMayFollowTlsPassword(String option) {
		assertThat(run("--json", "--tls", "--trust=a", option, "app:x")).isEqualTo(2);
		assertThat(err()).contains("\"app:x\" is no target");
	}

	@ParameterizedTest
	@CsvSource({ "secret, 1, No target was reached", "wrong, 2, the password is wrong (--tls-password)" })
	void thePasswordIsReadFromTheStandardInput(String typed, int exitCode, String said) throws Exception {
		Path trusted = this.directory.resolve("trusted.p12");
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		store.setCertificateEntry("trusted", anyCertificate());
		try (OutputStream out = Files.newOutputStream(trusted)) {
			store.store(out, "secret".toCharArray());
		}
		InputStream in = System.in;
		System.setIn(new ByteArrayInputStream((typed + "\n").getBytes(StandardCharsets.UTF_8)));
		try {
			assertThat(run("--json", "--tls", "--trust", trusted.toString(), "--for=100ms", "--tls-password",
					closedTarget()))
				.isEqualTo(exitCode);
		}
		finally {
			System.setIn(in);
		}
		assertThat(err()).startsWith("metrics-tcp-observer: The password is read from the standard input.")
			.contains(said);
	}

	private static X509Certificate anyCertificate() throws GeneralSecurityException {
		TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		factory.init((KeyStore) null);
		return ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers()[0];
	}

	@Test
	void ofASummaryOnlyWhatTheFilterWantsIsWrittenAndNoMoreThanIsWanted() throws IOException {
		Path file = recording(25);
		assertThat(run("--replay", file + ",max", "--summary=10s", "--filter=orders", "--count=2")).isZero();
		assertThat(lines()).hasSize(2).allMatch((line) -> line.contains("\"orders\""));
		this.out.reset();
		assertThat(run("--replay", file + ",max", "--summary=10s", "--count=3")).isZero();
		assertThat(lines()).hasSize(3);
	}

	@Test
	void theLastIntervalEndsWhenTheTimeIsUp() {
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment();
			int exitCode = run("--summary=1h", "--for=1500ms", target(exporter));
			assumeThat(lines()).as("what was connected to and read before the time was up").isNotEmpty();
			assertThat(exitCode).isZero();
		}
		assertThat(lines()).hasSize(1);
		assertThat(lines().get(0)).contains("\"seconds\":1.5,");
	}

	@Test
	void wrongTlsFilesLeaveNoRecordingBehind() {
		Path file = this.directory.resolve("run.bin");
		assertThat(run("--record", file.toString(), "--tls", "--trust", "/no/such/file")).isEqualTo(2);
		assertThat(file).doesNotExist();
	}

	@Test
	void numbersThatJsonDoesNotHaveAreWritten() throws IOException {
		SeriesKey gauge = new SeriesKey(Kind.GAUGE, "g", Map.of());
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (double value : new double[] { Double.NaN, Double.POSITIVE_INFINITY, 1e300, 0.1, -0.0, 1e15 }) {
			frames.writeBytes(
					FrameEncoder.encode(gauge, Operation.SET_GAUGE, Double.doubleToLongBits(value), Long.MAX_VALUE, 0));
		}
		frames.writeBytes(FrameEncoder.encode(new SeriesKey(Kind.COUNTER, "c", Map.of()), Operation.SET_COUNTER, -1,
				-62_135_596_800L, 0));
		Path file = Files.write(this.directory.resolve("run.bin"), frames.toByteArray());
		assertThat(run("--replay", file + ",max", "--json")).isZero();
		assertThat(lines()).extracting((line) -> line.substring(line.indexOf("\"value\":") + 8, line.length() - 1))
			.containsExactly("\"NaN\"", "\"Infinity\"", "1.0E300", "0.1", "0", "1.0E15", "18446744073709551615");
		assertThat(lines().get(0)).doesNotContain("\"time\"");
		assertThat(lines().get(6)).startsWith("{\"time\":\"0001-01-01T00:00:00.000000000Z\"");
	}

	@Test
	void textIsWrittenSoThatAnyJsonParserTakesIt() throws IOException {
		SeriesKey key = new SeriesKey(Kind.COUNTER, "a\u0000\u001f\u007fé\uD83D\uDE00", Map.of("\\", "\b\t\r\n\""));
		Path file = Files.write(this.directory.resolve("run.bin"),
				FrameEncoder.encode(key, Operation.INCREMENT_COUNTER, 1, 1_700_000_000L, 0));
		assertThat(run("--replay", file + ",max", "--json")).isZero();
		assertThat(lines().get(0)).contains("\"name\":\"a\\u0000\\u001f\\u007fé\uD83D\uDE00\",",
				"\"labels\":{\"\\\\\":\"\\u0008\\t\\r\\n\\\"\"}");
	}

	@Test
	void theUnitOfASeriesIsWrittenAsLongAsItIsKnown() throws IOException {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (String unit : Arrays.asList("seconds", "bytes", null)) {
			for (String name : List.of("first", "second")) {
				frames.writeBytes(FrameEncoder.encode(new Metadata(Kind.GAUGE, name, unit, null)));
				frames.writeBytes(FrameEncoder.encode(new SeriesKey(Kind.GAUGE, name, Map.of()), Operation.SET_GAUGE, 0,
						1_700_000_000L, 0));
			}
		}
		Path file = Files.write(this.directory.resolve("run.bin"), frames.toByteArray());
		assertThat(run("--replay", file + ",max", "--json", "--filter=first")).isZero();
		assertThat(run("--replay", file + ",max", "--json", "--filter=second")).isZero();
		assertThat(run("--replay", file + ",max", "--json", "--max-series=1")).isZero();
		assertThat(lines())
			.extracting((line) -> line.contains("\"unit\"") ? line.replaceAll(".*\"unit\":\"(\\w+)\".*", "$1") : "")
			.containsExactly("seconds", "bytes", "", "seconds", "bytes", "", "seconds", "", "bytes", "", "", "");
	}

	@Test
	void seriesAreFilteredByKindNameAndTheUnitThatTheyHaveThen() throws IOException {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		long time = 1_700_000_000L;
		for (String unit : Arrays.asList(null, "seconds", "bytes")) {
			time++;
			frames.writeBytes(FrameEncoder.encode(new Metadata(Kind.GAUGE, "free", unit, null)));
			for (Kind kind : List.of(Kind.GAUGE, Kind.COUNTER)) {
				Operation operation = (kind == Kind.GAUGE) ? Operation.SET_GAUGE : Operation.SET_COUNTER;
				frames.writeBytes(FrameEncoder.encode(new SeriesKey(kind, "free", Map.of("kind", "disk")), operation, 1,
						time, 0));
			}
		}
		Path file = Files.write(this.directory.resolve("run.bin"), frames.toByteArray());
		assertThat(filtered(file, "--json", "unit=seconds")).hasSize(1)
			.allMatch((line) -> line.contains("\"unit\":\"seconds\""));
		assertThat(filtered(file, "--json", "unit=")).hasSize(4).noneMatch((line) -> line.contains("\"unit\""));
		assertThat(filtered(file, "--json", "kind=counter")).hasSize(3)
			.allMatch((line) -> line.contains("\"kind\":\"counter\""));
		assertThat(filtered(file, "--json", "label:kind=disk name=free")).hasSize(6);
		assertThat(filtered(file, "--json", "name=fre")).isEmpty();
		assertThat(filtered(file, "--summary=10s", "unit=bytes")).hasSize(1);
		assertThat(filtered(file, "--summary=10s", "unit=seconds")).isEmpty();
		assertThat(run("--json", "--filter", "kind=timer")).isEqualTo(2);
		assertThat(err()).contains("The filter's kind is counter, gauge or histogram, and not \"timer\"");
	}

	private List<String> filtered(Path file, String format, String filter) {
		this.out.reset();
		assertThat(run("--replay", file + ",max", format, "--filter", filter)).isZero();
		return lines();
	}

	@Test
	void aTornRecordingIsUsedToItsLastWholeFrame() throws IOException {
		Path file = recording(25);
		byte[] bytes = Files.readAllBytes(file);
		Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
		assertThat(run("--replay", file + ",max", "--json")).isZero();
		assertThat(lines()).hasSize(49);
		assertThat(err()).contains("ends in the middle of a frame").hasLineCount(1);
	}

	@Test
	void whatIsNoRecordingIsAFailure() throws IOException {
		Path file = Files.writeString(this.directory.resolve("text"), "This is no recording. ".repeat(100));
		assertThat(run("--replay", file + ",max", "--json")).isEqualTo(1);
		assertThat(err()).startsWith("metrics-tcp-observer: The recording can't be read any further: ").hasLineCount(1);
		assertThat(run("--replay", this.directory + "/absent", "--json")).isEqualTo(1);
	}

	@Test
	void aReaderThatIsGoneEndsItQuietly() throws IOException {
		Path file = recording(10_000);
		assertThat(run(broken("Broken pipe"), "--replay", file + ",max", "--json")).isZero();
		assertThat(err()).isEmpty();
	}

	@Test
	void anOutputThatCannotBeWrittenIsAFailure() throws IOException {
		Path file = recording(10_000);
		assertThat(run(broken("No space left on device"), "--replay", file + ",max", "--json")).isEqualTo(1);
		assertThat(err()).contains("The output can't be written: No space left on device.");
	}

	@Test
	void aRecordingOfTheExporterIsReplayed() throws IOException {
		Path file = this.directory.resolve("run.bin");
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment(5);
			assertThat(run("--record", file.toString(), "--json", "--count=1", target(exporter))).isZero();
		}
		this.out.reset();
		assertThat(run("--replay", file + ",max", "--json")).isZero();
		assertThat(lines()).hasSize(1);
		assertThat(lines().get(0)).contains("\"operation\":\"set_counter\",\"value\":5");
		assertThat(run("--record", file.toString(), "--json")).isEqualTo(1);
		assertThat(err()).contains("already exists");
	}

	@Test
	void aRecordingIsWrittenToTheStandardOutput() throws IOException {
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment(5);
			assertThat(run("--record", "-", "--for=3s", target(exporter))).isZero();
		}
		Path file = Files.write(this.directory.resolve("out.bin"), this.out.toByteArray());
		this.out.reset();
		assertThat(run("--replay", file + ",max", "--json", "--filter=orders")).isZero();
		assertThat(lines()).hasSize(1);
		assertThat(lines().get(0)).contains("\"operation\":\"set_counter\",\"value\":5");
	}

	@Test
	void aReaderOfARecordingThatIsGoneEndsItQuietly() {
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment(5);
			assertThat(run(broken("Broken pipe"), "--record", "-", target(exporter))).isZero();
			assertThat(err()).isEqualTo("metrics-tcp-observer: %s is connected.%n".formatted(target(exporter)));
		}
	}

	@Test
	void theFilesThatARecordingGoesOnInAreReadTooAndSaid() throws IOException {
		Path file = recording(25);
		Path second = Files.copy(file, this.directory.resolve("run.bin.1"));
		assertThat(run("--replay", file + ",max", "--json", "--filter=orders")).isZero();
		assertThat(lines()).hasSize(50);
		assertThat(err()).isEqualTo("metrics-tcp-observer: %s is read too.%n".formatted(second));
		Path third = Files.copy(file, this.directory.resolve("run.bin.2"));
		assertThat(run("--replay", file + ",max", "--json", "--filter=orders")).isZero();
		assertThat(lines()).hasSize(125);
		assertThat(err()).endsWith("%s to %s are read too.%n".formatted(second, third));
	}

	@Test
	void filesThatAreNamedAreReadInThatOrderAndNoOthers() throws IOException {
		Path file = recording(25);
		Path second = Files.copy(file, this.directory.resolve("run.bin.1"));
		Path third = Files.copy(file, this.directory.resolve("other.gz"));
		Files.copy(file, this.directory.resolve("run.bin.2"));
		assertThat(run("--replay", second.toString(), file.toString(), third + ",max", "--json", "--filter=orders"))
			.isZero();
		assertThat(lines()).hasSize(75);
		assertThat(err()).isEmpty();
		assertThat(run("--replay", file.toString(), this.directory + "/absent,max", "--json")).isEqualTo(1);
		assertThat(err()).endsWith("absent can't be read: no such file%n".formatted());
	}

	@ParameterizedTest
	@ValueSource(strings = { "run.gz", "run.zst" })
	void aCompressedRecordingOfTheExporterIsReplayed(String name) throws IOException {
		Path file = this.directory.resolve(name);
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment(5);
			assertThat(run("--record", file.toString(), "--json", "--count=1", target(exporter))).isZero();
		}
		this.out.reset();
		assertThat(run("--replay", file + ",max", "--json", "--filter=orders")).isZero();
		assertThat(lines()).hasSize(1);
		assertThat(lines().get(0)).contains("\"operation\":\"set_counter\",\"value\":5");
	}

	@Test
	void aTargetThatIsNeverReachedIsAFailureOnceTheTimeIsUp() throws IOException {
		assertThat(run("--json", "--for=100ms", closedTarget())).isEqualTo(1);
		assertThat(err()).endsWith("No target was reached." + System.lineSeparator());
	}

	@ParameterizedTest
	@ValueSource(strings = { "--json", "--summary" })
	void aPortThatIsNoStreamIsAFailureOnceTheTimeIsUp(String format) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.start();
		try {
			String target = "127.0.0.1:" + server.getAddress().getPort();
			assertThat(run(format, "--for=2s", target)).isEqualTo(1);
			assertThat(err().lines()).containsExactly("metrics-tcp-observer: %s is connected.".formatted(target),
					"metrics-tcp-observer: %s: nothing received so far: is this the metrics port? does it need --tls?"
						.formatted(target),
					"metrics-tcp-observer: No target was reached.");
		}
		finally {
			server.stop(0);
		}
		assertThat(this.out.size()).isZero();
	}

	@Test
	void aPortThatNeedsTlsIsAFailureOnceTheTimeIsUp() throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		KeyStore store = serverCertificate();
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(store, "changeit".toCharArray());
		context.init(keys.getKeyManagers(), null, null);
		try (RunningExporter exporter = RunningExporter.start((builder) -> builder.ssl(context, ClientAuth.NONE))) {
			exporter.registry().counter("orders").increment();
			assertThat(run("--json", "--for=2s", target(exporter))).isEqualTo(1);
			assertThat(err().lines()).containsExactly(
					"metrics-tcp-observer: %s is connected.".formatted(target(exporter)),
					"metrics-tcp-observer: %s: nothing received so far: is this the metrics port? does it need --tls?"
						.formatted(target(exporter)),
					"metrics-tcp-observer: No target was reached.");
			assertThat(this.out.size()).isZero();
			assertThat(run("--json", "--count=1", "--tls", "--trust", this.directory.resolve("server.p12").toString(),
					"--tls-password=changeit", target(exporter)))
				.isZero();
		}
		assertThat(lines()).hasSize(1);
	}

	private KeyStore serverCertificate() throws Exception {
		Path store = this.directory.resolve("server.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=server", "-ext", "san=ip:127.0.0.1",
				"-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", "changeit")
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(keytool.waitFor()).isZero();
		return KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
	}

	@Test
	void aPortWithNothingBehindItIsSaidTwiceAtMostAndAFailure() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			Thread closing = new Thread(() -> closeAll(server));
			closing.start();
			String target = "127.0.0.1:" + server.getLocalPort();
			assertThat(run("--json", "--for=5s", target)).isEqualTo(1);
			assertThat(err().lines()).containsExactly("metrics-tcp-observer: %s is connected.".formatted(target),
					("metrics-tcp-observer: %s: closed before sending anything: this address may not be allowed, "
							+ "or max-clients is reached; the application's log says which; trying again.")
						.formatted(target),
					("metrics-tcp-observer: %s: closed again and again before sending anything: "
							+ "nothing listens behind this port, or this address is not allowed, or max-clients is "
							+ "reached; trying again.")
						.formatted(target),
					"metrics-tcp-observer: No target was reached.");
		}
	}

	private static void closeAll(ServerSocket server) {
		try {
			while (true) {
				server.accept().close();
			}
		}
		catch (IOException ex) {
			// The test is over
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aHostThatDoesNotAnswerIsSaidThoughTheAttemptLasts() throws IOException {
		// Linux does not answer once the queue of connections is full
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Socket first = new Socket(server.getInetAddress(), server.getLocalPort());
				Socket second = new Socket(server.getInetAddress(), server.getLocalPort())) {
			String target = "127.0.0.1:" + server.getLocalPort();
			assertThat(first.isConnected() && second.isConnected()).isTrue();
			assertThat(run("--json", "--for=1s", target)).isEqualTo(1);
			assertThat(err().lines()).containsExactly(
					"metrics-tcp-observer: %s: does not answer yet.".formatted(target),
					"metrics-tcp-observer: No target was reached.");
		}
	}

	@Test
	void theSameTargetTwiceIsOne() {
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment();
			assertThat(run("--summary=500ms", "--count=2", target(exporter), target(exporter))).isZero();
		}
		assertThat(err().lines().filter((line) -> line.contains("is connected"))).hasSize(1);
		assertThat(lines()).allMatch((line) -> line.contains("\"orders\""));
		assertThat(lines().get(0).replaceAll(",\"seconds.*", "")).as("one object for each interval")
			.isNotEqualTo(lines().get(1).replaceAll(",\"seconds.*", ""));
	}

	@Test
	void samplesThatTheExporterDropsAreAMessage() throws Exception {
		SeriesKey dropped = new SeriesKey(Kind.COUNTER, "metrics.tcp.deliveries", Map.of("outcome", "dropped"));
		try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
			Thread sending = new Thread(() -> {
				try (Socket socket = server.accept()) {
					for (long total = 5; total < 9; total++) {
						socket.getOutputStream()
							.write(FrameEncoder.encode(dropped, Operation.SET_COUNTER, total, 1_700_000_000L, 0));
					}
					socket.getInputStream().read();
				}
				catch (IOException ex) {
					// The test is over
				}
			});
			sending.start();
			String target = "127.0.0.1:" + server.getLocalPort();
			assertThat(run("--json", "--count=4", target)).isZero();
			assertThat(err().lines().filter((line) -> line.contains(": the exporter drops samples: "))).hasSize(1);
		}
	}

	@Test
	void onceWritesATableWithoutAnythingCut() throws IOException {
		String label = "x".repeat(200);
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		frames.writeBytes(FrameEncoder.encode(new Metadata(Kind.HISTOGRAM, "http.server.requests", "seconds", null)));
		frames.writeBytes(FrameEncoder.encode(new Metadata(Kind.GAUGE, "jvm.memory.used", "bytes", null)));
		for (int i = 0; i < 20; i++) {
			frames.writeBytes(FrameEncoder.encode(new SeriesKey(Kind.COUNTER, "shop.orders", Map.of("channel", "app")),
					Operation.SET_COUNTER, 1000 + 2L * i, 1_700_000_000L + i, 0));
			frames.writeBytes(FrameEncoder.encode(
					new SeriesKey(Kind.HISTOGRAM, "http.server.requests", Map.of("uri", "/orders", "user", label)),
					Operation.RECORD_HISTOGRAM, Double.doubleToLongBits(0.25), 1_700_000_000L + i, 0));
		}
		frames.writeBytes(FrameEncoder.encode(new SeriesKey(Kind.GAUGE, "jvm.memory.used", Map.of()),
				Operation.SET_GAUGE, Double.doubleToLongBits(3 << 20), 1_700_000_020L, 0));
		Path file = Files.write(this.directory.resolve("run.bin"), frames.toByteArray());
		assertThat(run("--replay", file + ",max", "--once")).isZero();
		assertThat(lines()).containsExactly(
				"METRIC                KIND        VALUE  RATE     P50     P99     MAX  LABELS",
				"http.server.requests  histogram  250 ms   1/s  250 ms  250 ms  250 ms  uri=/orders user=" + label,
				"jvm.memory.used       gauge       3 MiB                         3 MiB",
				"shop.orders           counter     1,038   2/s                          channel=app");
		assertThat(err()).isEmpty();
		this.out.reset();
		assertThat(run("--replay", file + ",max", "--once", "--filter=shop.*")).isZero();
		assertThat(lines()).containsExactly("METRIC       KIND     VALUE  RATE  LABELS",
				"shop.orders  counter  1,038   2/s  channel=app");
		this.out.reset();
		assertThat(run("--replay", file + ",max", "--once", "--filter=nothing")).isEqualTo(1);
		assertThat(lines()).isEmpty();
		assertThat(err()).isEqualTo("metrics-tcp-observer: No series matches nothing." + System.lineSeparator());
	}

	@Test
	void onceDoesNotWaitAsLongAsARecordingTook() throws IOException {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (int i = 0; i < 600; i++) {
			frames.writeBytes(FrameEncoder.encode(new SeriesKey(Kind.COUNTER, "shop.orders", Map.of()),
					Operation.SET_COUNTER, i, 1_700_000_000L + i, 0));
		}
		Path file = Files.write(this.directory.resolve("run.bin"), frames.toByteArray());
		assertTimeout(Duration.ofSeconds(30), () -> assertThat(run("--replay", file.toString(), "--once")).isZero());
		assertThat(lines()).hasSize(2).last().asString().startsWith("shop.orders  counter    599");
	}

	@Test
	void onceCollectsForAFewSeconds() {
		try (RunningExporter exporter = RunningExporter.start(); RunningExporter other = RunningExporter.start()) {
			exporter.registry().counter("orders").increment(5);
			other.registry().counter("orders").increment(7);
			assertThat(run("--once", target(exporter), target(other))).isZero();
			assertThat(lines()).anyMatch((line) -> line.matches("orders +counter +5 .*" + target(exporter)))
				.anyMatch((line) -> line.matches("orders +counter +7 .*" + target(other)));
		}
	}

	@Test
	void onceFailsIfNothingWasReceived() throws IOException {
		assertThat(run("--once", "--for=200ms", closedTarget())).isEqualTo(1);
		assertThat(err()).contains("nothing listens on this port").contains("No target was reached.");
		assertThat(lines()).isEmpty();
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void theStreamsOfThisMachineAreListed() throws IOException {
		assertThat(run("ps")).isEqualTo(1);
		assertThat(err()).startsWith("metrics-tcp-observer: No stream of yours was found on this machine.");
		Announcements announcements = Announcements.in(this.directory.resolve("streams"));
		this.localStreams = new LocalStreams(List.of(announcements.place()));
		announcements.add("shop", "127.0.0.1", 5000);
		announcements.add("coffee\033[2J", "0.0.0.0", 41234);
		assertThat(run("ps")).isZero();
		long pid = ProcessHandle.current().pid();
		String blanks = " ".repeat(Math.max(0, String.valueOf(pid).length() - 3));
		assertThat(lines()).containsExactly(("NAME        ADDRESS          PID" + blanks).stripTrailing(),
				"coffee\uFFFD[2J  127.0.0.1:41234  " + pid, "shop        127.0.0.1:5000   " + pid);
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void withoutATargetTheStreamThatIsFoundIsWatched() throws IOException {
		Announcements announcements = Announcements.in(this.directory.resolve("streams"));
		this.localStreams = new LocalStreams(List.of(announcements.place()));
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment();
			announcements.add("shop", "127.0.0.1", exporter.address().getPort());
			assertThat(run("--json", "--count=1")).isZero();
			assertThat(err()).contains(target(exporter) + " is connected.");
			announcements.add("orders", "127.0.0.1", 1);
			assertThat(run("--json", "--count=1")).isEqualTo(2);
			assertThat(err())
				.contains("There are several streams on this machine. Name one: orders (127.0.0.1:1), shop ("
						+ target(exporter) + ")");
		}
	}

	@Test
	void aliasesAreThoseOfTheConfigFile() throws IOException {
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment();
			Path file = Files.writeString(this.directory.resolve("observer.conf"),
					"target.shop-a = " + target(exporter) + "\n");
			assertThat(run("--config", file.toString(), "--json", "--count=1", "shop-a")).isZero();
			assertThat(lines()).hasSize(1);
			Files.writeString(file, "\ntarget.shop-a = nowhere:0\n");
			assertThat(run("--config", file.toString(), "--json", "--count=1", "shop-a")).isEqualTo(2);
			assertThat(err()).contains("metrics-tcp-observer: " + file
					+ ", line 2: \"nowhere:0\" is no target: its port must be 1 to 65535");
		}
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void aliasesOfTheConfigFileNameWhatIsFound() throws IOException {
		Announcements announcements = Announcements.in(this.directory.resolve("streams"));
		this.localStreams = new LocalStreams(List.of(announcements.place()));
		Path file = this.directory.resolve("observer.conf");
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment();
			announcements.add("shop", "127.0.0.1", exporter.address().getPort());
			Files.writeString(file, "target.checkout = " + target(exporter) + "\n");
			assertThat(run("--config", file.toString(), "--json", "--count=1")).isZero();
			assertThat(err()).contains("metrics-tcp-observer: checkout is connected (" + target(exporter) + ").");
			assertThat(lines()).hasSize(1);
			this.out.reset();
			assertThat(run("--config", file.toString(), "ps")).isZero();
			assertThat(lines()).hasSize(2).first().asString().startsWith("NAME  ADDRESS").endsWith("  ALIAS");
			assertThat(lines().get(1)).startsWith("shop  " + target(exporter)).endsWith("  checkout");
			Files.writeString(file, "target.checkout = nowhere:0\n");
			assertThat(run("--config", file.toString(), "ps")).isEqualTo(2);
			assertThat(err()).contains("metrics-tcp-observer: " + file + ", line 1: \"nowhere:0\" is no target");
		}
	}

	@Test
	void samplesThatTheExporterDropsAreAMessageThoughItsMetersAreBeyondTheLimit() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
			Thread sending = new Thread(() -> sendDrops(server));
			sending.start();
			String target = "127.0.0.1:" + server.getLocalPort();
			assertThat(run("--json", "--count=9", "--max-series=1", target)).isZero();
			assertThat(err().lines().filter((line) -> line.contains(": the exporter drops samples: "))).hasSize(1);
			sending.join();
		}
	}

	@Test
	void samplesThatAreDroppedMakeSummariesIncompleteThoughTheMetersAreBeyondTheLimit() throws Exception {
		SeriesKey dropped = new SeriesKey(Kind.COUNTER, "metrics.tcp.events", Map.of("outcome", "dropped"));
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (int i = 0; i < 3; i++) {
			frames.writeBytes(FrameEncoder.encode(new SeriesKey(Kind.HISTOGRAM, "requests", Map.of()),
					Operation.RECORD_HISTOGRAM, Double.doubleToLongBits(1), 1_700_000_000L + i, 0));
			frames.writeBytes(FrameEncoder.encode(dropped, Operation.SET_COUNTER, 10 + i, 1_700_000_000L + i, 0));
		}
		Path file = Files.write(this.directory.resolve("run.bin"), frames.toByteArray());
		assertThat(run("--replay", file + ",max", "--summary=10s", "--max-series=1")).isZero();
		assertThat(lines()).hasSize(1);
		assertThat(lines().get(0)).endsWith(",\"incomplete\":true,\"dropped\":2}");
	}

	private static void sendDrops(ServerSocket server) {
		SeriesKey dropped = new SeriesKey(Kind.COUNTER, "metrics.tcp.events", Map.of("outcome", "dropped"));
		try (Socket socket = server.accept()) {
			OutputStream out = socket.getOutputStream();
			out.write(FrameEncoder.encode(new SeriesKey(Kind.COUNTER, "orders", Map.of()), Operation.SET_COUNTER, 1,
					1_700_000_000L, 0));
			for (long total = 5; total < 13; total++) {
				out.write(FrameEncoder.encode(dropped, Operation.SET_COUNTER, total, 1_700_000_000L, 0));
			}
			socket.getInputStream().read();
		}
		catch (IOException ex) {
			// The test is over
		}
	}

	@Test
	void theTargetsOfAFileAreWatchedAndOneLineIsWrittenForEach() throws IOException {
		try (RunningExporter first = RunningExporter.start(); RunningExporter second = RunningExporter.start()) {
			first.registry().counter("orders").increment(5);
			second.registry().counter("orders").increment(7);
			Path file = Files.writeString(this.directory.resolve("targets.yml"), """
					- targets: [%s]
					  labels: {pod: shop-a}
					- targets: [%s]
					  labels: {pod: shop-b}
					""".formatted(target(first), target(second)));
			assertThat(run("--json", "--count=2", "file:" + file)).isZero();
			assertThat(lines()).anyMatch((line) -> line.contains("shop-a") && line.contains("\"value\":5}"))
				.anyMatch((line) -> line.contains("shop-b") && line.contains("\"value\":7}"));
			this.out.reset();
			assertThat(run("--summary=200ms", "--count=2", "file:" + file)).isZero();
			assertThat(lines()).anyMatch((line) -> line.contains("shop-a") && line.contains("\"total\":5,"));
			this.out.reset();
			assertThat(run("--once", "file:" + file)).isZero();
			assertThat(this.out.toString(StandardCharsets.UTF_8)).contains("orders", "shop-a", "shop-b");
			assertThat(run("--for=2s", "--fail-if=orders count > 6", "--fail-if=orders value > 6", "file:" + file))
				.isEqualTo(3);
			assertThat(err()).contains("shop-a, shop-b were found in file:" + file + ".",
					"failed: orders value is 7, above 6 (shop-b)");
		}
	}

	@Test
	void aRecordingIsOfOneTargetAndASourceMayHaveSeveral() {
		assertThat(run("--record", "run.bin", "dns:shop")).isEqualTo(2);
		assertThat(run("--record", "-", "file:targets.txt")).isEqualTo(2);
		assertThat(err().lines().filter((line) -> !line.startsWith("Try"))).hasSize(2)
			.containsOnly("metrics-tcp-observer: --record takes one target: a recording does not name the target "
					+ "of an event, and dns: or file: may stand for several");
		this.err.reset();
		assertThat(run("--json", "dns:10.0.0.1:5000")).isEqualTo(2);
		assertThat(err()).startsWith("metrics-tcp-observer: \"dns:10.0.0.1:5000\" is no source of targets: "
				+ "an address is a target without dns:");
	}

	@Test
	void withoutTargetsInAFileNoneIsReached() {
		Path file = this.directory.resolve("targets.txt");
		assertThat(run("--json", "--for=300ms", "file:" + file)).isEqualTo(1);
		assertThat(err()).isEqualTo("""
				metrics-tcp-observer: file:%s can't be read: there is no such file.
				metrics-tcp-observer: No target was reached.
				""".formatted(file));
	}

	@Test
	void helpVersionAndCompletionAreThere() {
		assertThat(run("ps", "--help")).isZero();
		assertThat(run("--help")).isZero();
		assertThat(run("--version")).isZero();
		assertThat(run("generate-completion")).isZero();
	}

	@Test
	void theCommandThatListsStreamsIsOfTheSameVersion() {
		ByteArrayOutputStream version = new ByteArrayOutputStream();
		assertThat(run(version, "--version")).isZero();
		assertThat(version.toString(StandardCharsets.UTF_8)).startsWith("metrics-tcp-observer ");
		assertThat(run("ps", "--version")).isZero();
		assertThat(this.out.toByteArray()).isEqualTo(version.toByteArray());
	}

	private static String closedTarget() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return "127.0.0.1:" + server.getLocalPort();
		}
	}

	private static String target(RunningExporter exporter) {
		return "127.0.0.1:" + exporter.address().getPort();
	}

	/**
	 * Records, each second, an order and a request that takes as many seconds.
	 */
	private Path recording(int seconds) throws IOException {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		frames.writeBytes(FrameEncoder.encode(new Metadata(Kind.COUNTER, "orders", "count", "Orders")));
		for (int i = 0; i < seconds; i++) {
			frames.writeBytes(FrameEncoder.encode(new SeriesKey(Kind.COUNTER, "orders", Map.of()),
					Operation.INCREMENT_COUNTER, 1, 1_700_000_000L + i, 0));
			frames.writeBytes(FrameEncoder.encode(new SeriesKey(Kind.HISTOGRAM, "requests", Map.of()),
					Operation.RECORD_HISTOGRAM, Double.doubleToLongBits(i), 1_700_000_000L + i, 0));
		}
		return Files.write(this.directory.resolve("run.bin"), frames.toByteArray());
	}

	private static OutputStream broken(String reason) {
		return new OutputStream() {

			@Override
			public void write(int value) throws IOException {
				throw new IOException(reason);
			}

		};
	}

	private int run(String... arguments) {
		return run(this.out, arguments);
	}

	private int run(OutputStream out, String... arguments) {
		return ObserverProgram.run(out, this.err, false, this.localStreams, arguments);
	}

	private List<String> lines() {
		return this.out.toString(StandardCharsets.UTF_8).lines().toList();
	}

	private String err() {
		return this.err.toString(StandardCharsets.UTF_8);
	}

}
