package io.github.metricstcp.observer;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.metricstcp.client.Target;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.kafka.testing.KafkaBroker;
import io.github.metricstcp.observer.ObserverOptions.Format;
import io.github.metricstcp.observer.ObserverOptions.Live;
import io.github.metricstcp.testing.RunningExporter;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ObserverCommand} with a real broker of Kafka.
 */
class KafkaRunTests {

	private static final Pattern PAGE = Pattern.compile("metrics-tcp-observer: Live metrics: (\\S+)");

	private static final AtomicInteger TOPICS = new AtomicInteger();

	private final String topic = "shops-" + TOPICS.getAndIncrement();

	private static KafkaBroker broker;

	private RunningExporter shop;

	private RunningExporter store;

	@TempDir
	private Path directory;

	@BeforeAll
	static void startBroker(@TempDir Path directory) throws Exception {
		broker = KafkaBroker.start(directory);
	}

	@AfterAll
	static void stopBroker() {
		if (broker != null) {
			broker.close();
		}
	}

	@BeforeEach
	void startExporters() {
		this.shop = RunningExporter.start();
		this.shop.registry().counter("shop.orders", "product", "decaf").increment(5);
		this.store = RunningExporter.start();
		this.store.registry().counter("shop.orders", "product", "decaf").increment(7);
	}

	@AfterEach
	void stopExporters() {
		this.shop.close();
		this.store.close();
	}

	@Test
	void whatARelayWritesIsRowsOfATopic() throws Exception {
		Run relay = relay();
		Run json = Run.of("--json", "--for", "8s", "--filter", "shop.orders", topic());
		await().until(() -> json.err().contains("store is connected"));
		this.shop.registry().counter("shop.orders", "product", "decaf").increment(2);
		Run summary = Run.of("--summary=1s", "--for", "5s", "--filter", "shop.orders", topic());
		Run table = Run.of("--once", "--for", "5s", "--filter", "shop.orders", topic());
		assertThat(summary.exitCode()).as(summary.err()).isZero();
		assertThat(summary.out().lines().filter((line) -> line.contains("\"target\":\"shop\""))).last()
			.asString()
			.contains("\"labels\":{\"product\":\"decaf\"}", "\"total\":7");
		assertThat(summary.out().lines().filter((line) -> line.contains("\"target\":\"store\""))).last()
			.asString()
			.contains("\"total\":7");
		assertThat(table.exitCode()).as(table.err()).isZero();
		assertThat(table.out()).contains("shop.orders", "shop", "store");
		assertThat(json.exitCode()).as(json.err()).isZero();
		assertThat(json.out().lines().toList())
			.anyMatch((line) -> line.contains("\"target\":\"shop\"")
					&& line.contains("\"operation\":\"set_counter\",\"value\":5"))
			.anyMatch((line) -> line.contains("\"target\":\"shop\"")
					&& line.contains("\"operation\":\"increment_counter\",\"value\":2"));
		assertThat(json.err()).contains("shop is connected (web-1:%s).".formatted(this.shop.address().getPort()));
		relay.end();
		assertThat(relay.err()).contains(
				"Kafka %s: created topic %s, of 1 partition.".formatted(broker.servers(), this.topic),
				"Kafka %s: connected, writes to topic %s.".formatted(broker.servers(), this.topic));
		assertThat(relay.out()).isEmpty();
	}

	@Test
	void eachInstanceIsRecordedToAFileOfItsOwn() throws Exception {
		Run relay = relay();
		Path file = this.directory.resolve("run.bin.gz");
		Run recording = Run.of("--record", file.toString(), "--for", "6s", topic());
		assertThat(recording.exitCode()).as(recording.err()).isZero();
		relay.end();
		try (Stream<Path> files = Files.list(this.directory)) {
			assertThat(files.map((each) -> each.getFileName().toString())).containsExactlyInAnyOrder("run-shop.bin.gz",
					"run-store.bin.gz");
		}
		Run replay = Run.of("--replay", this.directory.resolve("run-store.bin.gz") + ",max", "--once");
		assertThat(replay.exitCode()).as(replay.err()).isZero();
		assertThat(replay.out()).contains("shop.orders").contains(" 7");
	}

	@Test
	void theSameLoopbackAddressOnTwoHostsIsTwoInstances() throws Exception {
		String kafka = broker.servers() + ",topic=" + this.topic;
		// One exporter, for there is but one machine: what counts is what the relays are
		// told
		Run first = Run.of("--kafka", kafka + ",host=web-1", target(this.shop));
		await().until(() -> first.err().contains("connected, writes to topic"));
		Run second = Run.of("--kafka", kafka + ",host=web-2", target(this.shop));
		await().until(() -> second.err().contains("connected, writes to topic"));
		Run table = Run.of("--once", "--for", "5s", "--filter", "shop.orders", topic());
		assertThat(table.exitCode()).as(table.err()).isZero();
		assertThat(table.out()).contains("web-1:" + this.shop.address().getPort(),
				"web-2:" + this.shop.address().getPort());
		first.end();
		second.end();
	}

	@Test
	void targetsOfAFileAreRelayedAsTheyComeAndGo() throws Exception {
		String first = "shop=" + target(this.shop) + "\n";
		String second = "store=" + target(this.store) + "\n";
		Path file = Files.writeString(this.directory.resolve("targets.txt"), first);
		Run relay = Run.of("--kafka", broker.servers() + ",topic=" + this.topic, "file:" + file);
		await().until(() -> relay.err().contains("connected, writes to topic"));
		Run json = Run.of("--json", "--filter", "shop.orders", topic());
		await().until(() -> json.err().contains("shop is connected"));
		assertThat(json.out()).doesNotContain("store");
		Files.writeString(file, first + second);
		await().until(() -> json.out()
			.lines()
			.anyMatch((line) -> line.contains("\"target\":\"store\"") && line.contains("\"value\":7")));
		Files.writeString(file, second);
		await().until(() -> relay.err().contains("shop is gone from file:"));
		this.shop.exporter().stop();
		await().until(() -> json.err().contains("shop: has closed the connection."));
		assertThat(json.err()).doesNotContain("store: ");
		json.end();
		relay.end();
	}

	@Test
	void aTargetThatIsLetGoOfHasEndedInTheTopic() throws Exception {
		AtomicLong clock = new AtomicLong();
		Live live = new Live(List.of(), List.of(), null, null);
		ObserverOptions options = new ObserverOptions(live, Format.RELAY, Duration.ofSeconds(10), SeriesFilter.ALL,
				ObserverOptions.UNLIMITED, null, 100, List.of(), List.of());
		RunOutput output = new RunOutput(options, new ReportRun(null, SeriesFilter.ALL, TimeSource.system()),
				new ProcessStreams(new ByteArrayOutputStream(), new PrintStream(OutputStream.nullOutputStream()),
						() -> false, () -> false),
				List.of(), 0, null);
		output.relayTo(RelayOutput.of(broker.servers(), this.topic, 0, null, null, 100));
		Target target = Target.parse("shop=" + target(this.shop));
		try (Recordings recordings = new Recordings(100, output.session(), false, this.directory, Clock.systemUTC());
				LiveTargets targets = new LiveTargets(options, live, output, recordings, clock::get)) {
			targets.change("file:targets.txt", List.of(target), List.of());
			Run json = Run.of("--json", topic());
			await().until(() -> json.err().contains("shop is connected"));
			targets.change("file:targets.txt", List.of(), List.of(target));
			targets.look();
			assertThat(this.shop.exporter().clients()).as("what is gone and sends is relayed").hasSize(1);
			clock.addAndGet(LiveTargets.KEPT.toNanos());
			targets.look();
			await().until(() -> json.err().contains("shop: is not watched any more."));
			json.end();
		}
		output.finish();
	}

	@Test
	void thePageShowsEachInstance() throws Exception {
		Run relay = relay();
		Run page = Run.of("--web=0", topic());
		URI address = await().until(() -> {
			Matcher found = PAGE.matcher(page.err());
			return found.find() ? URI.create(found.group(1)) : null;
		}, (found) -> found != null);
		await().untilAsserted(() -> assertThat(document(address)).contains("\"name\":\"shop\"", "\"name\":\"store\"",
				"\"id\":\"c:shop.orders\"", "\"series\":2", "\"value\":12"));
		assertThat(document(address)).doesNotContain("\"state\":\"ended\"");
		relay.end();
		await().untilAsserted(() -> assertThat(document(address)).contains("\"state\":\"ended\"",
				"\"trouble\":\"its relay has ended\""));
		page.end();
	}

	/**
	 * Returns the first document of the page's overview.
	 */
	private static String document(URI page) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(page.resolve("api/v1/live?view=overview")).build();
		HttpResponse<InputStream> response = HttpClient.newHttpClient()
			.send(request, HttpResponse.BodyHandlers.ofInputStream());
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
			return lines.readLine();
		}
	}

	@Test
	void relayAndReaderOfATopicOfferAllInstancesToPrometheus() {
		InProcessObserver relay = new InProcessObserver();
		relay.start("--kafka", broker.servers() + ",topic=" + this.topic, "--prometheus=0", "shop=" + target(this.shop),
				"store=" + target(this.store));
		relay.awaitLine("shop_orders_total{product=\"decaf\",target=\"store\"} 7.0");
		await().until(() -> relay.err().contains("connected, writes to topic"));
		InProcessObserver reader = new InProcessObserver();
		reader.start("--prometheus=0", topic());
		reader.awaitLine("shop_orders_total{product=\"decaf\",target=\"shop\"} 5.0");
		reader.awaitLine("shop_orders_total{product=\"decaf\",target=\"store\"} 7.0");
		reader.interrupt();
		relay.interrupt();
	}

	@Test
	void aTopicIsReadFromATimeOn() throws Exception {
		Run relay = relay();
		this.shop.registry().counter("shop.orders", "product", "decaf").increment(2);
		Run json = Run.of("--json", "--for", "5s", "--filter", "shop.orders target=shop", topic() + "?from=-15m");
		assertThat(json.exitCode()).as(json.err()).isZero();
		// From before the relay on, so all is there that it wrote
		assertThat(json.out().lines().toList())
			.anyMatch((line) -> line.contains("\"operation\":\"increment_counter\",\"value\":2"));
		relay.end();
	}

	@Test
	void ofATimeThatIsOverTheRunEndsWithWhatWasThereThen() throws Exception {
		Run relay = relay();
		Run json = Run.of("--json", "--filter", "shop.orders target=shop", topic());
		await().until(() -> json.err().contains("shop is connected"));
		this.shop.registry().counter("shop.orders", "product", "decaf").increment(2);
		await().until(() -> json.out().contains("\"operation\":\"increment_counter\",\"value\":2"));
		String time = topic() + "?from=-15m,to=" + Instant.now().plusMillis(1);
		this.shop.registry().counter("shop.orders", "product", "decaf").increment(3);
		await().until(() -> json.out().contains("\"operation\":\"increment_counter\",\"value\":3"));
		json.end();
		Run summary = Run.of("--summary=1h", "--filter", "shop.orders", time);
		assertThat(summary.exitCode()).as(summary.err()).isZero();
		assertThat(summary.out().lines().filter((line) -> line.contains("\"target\":\"shop\""))).hasSize(1)
			.first()
			.asString()
			.contains("\"total\":7");
		assertThat(summary.out().lines().filter((line) -> line.contains("\"target\":\"store\""))).hasSize(1);
		assertThat(summary.err()).contains("shop is connected").doesNotContain("is read up to");
		// Of one table, nobody watches how it comes about
		Run table = Run.of("--once", "--filter", "shop.orders target=shop", time + ",speed=0.001");
		assertThat(table.exitCode()).as(table.err()).isZero();
		assertThat(table.out()).contains("shop.orders").contains(" 7");
		Path report = this.directory.resolve("run.html");
		Run gate = Run.of("--report", report.toString(), "--fail-if", "shop.orders rate > 1000/s", time);
		assertThat(gate.exitCode()).as(gate.err()).isZero();
		assertThat(gate.err()).contains("run.html is a report of").doesNotContain("was not connected at the end");
		assertThat(report).isNotEmptyFile();
		Path recording = this.directory.resolve("run.bin");
		assertThat(Run.of("--record", recording.toString(), time).exitCode()).isZero();
		Run replay = Run.of("--replay", this.directory.resolve("run-shop.bin").toString(), "--once");
		assertThat(replay.exitCode()).as(replay.err()).isZero();
		assertThat(replay.out()).contains("shop.orders").contains(" 7");
		relay.end();
	}

	@Test
	void ofATimeInWhichThereWasNothingTheRunFails() throws Exception {
		Run relay = relay();
		Run once = Run.of("--once", topic() + "?from=-2h,to=-1h");
		assertThat(once.exitCode()).isEqualTo(1);
		assertThat(once.err())
			.contains("No instance was found in kafka:%s/%s from ".formatted(broker.servers(), this.topic));
		relay.end();
	}

	@Test
	void aTimeThatCannotBeReadIsGivenUp() throws Exception {
		Run once = Run.of("--once", topic() + "?from=-2h,to=-1h");
		assertThat(once.exitCode()).isEqualTo(1);
		assertThat(once.err()).contains(
				"Kafka %s: has no topic %s: does a relay write to it? Trying again.".formatted(broker.servers(),
						this.topic),
				"Kafka %s: topic %s is not read up to ".formatted(broker.servers(), this.topic),
				": given up after 15 s.");
	}

	@Test
	void aTopicWithoutInstancesIsAFailureOnceTheTimeIsUp() throws Exception {
		Run once = Run.of("--once", topic());
		assertThat(once.exitCode()).isEqualTo(1);
		assertThat(once.err())
			.contains(
					"Kafka %s: has no topic %s: does a relay write to it? Trying again.".formatted(broker.servers(),
							this.topic),
					"No instance was found in kafka:%s/%s.".formatted(broker.servers(), this.topic));
	}

	@Test
	void withoutABrokerARunFailsAndSaysSo() throws Exception {
		Run once = Run.of("--once", "kafka:127.0.0.1:1/shops");
		assertThat(once.exitCode()).isEqualTo(1);
		assertThat(once.err())
			.contains("No instance was found in kafka:127.0.0.1:1/shops: no broker has answered so far.");
		Run relay = Run.of("--kafka", "127.0.0.1:1", "--for", "1s", target(this.shop));
		assertThat(relay.exitCode()).as(relay.err()).isEqualTo(1);
		assertThat(relay.err()).contains(" bytes were not acknowledged before the end.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					--kafka localhost a:1                 | "localhost" is no broker: it is written HOST:PORT
					--kafka b:1,topic=a/b a:1             | "a/b" is no topic
					--kafka b:1,memory=much a:1           | --kafka:
					--kafka b:1,memry=5MB a:1             | --kafka takes BROKERS, topic=NAME, memory=SIZE and host=NAME, and not "memry=5MB"
					--kafka b:1,host=localhost a:1        | --kafka: "localhost" is no name by which other hosts know this one
					--kafka b:1,memory=1k a:1             | --kafka needs memory=1MB or more
					--kafka b:1 --replay a                | --kafka and --replay exclude each other
					--kafka b:1 kafka:b:1/t               | --kafka relays exporters
					--kafka b:1 --filter a a:1            | --filter goes with the screen
					--json kafka:b:1/t a:1                | a target kafka: stands alone
					--json shop=kafka:b:1/t               | a target kafka: has no name of its own
					--json kafka:b:1/t?from=noon          | "kafka:b:1/t?from=noon" is no topic
					--json kafka:b:1/t?to=-1m             | "kafka:b:1/t?to=-1m" is no topic: to= goes with from=
					--json kafka:b:1/t?from=-1m,speed=0   | "kafka:b:1/t?from=-1m,speed=0" is no topic: speed= takes
					--json --tls kafka:b:1/t              | --tls goes with exporters
					--json --kafka-config f a:1           | --kafka-config goes with --kafka or a target kafka:
					--json --kafka-config /no/f kafka:b:1 | /no/f can't be read: there is no such file
					--record - kafka:b:1                  | --record - takes one target, and a topic may have several
					""")
	void whatIsWrongIsNamed(String arguments, String sentence) throws Exception {
		Run run = Run.of(arguments.split(" "));
		assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
		assertThat(run.err()).startsWith("metrics-tcp-observer: " + sentence);
	}

	private Run relay() {
		Run relay = Run.of("--kafka", broker.servers() + ",topic=" + this.topic + ",memory=8MB,host=web-1",
				"shop=" + target(this.shop), "store=" + target(this.store));
		await().until(() -> relay.err().contains("connected, writes to topic"));
		return relay;
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(60));
	}

	private static String target(RunningExporter exporter) {
		return "127.0.0.1:" + exporter.address().getPort();
	}

	private String topic() {
		return "kafka:%s/%s".formatted(broker.servers(), this.topic);
	}

	/**
	 * A run of the program, on a thread of its own.
	 */
	private static final class Run {

		private final ByteArrayOutputStream out = new ByteArrayOutputStream();

		private final ByteArrayOutputStream err = new ByteArrayOutputStream();

		private final ObserverCommand command = new ObserverCommand(new ProcessStreams(this.out,
				new PrintStream(this.err, true, StandardCharsets.UTF_8), () -> false, () -> false),
				new LocalStreams(List.of()));

		private final AtomicReference<CompletableFuture<Integer>> end = new AtomicReference<>();

		static Run of(String... arguments) {
			Run run = new Run();
			run.end.set(CompletableFuture.supplyAsync(() -> ObserverMain.commandLine(run.command)
				.setErr(new PrintWriter(run.err, true, StandardCharsets.UTF_8))
				.execute(arguments), (task) -> new Thread(task, "run").start()));
			return run;
		}

		void end() throws Exception {
			this.command.interrupt();
			assertThat(exitCode()).as(err()).isZero();
		}

		int exitCode() throws Exception {
			return this.end.get().get(60, TimeUnit.SECONDS);
		}

		String out() {
			return this.out.toString(StandardCharsets.UTF_8);
		}

		String err() {
			return this.err.toString(StandardCharsets.UTF_8);
		}

	}

}
