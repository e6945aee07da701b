package io.github.metricstcp.client.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests of the marks of {@link ObserverModel}.
 */
class MarksTests {

	private static final long BEGINNING = 1_700_000_000;

	private final ManualTime time = new ManualTime();

	private final ObserverModel model = new ObserverModel(this.time, 100);

	private final TargetModel target = this.model.addTarget("shop");

	@BeforeEach
	void open() {
		this.target.opened("peer");
	}

	private void advance(double seconds) {
		this.time.advanceSeconds(seconds);
		this.target.received(1);
	}

	private void reconnect(double seconds, String reason) {
		this.target.closed(reason, Duration.ofSeconds(1));
		this.time.advanceSeconds(seconds);
		this.target.connecting();
		this.target.opened("peer");
	}

	private void set(String name, Map<String, String> labels, long total) {
		this.target.event(this.target.series(new SeriesKey(Kind.COUNTER, name, labels)), Operation.SET_COUNTER, total,
				0, 0);
	}

	private void dropped(String name, long total) {
		set(name, Map.of("outcome", "dropped"), total);
	}

	private void pause(double length, String action, String cause) {
		Map<String, String> labels = Map.of("action", action, "cause", cause, "gc", "G1 Young Generation");
		this.target.event(this.target.series(new SeriesKey(Kind.HISTOGRAM, "jvm.gc.pause", labels)),
				Operation.RECORD_HISTOGRAM, Double.doubleToLongBits(length), 0, 0);
	}

	private List<String> sentences() {
		return this.model.marks().stream().map(Mark::sentence).toList();
	}

	private static long second(Mark mark) {
		return TimeSource.secondOf(mark.time());
	}

	@Test
	void firstConnectionIsNoMark() {
		set("orders", Map.of(), 100);
		advance(10);
		assertThat(this.model.marks()).isEmpty();
	}

	@Test
	void reconnectionHasTheReasonForWhichTheStreamEndedAndItsLength() {
		advance(5);
		this.target.closed("closed by the application", Duration.ofSeconds(1));
		this.time.advanceSeconds(1);
		this.target.connecting();
		this.target.closed("nothing listens on this port (connection refused)", Duration.ofSeconds(1));
		this.time.advanceSeconds(1.5);
		this.target.connecting();
		this.target.opened("peer");
		assertThat(this.model.marks()).extracting(MarksTests::second, Mark::kind, Mark::target, Mark::sentence)
			.containsExactly(tuple(BEGINNING + 7, MarkKind.RECONNECT, "shop",
					"Connected again after 2.5 s (closed by the application)"));
	}

	@Test
	void attemptsThatFailAreNoMarks() {
		TargetModel other = this.model.addTarget("other");
		other.closed("unknown host", Duration.ofSeconds(1));
		this.time.advanceSeconds(1);
		other.opened("peer");
		assertThat(this.model.marks()).isEmpty();
	}

	@Test
	void restartTakesThePlaceOfTheReconnectionThatItExplains() {
		set("orders", Map.of(), 100);
		set("payments", Map.of(), 100);
		reconnect(4, "closed by the application");
		Mark reconnection = this.model.marks().get(0);
		assertThat(reconnection.kind()).isEqualTo(MarkKind.RECONNECT);
		advance(2);
		set("orders", Map.of(), 3);
		set("payments", Map.of(), 2);
		assertThat(this.model.marks()).extracting(Mark::id, MarksTests::second, Mark::kind, Mark::sentence)
			.containsExactly(tuple(reconnection.id(), BEGINNING + 4, MarkKind.RESTART,
					"Restarted; connected again after 4.0 s (closed by the application)"));
		assertThat(this.model.marks().get(0).revision()).isGreaterThan(reconnection.revision());
		reconnect(90, "closed by the application");
		assertThat(sentences()).hasSize(2).last().isEqualTo("Connected again after 2 min (closed by the application)");
	}

	@Test
	void lossesAreOneMarkForAsLongAsTheyGoOn() {
		dropped("metrics.tcp.events", 1000);
		dropped("metrics.tcp.deliveries", 5);
		advance(10);
		assertThat(this.model.marks()).as("before this client").isEmpty();
		dropped("metrics.tcp.events", 1001);
		advance(1);
		Mark first = this.model.marks().get(0);
		assertThat(second(first)).isEqualTo(BEGINNING + 10);
		assertThat(first.kind()).isEqualTo(MarkKind.LOSS);
		assertThat(first.sentence()).isEqualTo("1 sample lost between the application and the stream");
		dropped("metrics.tcp.events", 3500);
		dropped("metrics.tcp.deliveries", 12);
		advance(1);
		dropped("metrics.tcp.deliveries", 13);
		advance(1);
		assertThat(this.model.marks()).extracting(Mark::id, MarksTests::second, Mark::sentence)
			.containsExactly(tuple(first.id(), BEGINNING + 10, "2,500 samples lost between the application and the "
					+ "stream, 8 samples lost on the way to a client, in 3 s"));
		advance(5);
		dropped("metrics.tcp.deliveries", 15);
		advance(1);
		assertThat(sentences()).hasSize(2).last().isEqualTo("2 samples lost on the way to a client");
		assertThat(second(this.model.marks().get(1))).isEqualTo(BEGINNING + 18);
	}

	@Test
	void lossesThatNeverEndAreAMarkEachMinute() {
		dropped("metrics.tcp.events", 0);
		for (int second = 1; second <= 180; second++) {
			advance(1);
			dropped("metrics.tcp.events", 10L * second);
		}
		advance(1);
		assertThat(sentences()).containsExactly("600 samples lost between the application and the stream, in 60 s",
				"600 samples lost between the application and the stream, in 60 s",
				"600 samples lost between the application and the stream, in 60 s");
		assertThat(this.model.marks()).extracting(MarksTests::second)
			.containsExactly(BEGINNING + 1, BEGINNING + 61, BEGINNING + 121);
	}

	@Test
	void whatCameAsASumIsNoLoss() {
		set("metrics.tcp.events", Map.of("outcome", "coalesced"), 1);
		advance(1);
		set("metrics.tcp.events", Map.of("outcome", "coalesced"), 100);
		advance(1);
		assertThat(this.model.marks()).isEmpty();
	}

	@Test
	void longestPauseOfASecondIsAMarkIfItIsAboveTheLevel() {
		pause(0.05, "end of minor GC", "G1 Evacuation Pause");
		advance(7);
		pause(0.06, "end of minor GC", "G1 Evacuation Pause");
		pause(0.1204, "end of minor GC", "G1 Evacuation Pause");
		pause(0.09, "end of minor GC", "G1 Evacuation Pause");
		pause(2, "end of major GC", "System.gc()");
		advance(1);
		pause(0.051, "end of minor GC", "G1 Evacuation Pause");
		assertThat(this.model.marks()).extracting(MarksTests::second, Mark::kind, Mark::sentence)
			.containsExactly(
					tuple(BEGINNING + 7, MarkKind.PAUSE, "GC pause of 120 ms: end of minor GC, G1 Evacuation Pause"),
					tuple(BEGINNING + 7, MarkKind.PAUSE, "GC pause of 2.0 s: end of major GC, System.gc()"),
					tuple(BEGINNING + 8, MarkKind.PAUSE, "GC pause of 51 ms: end of minor GC, G1 Evacuation Pause"));
	}

	@ParameterizedTest
	@CsvSource({ "seconds, 0.2, GC pause of 200 ms", "milliseconds, 200, GC pause of 200 ms", "milliseconds, 20, ",
			"bytes, 200, " })
	void pausesAreTakenInTheUnitInWhichTheyAreSent(String unit, double sample, String sentence) {
		this.target.metadata(new Metadata(Kind.HISTOGRAM, "jvm.gc.pause", unit, null));
		this.target.event(this.target.series(new SeriesKey(Kind.HISTOGRAM, "jvm.gc.pause", Map.of())),
				Operation.RECORD_HISTOGRAM, Double.doubleToLongBits(sample), 0, 0);
		assertThat(sentences()).isEqualTo((sentence != null) ? List.of(sentence) : List.of());
	}

	@Test
	void pausesAreStillSamples() {
		pause(0.2, "end of minor GC", "G1 Evacuation Pause");
		pause(0.01, "end of minor GC", "G1 Evacuation Pause");
		pause(Double.NaN, "end of minor GC", "G1 Evacuation Pause");
		pause(Double.POSITIVE_INFINITY, "end of minor GC", "G1 Evacuation Pause");
		Summary summary = this.model.series().get(0).snapshot(Window.ALL).summary();
		assertThat(summary.count()).isEqualTo(2);
		assertThat(summary.max()).isEqualTo(0.2);
		assertThat(this.model.marks()).hasSize(1);
	}

	@Test
	void labelsThatAreLongAreCut() {
		pause(0.2, "a".repeat(500), "");
		assertThat(sentences()).containsExactly("GC pause of 200 ms: " + "a".repeat(80) + "…");
	}

	@Test
	void manyPausesDisplaceOlderOnesAndNoOthers() {
		reconnect(1, "closed by the application");
		for (int i = 0; i < 1000; i++) {
			advance(1);
			pause(1 + i, "end of major GC", "System.gc()");
		}
		TargetModel other = this.model.addTarget("other");
		IntStream.range(0, 300).forEach((i) -> {
			other.closed("closed", Duration.ofSeconds(1));
			other.opened("peer");
		});
		assertThat(this.model.marks()).filteredOn((mark) -> mark.target().equals("other")).hasSize(MarkLog.MOST);
		List<Mark> shop = this.model.marks().stream().filter((mark) -> mark.target().equals("shop")).toList();
		assertThat(shop).hasSize(MarkLog.MOST + 1);
		assertThat(shop.get(0).kind()).isEqualTo(MarkKind.RECONNECT);
		assertThat(second(shop.get(1))).isEqualTo(BEGINNING + 802);
		assertThat(second(shop.get(MarkLog.MOST))).isEqualTo(BEGINNING + 1001);
	}

	@Test
	void marksOfAllTargetsAreInTheOrderOfTheirTime() {
		TargetModel other = this.model.addTarget("other");
		other.opened("peer");
		reconnect(1, "closed");
		other.closed("closed", Duration.ofSeconds(1));
		this.time.advanceSeconds(1);
		other.opened("peer");
		reconnect(1, "closed");
		assertThat(this.model.marks()).extracting(Mark::target).containsExactly("shop", "other", "shop");
		assertThat(this.model.marks()).extracting(Mark::id).doesNotHaveDuplicates();
	}

	@Test
	void modelThatIsClearedHasNoMarksAndLaterOnesAreNewer() {
		reconnect(1, "closed");
		long revision = this.model.marks().get(0).revision();
		this.model.clear();
		assertThat(this.model.marks()).isEmpty();
		TargetModel again = this.model.addTarget("shop");
		again.opened("peer");
		again.closed("closed", Duration.ofSeconds(1));
		again.opened("peer");
		assertThat(this.model.marks()).singleElement()
			.satisfies((mark) -> assertThat(mark.revision()).isGreaterThan(revision));
	}

}
