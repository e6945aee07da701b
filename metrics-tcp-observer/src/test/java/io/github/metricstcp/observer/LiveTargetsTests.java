package io.github.metricstcp.observer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.github.metricstcp.client.Target;
import io.github.metricstcp.client.TargetAddress;
import io.github.metricstcp.client.discovery.TargetSource;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.model.TargetState;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.observer.ObserverOptions.Format;
import io.github.metricstcp.observer.ObserverOptions.Live;
import io.github.metricstcp.testing.Ports;
import io.github.metricstcp.testing.RunningExporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LiveTargets}, with real exporters and a clock of their own.
 */
class LiveTargetsTests {

	private static final String FILE = "file:targets.txt";

	private static final long KEPT = LiveTargets.KEPT.toNanos();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private final AtomicLong clock = new AtomicLong();

	private final RunningExporter first = RunningExporter.start((builder) -> builder.port(Ports.unused()));

	private final RunningExporter second = RunningExporter.start();

	private LiveTargets targets;

	private ObserverModel model;

	private Recordings recordings;

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		if (this.targets != null) {
			this.targets.close();
		}
		this.first.close();
		this.second.close();
	}

	@Test
	void aTargetThatIsGoneStaysConnectedIsShownAsGoneAndIsLetGoOf() throws IOException {
		this.first.registry().counter("orders").increment(3);
		this.second.registry().counter("orders").increment(4);
		open(Format.WEB);
		Target a = target("a", this.first);
		Target b = target("b", this.second);
		this.targets.change(FILE, List.of(a, b), List.of());
		this.clock.addAndGet(Duration.ofSeconds(1).toNanos());
		awaitTotals(3, 4);
		this.targets.change(FILE, List.of(), List.of(a));
		assertThat(model("a").snapshot().state()).isEqualTo(TargetState.CONNECTED);
		assertThat(model("a").snapshot().remark()).isEqualTo("gone from file:targets.txt; is let go of after 5 min");
		this.first.registry().counter("orders").increment(2);
		awaitTotals(5, 4);
		this.targets.look();
		assertThat(model("a").snapshot().state()).as("what is gone and sends is read").isEqualTo(TargetState.CONNECTED);
		this.first.exporter().stop();
		await().until(() -> model("a").snapshot().state() == TargetState.ENDED);
		assertThat(model("a").snapshot().reason()).isEqualTo("gone from file:targets.txt; is let go of after 5 min");
		this.targets.look();
		this.clock.addAndGet(KEPT - 1);
		this.targets.look();
		assertThat(this.model.targets()).hasSize(2);
		this.clock.addAndGet(1);
		this.targets.look();
		assertThat(this.model.targets()).containsExactly(model("b"));
		assertThat(this.model.series()).extracting(Series::target).containsOnly("b");
		assertThat(said()).containsSubsequence("a, b were found in file:targets.txt.",
				"a is gone from file:targets.txt.", "a was gone for 5 min, and is not kept any more.");
	}

	@Test
	void aTargetThatIsFoundAgainIsConnectedToAgainAndKeepsItsHistory() throws IOException {
		this.first.registry().counter("orders").increment(3);
		open(Format.WEB);
		Target a = target("a", this.first);
		this.targets.change(FILE, List.of(a), List.of());
		awaitTotals(3);
		int port = this.first.address().getPort();
		this.targets.change(FILE, List.of(), List.of(a));
		this.first.exporter().stop();
		await().until(() -> model("a").snapshot().state() == TargetState.ENDED);
		this.targets.look();
		int connections = model("a").snapshot().connections();
		assertThat(connections).isEqualTo(1);
		try (RunningExporter again = RunningExporter.start((builder) -> builder.port(port))) {
			again.registry().counter("orders").increment(1);
			this.targets.change(FILE, List.of(a), List.of());
			this.clock.addAndGet(KEPT);
			awaitTotals(1);
			this.targets.look();
			assertThat(model("a").snapshot().state()).isEqualTo(TargetState.CONNECTED);
			assertThat(model("a").snapshot().remark()).isNull();
			assertThat(model("a").snapshot().connections()).isEqualTo(2);
			assertThat(this.model.targets()).hasSize(1);
		}
	}

	@Test
	void theSameAddressOfTwoSourcesIsOneTarget() throws IOException {
		this.first.registry().counter("orders").increment(3);
		open(Format.WEB, target("a", this.first));
		this.targets.start();
		this.targets.change(FILE, List.of(target("b", this.first)), List.of());
		this.targets.change("dns:shop:5000", List.of(target("c", this.first)), List.of());
		assertThat(this.model.targets()).extracting(TargetModel::name).containsExactly("a");
		this.targets.change(FILE, List.of(), List.of(target("b", this.first)));
		this.targets.change("dns:shop:5000", List.of(), List.of(target("c", this.first)));
		awaitTotals(3);
		assertThat(model("a").snapshot().remark()).as("the user has named it").isNull();
		assertThat(said()).noneMatch((line) -> line.contains("found") || line.contains("gone"));
	}

	@Test
	void aNameThatIsTakenIsTheAddress() throws IOException {
		open(Format.WEB, target("a", this.first));
		Target second = target("a", this.second);
		this.targets.change(FILE, List.of(second), List.of());
		assertThat(this.model.targets()).extracting(TargetModel::name)
			.containsExactly("a", second.address().toString());
	}

	@Test
	void thatANameIsTakenIsSaidOnceOfEachTwoSources() throws IOException {
		open(Format.WEB);
		Target first = new Target("shop-0", TargetAddress.parse("127.1.0.1:1"));
		Target second = new Target("shop-0", TargetAddress.parse("127.1.0.2:1"));
		this.targets.change("file:a.json", List.of(first), List.of());
		this.targets.change("file:b.json", List.of(second), List.of());
		String taken = "shop-0 is the name of two targets: that of file:a.json has it, and that of file:b.json has its "
				+ "address instead. To tell them apart, write a name of its own before each source, as in "
				+ "NAME=file:b.json.";
		assertThat(said()).containsOnlyOnce(taken);
		// And now the other way round
		this.targets.change("file:a.json", List.of(), List.of(first));
		this.targets.change("file:b.json", List.of(), List.of(second));
		this.targets.change("file:b.json", List.of(second), List.of());
		this.targets.change("file:a.json", List.of(first), List.of());
		assertThat(model("shop-0").names().address()).isEqualTo("127.1.0.2:1");
		assertThat(model("127.1.0.1:1").names().address()).isEqualTo("127.1.0.1:1");
		assertThat(said().stream().filter((line) -> line.contains("name of two targets"))).containsExactly(taken);
		Target other = new Target("cart-0", TargetAddress.parse("127.1.0.3:1"));
		this.targets.change("file:b.json", List.of(other), List.of());
		this.targets.change("file:c.json", List.of(new Target("shop-0", TargetAddress.parse("127.1.0.4:1")),
				new Target("cart-0", TargetAddress.parse("127.1.0.5:1"))), List.of());
		assertThat(said()).contains("shop-0, cart-0 are names of two targets each: those of file:b.json have them, and "
				+ "those of file:c.json have their addresses instead. To tell them apart, write a name of its own "
				+ "before each source, as in NAME=file:c.json.");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void namesBeforeSourcesTellTheirTargetsApartWhicheverAnswersFirst(boolean inOrder) throws IOException {
		Path prod = this.directory.resolve("prod.json");
		Path staging = this.directory.resolve("staging.json");
		open(Format.WEB, List.of(),
				List.of(TargetSource.parse("prod=file:" + prod), TargetSource.parse("staging=file:" + staging)));
		this.targets.start();
		String pod = "[{\"targets\": [\"%s\"], \"labels\": {\"pod\": \"shop-0\"}}]";
		Files.writeString(inOrder ? prod : staging, pod.formatted(address(inOrder ? this.first : this.second)));
		await().until(() -> this.model.targets().size() == 1);
		Files.writeString(inOrder ? staging : prod, pod.formatted(address(inOrder ? this.second : this.first)));
		await().until(() -> this.model.targets().size() == 2);
		assertThat(this.model.targets()).extracting(TargetModel::names)
			.containsExactlyInAnyOrder(new TargetNames("prod-shop-0", address(this.first).toString(), "prod-shop-0"),
					new TargetNames("staging-shop-0", address(this.second).toString(), "staging-shop-0"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aTargetThatWasStartedAgainAtAnotherAddressHasItsName(boolean inOneChange) throws IOException {
		this.first.registry().counter("orders").increment(3);
		this.second.registry().counter("orders").increment(4);
		open(Format.WEB);
		Target before = target("shop-0", this.first);
		Target after = target("shop-0", this.second);
		this.targets.change(FILE, List.of(before), List.of());
		awaitTotals(3);
		if (inOneChange) {
			this.targets.change(FILE, List.of(after), List.of(before));
		}
		else {
			this.targets.change(FILE, List.of(), List.of(before));
			this.targets.change(FILE, List.of(after), List.of());
		}
		this.clock.addAndGet(Duration.ofSeconds(1).toNanos());
		awaitTotals(4);
		assertThat(this.model.targets()).extracting(TargetModel::names)
			.containsExactly(new TargetNames("shop-0", after.address().toString(), "shop-0"));
		assertThat(this.targets.connections()).hasSize(1);
		assertThat(this.recordings.progress()).isEmpty();
		await().until(() -> this.first.exporter().clients().isEmpty());
		assertThat(said()).containsSubsequence("shop-0: another target has its name.",
				"shop-0 was found in file:targets.txt.");
		this.targets.change(FILE, List.of(before), List.of(after));
		this.clock.addAndGet(KEPT);
		awaitTotals(3);
		assertThat(this.model.targets()).extracting(TargetModel::name).containsExactly("shop-0");
	}

	@Test
	void anotherNameAtTheSameAddressTakesTheConnectionOver() throws IOException {
		this.first.registry().counter("orders").increment(3);
		open(Format.WEB);
		Target before = target("pod-a", this.first);
		Target after = target("pod-b", this.first);
		this.targets.change(FILE, List.of(before), List.of());
		awaitTotals(3);
		this.targets.change(FILE, List.of(after), List.of(before));
		await().until(() -> this.first.exporter().clients().size() == 1);
		awaitTotals(3, 3);
		assertThat(model("pod-a").snapshot().state()).isEqualTo(TargetState.ENDED);
		assertThat(said()).contains("pod-a: another target has its address.");
		assertThat(this.model.targets()).extracting(TargetModel::name).containsExactly("pod-a", "pod-b");
	}

	@Test
	void shortNamesTellTargetsApartThatComeLater() throws IOException {
		open(Format.WEB);
		this.targets.change(FILE, List.of(plain("10.0.0.1:5000")), List.of());
		assertThat(shortNames()).containsExactly("5000");
		this.targets.change(FILE, List.of(plain("10.0.0.2:5000")), List.of());
		assertThat(shortNames()).containsExactly("10.0.0.1", "10.0.0.2");
	}

	@Test
	void manyTargetsAreNotAllNamedInOneMessage() throws IOException {
		open(Format.WEB);
		List<Target> many = IntStream.range(0, 500)
			.mapToObj((i) -> plain("127.1.%d.1:1".formatted(i % 256)))
			.distinct()
			.toList();
		this.targets.change(FILE, many, List.of());
		assertThat(said())
			.contains("127.1.0.1:1, 127.1.1.1:1, 127.1.2.1:1 and 253 more were found in file:targets.txt.");
	}

	@Test
	void aTargetKeepsTheNameOfItsGroup() throws IOException {
		open(Format.WEB, plain("10.0.0.1:5000"));
		Target taken = new Target("10.0.0.1:5000", TargetAddress.parse("10.0.0.3:5000"), "shop");
		this.targets.change(FILE,
				List.of(new Target("shop-10.0.0.2", TargetAddress.parse("10.0.0.2:5000"), "shop"), taken), List.of());
		assertThat(this.model.targets()).extracting((each) -> each.names().group())
			.containsExactly(null, "shop", "shop");
		assertThat(this.model.targets()).extracting(TargetModel::name)
			.containsExactly("10.0.0.1:5000", "shop-10.0.0.2", "10.0.0.3:5000");
	}

	@Test
	void aTargetIsLetGoOfByRecordingsAndPipesToo() throws IOException {
		this.first.registry().counter("orders").increment(3);
		open(Format.JSON);
		Target a = target("a", this.first);
		this.targets.change(FILE, List.of(a), List.of());
		await().until(() -> this.targets.connections().get(0).reached());
		this.targets.change(FILE, List.of(), List.of(a));
		this.first.exporter().stop();
		await().until(() -> said().stream().anyMatch((line) -> line.equals("a: has closed the connection.")));
		this.clock.addAndGet(KEPT);
		this.targets.look();
		assertThat(said()).contains("a was gone for 5 min, and is not kept any more.");
		assertThat(this.targets.connections()).isEmpty();
		assertThat(this.targets.hasReachedOthers()).isTrue();
		assertThat(this.recordings.progress()).isEmpty();
	}

	@Test
	void aFileIsWatchedAsTheRunGoesOn() throws IOException {
		this.first.registry().counter("orders").increment(3);
		this.second.registry().counter("orders").increment(4);
		Path file = Files.writeString(this.directory.resolve("targets.txt"), target("a", this.first) + "\n");
		open(Format.WEB, List.of(), List.of(TargetSource.parse("file:" + file)));
		this.targets.start();
		awaitTotals(3);
		Files.writeString(file, "%s\n%s\n".formatted(target("a", this.first), target("b", this.second)));
		awaitTotals(3, 4);
	}

	private void open(Format format, Target... targets) throws IOException {
		open(format, List.of(targets), List.of());
	}

	private void open(Format format, List<Target> targets, List<TargetSource> sources) throws IOException {
		Live live = new Live(targets, sources, null, null);
		ObserverOptions options = new ObserverOptions(live, format, Duration.ofSeconds(10), SeriesFilter.ALL,
				ObserverOptions.UNLIMITED, null, 100, List.of(), List.of());
		ProcessStreams streams = new ProcessStreams(new ByteArrayOutputStream(),
				new PrintStream(this.err, true, StandardCharsets.UTF_8), () -> false, () -> false);
		RunOutput output = new RunOutput(options, new ReportRun(null, SeriesFilter.ALL, TimeSource.system()), streams,
				List.of(), 0, null);
		this.model = output.model();
		this.recordings = new Recordings(100, output.session(), false, this.directory, Clock.systemUTC());
		this.targets = new LiveTargets(options, live, output, this.recordings, this.clock::get);
	}

	private void awaitTotals(long... totals) {
		await().untilAsserted(() -> assertThat(this.model.series()
			.stream()
			.filter((each) -> each.name().equals("orders"))
			.mapToLong((each) -> (long) each.latest())
			.toArray()).containsExactlyInAnyOrder(totals));
	}

	private TargetModel model(String name) {
		return this.model.targets().stream().filter((each) -> each.name().equals(name)).findFirst().orElseThrow();
	}

	private List<String> shortNames() {
		return this.model.targets().stream().map((each) -> each.names().shortName()).toList();
	}

	private List<String> said() {
		return this.err.toString(StandardCharsets.UTF_8)
			.lines()
			.map((line) -> line.replaceFirst("^metrics-tcp-observer: ", ""))
			.toList();
	}

	private static Target target(String name, RunningExporter exporter) {
		return new Target(name, address(exporter));
	}

	private static TargetAddress address(RunningExporter exporter) {
		return new TargetAddress("127.0.0.1", exporter.address().getPort());
	}

	private static Target plain(String address) {
		return Target.parse(address);
	}

}
