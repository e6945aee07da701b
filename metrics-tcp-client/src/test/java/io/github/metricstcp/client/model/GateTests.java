package io.github.metricstcp.client.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.metricstcp.client.model.Verdict.Outcome;
import io.github.metricstcp.client.wire.FamilyKey;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of {@link Gate} with a clock that the test moves.
 */
class GateTests {

	private static final SeriesKey ORDERS = requests("/orders", "200");

	private static final SeriesKey FAILED_ORDERS = requests("/orders", "500");

	private static final SeriesKey SENT = new SeriesKey(Kind.COUNTER, "sent", Map.of());

	private static final SeriesKey STOCK = new SeriesKey(Kind.GAUGE, "stock", Map.of("product", "tea"));

	private static final SeriesKey MORE_STOCK = new SeriesKey(Kind.GAUGE, "stock", Map.of("product", "mate"));

	private final ManualTime time = new ManualTime();

	private int failures;

	@Test
	void theQuantilesOfTheWholeRunAreThoseOfAllSeriesTogether() {
		Gate gate = gate("http.server.requests{uri=/orders} p50 > 200ms", "http.server.requests p90 > 200ms",
				"http.server.requests{status=500} p50 > 200ms");
		Stream shop = open(gate);
		for (int i = 0; i < 90; i++) {
			shop.sample(ORDERS, 0.1);
			this.time.advanceSeconds(0.1);
		}
		for (int i = 0; i < 10; i++) {
			shop.sample(FAILED_ORDERS, 0.3);
			this.time.advanceSeconds(0.1);
		}
		List<Verdict> verdicts = gate.judge();
		assertThat(verdicts).extracting(Verdict::outcome)
			.containsExactly(Outcome.PASSED, Outcome.PASSED, Outcome.FAILED);
		assertThat(verdicts.get(0).value()).isCloseTo(0.1, within(0.001));
		assertThat(verdicts.get(2).value()).isCloseTo(0.3, within(0.003));
		assertThat(verdicts.get(2)).satisfies((verdict) -> {
			assertThat(verdict.isFailure()).isTrue();
			assertThat(verdict.target()).isEqualTo("shop");
			assertThat(verdict.family()).isEqualTo(new FamilyKey(Kind.HISTOGRAM, "http.server.requests"));
			assertThat(verdict.unit()).isEqualTo("seconds");
			assertThat(verdict.limit()).isEqualTo(0.2);
			assertThat(verdict.held()).isNull();
		});
		assertThat(this.failures).as("said at the end alone").isZero();
	}

	@Test
	void eachFigureIsThatOfTheWholeRun() {
		Gate gate = gate("http.server.requests count 0", "http.server.requests rate 0", "http.server.requests mean 0",
				"http.server.requests min 0", "http.server.requests max 0", "http.server.requests p50 0",
				"http.server.requests p99.9 0", "sent value 0", "sent count 0", "sent rate 0", "stock value 0",
				"stock min 0", "stock max 0");
		this.time.advanceSeconds(100);
		Stream shop = open(gate);
		shop.event(SENT, Operation.SET_COUNTER, 1000);
		shop.gauge(STOCK, 5);
		shop.gauge(MORE_STOCK, 30);
		for (int i = 1; i <= 20; i++) {
			shop.sample(ORDERS, i);
			this.time.advanceSeconds(1);
		}
		shop.event(SENT, Operation.SET_COUNTER, 1040);
		shop.gauge(STOCK, 7);
		assertThat(gate.judge()).extracting(Verdict::outcome).containsOnly(Outcome.FAILED);
		List<Double> values = gate.judge().stream().map(Verdict::value).toList();
		assertThat(values.subList(0, 5)).containsExactly(20.0, 1.0, 10.5, 1.0, 20.0);
		assertThat(values.get(5)).isCloseTo(10, within(0.1));
		assertThat(values.get(6)).isCloseTo(20, within(0.2));
		assertThat(values.subList(7, 13)).as("counts from the total that came first; of gauges the sum, and extremes")
			.containsExactly(1040.0, 40.0, 2.0, 37.0, 5.0, 30.0);
	}

	@Test
	void theGaugeThatIsBeyondFirstStandsForThoseWhoseSumHasNoMeaning() {
		Gate gate = gate("age value > 3s", "age value < 2s", "cpu.usage value > 90%");
		Stream shop = open(gate);
		shop.metadata(new Metadata(Kind.GAUGE, "age", "seconds", null));
		for (int i = 1; i <= 3; i++) {
			shop.gauge(new SeriesKey(Kind.GAUGE, "age", Map.of("n", "" + i)), i);
			shop.gauge(new SeriesKey(Kind.GAUGE, "cpu.usage", Map.of("n", "" + i)), i / 10.0);
		}
		this.time.advanceSeconds(1);
		List<Verdict> verdicts = gate.judge();
		assertThat(verdicts).extracting(Verdict::value).containsExactly(3.0, 1.0, 0.3);
		assertThat(verdicts).extracting(Verdict::outcome)
			.containsExactly(Outcome.PASSED, Outcome.FAILED, Outcome.PASSED);
	}

	@Test
	void aWindowIsTheTimeBeforeTheEnd() {
		Gate gate = gate("http.server.requests max > 200ms over 10s", "http.server.requests max > 200ms",
				"http.server.requests rate > 1/s over 10s", "http.server.requests count > 1 over 10s");
		Stream shop = open(gate);
		shop.sample(ORDERS, 5);
		for (int i = 0; i < 40; i++) {
			shop.sample(ORDERS, 0.1);
			this.time.advanceSeconds(0.5);
		}
		List<Verdict> verdicts = gate.judge();
		assertThat(verdicts).extracting(Verdict::outcome)
			.containsExactly(Outcome.PASSED, Outcome.FAILED, Outcome.FAILED, Outcome.FAILED);
		assertThat(verdicts.get(0).value()).isEqualTo(0.1);
		assertThat(verdicts.get(2).value()).isEqualTo(2.0);
		assertThat(verdicts.get(3).value()).isEqualTo(20.0);
	}

	@Test
	void aWindowThatEndsWithinASecondHasItsWholeLength() {
		Gate gate = gate("http.server.requests rate > 1/s over 10s");
		Stream shop = open(gate);
		for (int i = 0; i < 80; i++) {
			shop.sample(ORDERS, 0.1);
			this.time.advanceSeconds(0.25);
		}
		this.time.advanceSeconds(0.5);
		Verdict verdict = gate.judge().get(0);
		// Eleven seconds less a half, in the last half of which nothing came
		assertThat(verdict.value()).isCloseTo(40 / 10.5, within(1e-9));
	}

	@Test
	void withoutSamplesInItsWindowAConditionIsNotJudged() {
		Gate gate = gate("http.server.requests p99 > 200ms over 10s");
		Stream shop = open(gate);
		shop.sample(ORDERS, 5);
		this.time.advanceSeconds(30);
		assertThat(gate.judge()).extracting(Verdict::outcome).containsExactly(Outcome.UNKNOWN);
		assertThat(gate.judge().get(0).isFailure()).isTrue();
	}

	@Test
	void aConditionThatMustHoldFailsOnceItHasHeldThatLong() {
		Gate gate = gate("http.server.requests p99 > 200ms for 3s");
		Stream shop = open(gate);
		slow(shop, 2);
		fast(shop, 1);
		slow(shop, 2);
		this.time.advanceSeconds(0.5);
		shop.sample(ORDERS, 0.3);
		this.time.advanceSeconds(0.499);
		gate.tick();
		assertThat(this.failures).isZero();
		this.time.advanceSeconds(0.001);
		gate.tick();
		assertThat(this.failures).isOne();
		slow(shop, 2);
		fast(shop, 5);
		Verdict verdict = gate.judge().get(0);
		assertThat(verdict.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(verdict.value()).as("when it failed").isCloseTo(0.3, within(0.003));
		assertThat(verdict.held()).isEqualTo(Duration.ofSeconds(5));
		assertThat(this.failures).as("once").isOne();
	}

	@Test
	void aSpikeThatIsShorterDoesNotDecide() {
		Gate gate = gate("http.server.requests p99 > 200ms for 3s", "stock value < 5 for 2s");
		Stream shop = open(gate);
		shop.gauge(STOCK, 1);
		slow(shop, 2);
		shop.gauge(STOCK, 5);
		fast(shop, 20);
		List<Verdict> verdicts = gate.judge();
		assertThat(this.failures).as("of the stock").isOne();
		assertThat(verdicts).extracting(Verdict::outcome).containsExactly(Outcome.PASSED, Outcome.FAILED);
		assertThat(verdicts.get(0).held()).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void aSecondWithoutSamplesIsNoBreakAndDoesNotCountAtTheEnd() {
		Gate gate = gate("http.server.requests p99 > 200ms for 10s");
		Stream shop = open(gate);
		slow(shop, 1);
		this.time.advanceSeconds(20);
		gate.tick();
		assertThat(this.failures).as("one slow request and nothing else").isZero();
		fast(shop, 1);
		slow(shop, 1);
		this.time.advanceSeconds(8);
		slow(shop, 1);
		gate.tick();
		assertThat(this.failures).isOne();
		assertThat(gate.judge().get(0).held()).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void aWindowOfAConditionThatMustHoldSlides() {
		Gate gate = gate("http.server.requests p50 > 200ms over 5s for 4s");
		Stream shop = open(gate);
		fast(shop, 5);
		// The median is slow from the third second to the sixth
		slow(shop, 4);
		fast(shop, 2);
		assertThat(gate.judge().get(0).held()).isEqualTo(Duration.ofSeconds(4));
		assertThat(this.failures).isOne();
	}

	@Test
	void aRateIsJudgedByWholeSecondsAlone() {
		Gate gate = gate("sent rate < 5/s for 1s", "other rate < 5/s for 1s");
		this.time.advanceSeconds(0.9);
		Stream shop = open(gate);
		shop.event(SENT, Operation.SET_COUNTER, 7000);
		long total = 7000;
		for (int i = 0; i < 45; i++) {
			this.time.advanceSeconds(0.1);
			shop.event(SENT, Operation.SET_COUNTER, ++total);
		}
		this.time.advanceSeconds(0.55);
		gate.tick();
		assertThat(this.failures).isZero();
		assertThat(gate.judge()).extracting(Verdict::outcome).containsExactly(Outcome.PASSED, Outcome.UNSEEN);
		assertThat(gate.judge().get(0).value()).isEqualTo(10.0);
	}

	@Test
	void aQuietTargetHasARateOfZero() {
		Gate gate = gate("sent rate < 5/s for 3s");
		Stream shop = open(gate);
		shop.event(SENT, Operation.SET_COUNTER, 7000);
		this.time.advanceSeconds(1);
		gate.tick();
		this.time.advanceSeconds(2.5);
		gate.tick();
		assertThat(this.failures).isZero();
		this.time.advanceSeconds(0.5);
		gate.tick();
		assertThat(this.failures).isOne();
	}

	@Test
	void aLostConnectionIsABreak() {
		Gate gate = gate("stock value > 5 for 3s");
		Stream shop = open(gate);
		shop.gauge(STOCK, 9);
		this.time.advanceSeconds(2);
		shop.close();
		assertThat(gate.disconnected()).containsExactly("shop");
		this.time.advanceSeconds(2);
		shop.open();
		shop.gauge(STOCK, 9);
		this.time.advanceSeconds(2);
		gate.tick();
		assertThat(this.failures).isZero();
		this.time.advanceSeconds(1);
		gate.tick();
		assertThat(this.failures).isOne();
		assertThat(gate.disconnected()).isEmpty();
	}

	@Test
	void aSeriesThatAnEarlierConnectionHadIsNotCounted() {
		Gate gate = gate("stock value > 10");
		Stream shop = open(gate);
		shop.gauge(STOCK, 9);
		shop.gauge(MORE_STOCK, 9);
		this.time.advanceSeconds(1.5);
		shop.close();
		this.time.advanceSeconds(1);
		shop.open();
		shop.gauge(STOCK, 8);
		this.time.advanceSeconds(1);
		assertThat(gate.judge()).extracting(Verdict::value).containsExactly(8.0);
	}

	@Test
	void theValueWhenTheStreamEndsIsTheLastOne() {
		Gate gate = gate("stock value > 5");
		Stream shop = open(gate);
		shop.gauge(STOCK, 3);
		this.time.advanceSeconds(1.5);
		shop.gauge(STOCK, 9);
		shop.close();
		assertThat(gate.judge()).extracting(Verdict::value).containsExactly(9.0);
	}

	@Test
	void eachTargetAndEachMetricIsJudgedByItself() {
		Gate gate = gate("st*ck value > 5", "sent count > 3");
		Stream a = open(gate, "a");
		Stream b = open(gate, "b");
		a.gauge(STOCK, 4);
		a.gauge(new SeriesKey(Kind.GAUGE, "stick", Map.of()), 6);
		b.gauge(STOCK, 7);
		b.event(SENT, Operation.INCREMENT_COUNTER, 3);
		this.time.advanceSeconds(1);
		assertThat(gate.judge())
			.extracting((verdict) -> verdict.target() + " " + Objects.requireNonNull(verdict.family()).name() + " "
					+ verdict.outcome())
			.containsExactly("a stock PASSED", "a stick FAILED", "b stock FAILED", "b sent PASSED");
	}

	@Test
	void aConditionThatFitsNothingFails() {
		Gate gate = gate("http.server.requests value > 5", "http.server.requests p99 > 5MB", "http.* p99 > 1s",
				"nothing p99 > 1s", "http.server.requests{uri=/other} p99 > 1s");
		Stream shop = open(gate);
		shop.sample(ORDERS, 0.1);
		shop.gauge(new SeriesKey(Kind.GAUGE, "http.threads", Map.of()), 1);
		this.time.advanceSeconds(1);
		List<Verdict> verdicts = gate.judge();
		assertThat(verdicts).extracting(Verdict::outcome)
			.containsExactly(Outcome.MISFIT, Outcome.MISFIT, Outcome.PASSED, Outcome.UNSEEN, Outcome.UNSEEN);
		assertThat(verdicts.get(0).reason()).isEqualTo("A histogram has no value, and http.server.requests is one");
		assertThat(verdicts.get(1).reason())
			.isEqualTo("5MB is a number of bytes, and p99 of http.server.requests is sent in seconds");
		assertThat(verdicts.get(3).condition()).hasToString("nothing p99 > 1s");
	}

	@Test
	void eventsThatDidNotComeAreCountedIfThereAreOthers() {
		Gate gate = gate("http.server.requests{status=5*} count > 0", "http.server.requests{status=5*} rate < 1/s",
				"http.server.requests{status=5*} p99 > 1s", "http.server.requests{stat=5*} count > 0",
				"failures count > 0", "stock{product=cocoa} count > 0", "http.server.requests{uri=/o*} count > 0",
				"http.server.requests{status=5*} rate < 1/s for 3s");
		Stream shop = open(gate);
		shop.gauge(STOCK, 1);
		shop.sample(ORDERS, 0.1);
		shop.sample(requests("/orders", "404"), 0.1);
		this.time.advanceSeconds(10);
		List<Verdict> verdicts = gate.judge();
		assertThat(verdicts).extracting(Verdict::outcome)
			.containsExactly(Outcome.PASSED, Outcome.FAILED, Outcome.UNSEEN, Outcome.UNSEEN, Outcome.UNSEEN,
					Outcome.UNSEEN, Outcome.FAILED, Outcome.FAILED);
		assertThat(verdicts).extracting(Verdict::value)
			.containsExactly(0.0, 0.0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 2.0, 0.0);
	}

	@Test
	void eventsThatComeLaterAreCounted() {
		Gate gate = gate("http.server.requests{status=500} count > 1");
		Stream shop = open(gate);
		shop.sample(ORDERS, 0.1);
		this.time.advanceSeconds(5);
		shop.sample(FAILED_ORDERS, 0.1);
		shop.sample(FAILED_ORDERS, 0.1);
		assertThat(gate.judge()).extracting(Verdict::value).containsExactly(2.0);
	}

	@Test
	void ofTargetsWithOneNameTheLastIsToBeThereAtTheEndAndAllAreJudged() {
		Gate gate = gate("stock value > 5");
		Stream before = open(gate, "shop");
		before.gauge(STOCK, 9);
		before.close();
		Stream after = open(gate, "shop");
		assertThat(gate.unreached()).containsExactly("shop");
		assertThat(gate.disconnected()).isEmpty();
		after.gauge(STOCK, 4);
		assertThat(gate.unreached()).isEmpty();
		assertThat(gate.disconnected()).isEmpty();
		assertThat(gate.judge()).extracting(Verdict::outcome).containsExactly(Outcome.FAILED, Outcome.PASSED);
	}

	@Test
	void withoutAFrameOfAnyTargetThereIsNoVerdict() {
		Gate gate = gate("stock value > 5");
		Stream shop = open(gate, "shop");
		StreamListener<?> unused = gate.addTarget("other");
		assertThat(gate.judge()).isEmpty();
		assertThat(gate.unreached()).containsExactly("shop", "other");
		shop.gauge(STOCK, 4);
		assertThat(gate.unreached()).containsExactly("other");
		assertThat(gate.judge()).extracting(Verdict::outcome)
			.as("it was judged before that")
			.doesNotContain(Outcome.PASSED);
	}

	@Test
	void whatComesAfterTheVerdictDoesNotChangeIt() {
		Gate gate = gate("stock value > 5 for 2s");
		Stream shop = open(gate);
		shop.gauge(STOCK, 9);
		this.time.advanceSeconds(1);
		assertThat(gate.judge()).extracting(Verdict::outcome).containsExactly(Outcome.PASSED);
		this.time.advanceSeconds(5);
		shop.gauge(STOCK, 9);
		gate.tick();
		assertThat(this.failures).isZero();
		assertThat(gate.judge()).extracting(Verdict::outcome).containsExactly(Outcome.PASSED);
	}

	@Test
	void onlySeriesOfAConditionAreKeptAndTheirLimitIsANotice() {
		Gate gate = new Gate(List.of(Condition.parse("sent count > 1")), this.time, 2, "--max-series", () -> {
		});
		Stream shop = open(gate);
		for (int i = 0; i < 5; i++) {
			shop.gauge(new SeriesKey(Kind.GAUGE, "stock", Map.of("n", "" + i)), 1);
		}
		assertThat(gate.takeNotices()).isEmpty();
		for (int i = 0; i < 3; i++) {
			shop.event(new SeriesKey(Kind.COUNTER, "sent", Map.of("n", "" + i)), Operation.INCREMENT_COUNTER, 1);
		}
		assertThat(gate.takeNotices())
			.containsExactly("There are more than 2 series. Nothing is kept of the others (--max-series).");
		assertThat(gate.judge()).extracting(Verdict::value).containsExactly(2.0);
	}

	private void slow(Stream stream, int seconds) {
		for (int i = 0; i < seconds; i++) {
			stream.sample(ORDERS, 0.3);
			this.time.advanceSeconds(1);
		}
	}

	private void fast(Stream stream, int seconds) {
		for (int i = 0; i < seconds; i++) {
			stream.sample(ORDERS, 0.1);
			this.time.advanceSeconds(1);
		}
	}

	private Gate gate(String... conditions) {
		return new Gate(Arrays.stream(conditions).map(Condition::parse).toList(), this.time, 100, "maxSeries",
				() -> this.failures++);
	}

	private static Stream open(Gate gate) {
		return open(gate, "shop");
	}

	private static Stream open(Gate gate, String target) {
		return new Stream(gate.addTarget(target));
	}

	private static SeriesKey requests(String uri, String status) {
		return new SeriesKey(Kind.HISTOGRAM, "http.server.requests", Map.of("uri", uri, "status", status));
	}

	/**
	 * The stream of a target, to which a test adds events.
	 */
	private static final class Stream {

		private final Events<?> events;

		Stream(StreamListener<?> listener) {
			this.events = new Events<>(listener);
			open();
			this.events.listener.metadata(new Metadata(Kind.HISTOGRAM, "http.server.requests", "seconds", null));
		}

		void open() {
			this.events.listener.opened("127.0.0.1:1");
		}

		void close() {
			this.events.listener.closed("is gone", Duration.ofSeconds(1));
		}

		void metadata(Metadata metadata) {
			this.events.listener.metadata(metadata);
		}

		void sample(SeriesKey key, double value) {
			event(key, Operation.RECORD_HISTOGRAM, Double.doubleToLongBits(value));
		}

		void gauge(SeriesKey key, double value) {
			event(key, Operation.SET_GAUGE, Double.doubleToLongBits(value));
		}

		void event(SeriesKey key, Operation operation, long operand) {
			this.events.event(key, operation, operand);
		}

	}

	/**
	 * The events of a listener that keeps some object for each series.
	 */
	private record Events<S>(StreamListener<S> listener) {

		void event(SeriesKey key, Operation operation, long operand) {
			this.listener.received(1);
			this.listener.event(this.listener.series(key), operation, operand, 0, 0);
			this.listener.frame(new byte[1], 0, 1);
		}

	}

}
