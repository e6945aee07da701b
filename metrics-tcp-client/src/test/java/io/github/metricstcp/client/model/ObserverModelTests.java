package io.github.metricstcp.client.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of {@link ObserverModel}: the state that a stream builds up.
 */
class ObserverModelTests {

	private final ManualTime time = new ManualTime();

	private final ObserverModel model = new ObserverModel(this.time, 3);

	private final TargetModel target = this.model.addTarget("app:5000");

	@BeforeEach
	void open() {
		this.target.opened("10.0.0.1:5000");
	}

	@Test
	void aCounterGrowsByIncrementsFromTheTotalThatWasSent() {
		Series orders = series(Kind.COUNTER, "orders");
		send(orders, Operation.SET_COUNTER, 1000);
		this.time.advanceSeconds(1);
		send(orders, Operation.INCREMENT_COUNTER, 5);
		send(orders, Operation.INCREMENT_COUNTER, 7);
		this.time.advanceSeconds(1);
		SeriesSnapshot snapshot = orders.snapshot(Window.ALL);
		assertThat(snapshot.total()).isEqualTo(1012);
		assertThat(snapshot.totalKnown()).isTrue();
		assertThat(snapshot.summary().sum()).isEqualTo(12);
		assertThat(snapshot.rates().oneSecond()).isEqualTo(12);
		assertThat(snapshot.live()).isTrue();
	}

	@Test
	void aListenerIsGivenEachEventFromTheNextBatchOn() {
		List<String> events = new ArrayList<>();
		Series orders = series(Kind.COUNTER, "orders");
		this.target.received(10);
		this.model.eventListener((series, operation, operand, time) -> events
			.add(series.name() + " " + operation + " " + operand + " " + time));
		this.target.event(orders, Operation.INCREMENT_COUNTER, 1, 0, 0);
		assertThat(events).isEmpty();
		this.target.received(10);
		this.target.event(orders, Operation.INCREMENT_COUNTER, 2, 1_600_000_000, 5);
		this.target.event(orders, Operation.SET_COUNTER, 9, 0, 0);
		this.target.event(orders, Operation.SET_COUNTER, 9, Long.MAX_VALUE, 0);
		long now = this.time.nanos();
		assertThat(events).containsExactly("orders INCREMENT_COUNTER 2 1600000000000000005",
				"orders SET_COUNTER 9 " + now, "orders SET_COUNTER 9 " + now);
		this.model.eventListener(null);
		this.target.received(10);
		this.target.event(orders, Operation.INCREMENT_COUNTER, 3, 0, 0);
		assertThat(events).hasSize(3);
	}

	@Test
	void aListenerIsNotGivenEventsOfSeriesThatAreNotKept() {
		List<String> events = new ArrayList<>();
		this.model.eventListener((series, operation, operand, time) -> events.add(series.name()));
		this.target.received(10);
		for (String name : List.of("a", "b", "c", "d")) {
			this.target.event(series(Kind.COUNTER, name), Operation.INCREMENT_COUNTER, 1, 0, 0);
		}
		assertThat(events).containsExactly("a", "b", "c");
	}

	@Test
	void aTotalBeyondTheSignedRangeIsKept() {
		Series orders = series(Kind.COUNTER, "orders");
		send(orders, Operation.SET_COUNTER, Long.MIN_VALUE);
		send(orders, Operation.SET_COUNTER, -1);
		SeriesSnapshot snapshot = orders.snapshot(Window.ALL);
		assertThat(Long.toUnsignedString(snapshot.total())).isEqualTo("18446744073709551615");
		assertThat(snapshot.value()).isEqualTo(0x1p64);
		assertThat(snapshot.summary().sum()).isEqualTo(0x1p63);
	}

	@Test
	void ratesAreOverTheSecondsThatHavePassed() {
		Series orders = series(Kind.COUNTER, "orders");
		for (int second = 0; second < 100; second++) {
			send(orders, Operation.INCREMENT_COUNTER, (second < 95) ? 10 : 20);
			this.time.advanceSeconds(1);
		}
		SeriesSnapshot snapshot = orders.snapshot(Window.ONE_MINUTE);
		assertThat(snapshot.rates().oneSecond()).isEqualTo(20);
		assertThat(snapshot.rates().tenSeconds()).isEqualTo(15);
		assertThat(snapshot.rates().oneMinute()).isEqualTo((55 * 10 + 5 * 20) / 60.0);
		assertThat(snapshot.summary().sum()).isEqualTo(55 * 10 + 5 * 20);
		assertThat(orders.snapshot(Window.TEN_SECONDS).summary().sum()).isEqualTo(150);
		this.time.advanceSeconds(10);
		assertThat(orders.snapshot(Window.ALL).rates().tenSeconds()).isZero();
	}

	@Test
	void ratesOfAYoungStreamAreOverTheTimeThereWas() {
		Series orders = series(Kind.COUNTER, "orders");
		assertThat(orders.snapshot(Window.ALL).rates().oneMinute()).isNaN();
		send(orders, Operation.INCREMENT_COUNTER, 8);
		for (int second = 0; second < 4; second++) {
			this.time.advanceSeconds(1);
			send(orders, Operation.INCREMENT_COUNTER, 8);
		}
		assertThat(orders.snapshot(Window.ALL).rates().oneMinute()).isEqualTo(8);
	}

	@Test
	void whatGrewWhileNobodyLookedIsGrowthAndNoRate() {
		Series orders = series(Kind.COUNTER, "orders");
		send(orders, Operation.SET_COUNTER, 100);
		reconnect();
		send(orders, Operation.SET_COUNTER, 1_000);
		this.time.advanceSeconds(1);
		SeriesSnapshot snapshot = orders.snapshot(Window.ALL);
		assertThat(snapshot.total()).isEqualTo(1_000);
		assertThat(snapshot.summary().sum()).isEqualTo(900);
		assertThat(snapshot.rates().oneSecond()).isZero();
		assertThat(this.target.snapshot().restarts()).isZero();
	}

	@Test
	void aTotalThatFellWhileNobodyLookedIsARestart() {
		Series orders = series(Kind.COUNTER, "orders");
		Series payments = series(Kind.COUNTER, "payments");
		send(orders, Operation.SET_COUNTER, 100);
		send(payments, Operation.SET_COUNTER, 100);
		reconnect();
		send(orders, Operation.SET_COUNTER, 3);
		send(payments, Operation.SET_COUNTER, 4);
		SeriesSnapshot snapshot = orders.snapshot(Window.ALL);
		assertThat(snapshot.total()).isEqualTo(3);
		assertThat(snapshot.summary().sum()).isEqualTo(3);
		assertThat(this.target.snapshot().restarts()).isEqualTo(1);
		assertThat(this.target.snapshot().connections()).isEqualTo(2);
	}

	@Test
	void aTotalThatFallsWithinAStreamIsNoRestartOfTheTarget() {
		Series orders = series(Kind.COUNTER, "orders");
		send(orders, Operation.SET_COUNTER, 100);
		send(orders, Operation.SET_COUNTER, 3);
		assertThat(orders.snapshot(Window.ALL).total()).isEqualTo(3);
		assertThat(this.target.snapshot().restarts()).isZero();
	}

	@Test
	void nothingIsAddedToTheTotalOfAStreamThatHasEnded() {
		Series orders = series(Kind.COUNTER, "orders");
		send(orders, Operation.INCREMENT_COUNTER, 100);
		reconnect();
		assertThat(orders.snapshot(Window.ALL).live()).isFalse();
		assertThat(orders.snapshot(Window.ALL).total()).isEqualTo(100);
		send(orders, Operation.INCREMENT_COUNTER, 7);
		SeriesSnapshot snapshot = orders.snapshot(Window.ALL);
		assertThat(snapshot.live()).isTrue();
		assertThat(snapshot.total()).isEqualTo(7);
		assertThat(snapshot.totalKnown()).isFalse();
		assertThat(snapshot.summary().sum()).isEqualTo(107);
		assertThat(this.target.snapshot().restarts()).isZero();
	}

	@Test
	void aTotalThatIsSentOnlyLaterIsNoGrowth() {
		Series orders = series(Kind.COUNTER, "orders");
		send(orders, Operation.INCREMENT_COUNTER, 5);
		send(orders, Operation.SET_COUNTER, 1_000);
		send(orders, Operation.SET_COUNTER, 1_002);
		SeriesSnapshot snapshot = orders.snapshot(Window.ALL);
		assertThat(snapshot.total()).isEqualTo(1_002);
		assertThat(snapshot.totalKnown()).isTrue();
		assertThat(snapshot.summary().sum()).isEqualTo(7);
	}

	@Test
	void aGaugesWindowHoldsTheValueItBeganWith() {
		Series stock = series(Kind.GAUGE, "stock");
		send(stock, Operation.SET_GAUGE, Double.doubleToLongBits(50));
		this.time.advanceSeconds(30);
		send(stock, Operation.DECREMENT_GAUGE, Double.doubleToLongBits(1));
		SeriesSnapshot snapshot = stock.snapshot(Window.TEN_SECONDS);
		assertThat(snapshot.summary().max()).isEqualTo(50);
		send(stock, Operation.INCREMENT_GAUGE, Double.doubleToLongBits(5));
		send(stock, Operation.DECREMENT_GAUGE, Double.doubleToLongBits(7));
		snapshot = stock.snapshot(Window.TEN_SECONDS);
		assertThat(snapshot.value()).isEqualTo(47);
		assertThat(snapshot.summary().min()).isEqualTo(47);
		assertThat(snapshot.summary().max()).isEqualTo(54);
		this.time.advanceSeconds(60);
		snapshot = stock.snapshot(Window.TEN_SECONDS);
		assertThat(snapshot.summary().min()).isEqualTo(47);
		assertThat(snapshot.summary().max()).isEqualTo(47);
		assertThat(stock.snapshot(Window.ALL).summary().max()).isEqualTo(54);
	}

	@Test
	void aGaugeThatIsNoNumberLeavesMinimumAndMaximumAlone() {
		Series stock = series(Kind.GAUGE, "stock");
		send(stock, Operation.SET_GAUGE, Double.doubleToLongBits(5));
		send(stock, Operation.SET_GAUGE, Double.doubleToLongBits(Double.NaN));
		SeriesSnapshot snapshot = stock.snapshot(Window.ALL);
		assertThat(snapshot.value()).isNaN();
		assertThat(snapshot.summary().min()).isEqualTo(5);
		assertThat(snapshot.summary().max()).isEqualTo(5);
	}

	@Test
	void aGaugeThatIsKnownByChangesAloneIsNotKnown() {
		Series active = series(Kind.GAUGE, "active");
		send(active, Operation.INCREMENT_GAUGE, Double.doubleToLongBits(3));
		send(active, Operation.DECREMENT_GAUGE, Double.doubleToLongBits(1));
		assertThat(active.snapshot(Window.ALL).value()).isEqualTo(2);
		assertThat(active.snapshot(Window.ALL).totalKnown()).isFalse();
		send(active, Operation.SET_GAUGE, Double.doubleToLongBits(7));
		send(active, Operation.INCREMENT_GAUGE, Double.doubleToLongBits(1));
		assertThat(active.snapshot(Window.ALL).totalKnown()).isTrue();
		reconnect();
		send(active, Operation.INCREMENT_GAUGE, Double.doubleToLongBits(1));
		assertThat(active.snapshot(Window.ALL).totalKnown()).isFalse();
	}

	@Test
	void aSumOfSamplesLosesNothingToRounding() {
		Series requests = series(Kind.HISTOGRAM, "requests");
		for (int i = 0; i < 1000; i++) {
			sample(requests, 0.1);
		}
		assertThat(requests.snapshot(Window.ALL).summary().sum()).isEqualTo(100);
		this.time.advanceSeconds(3);
		sample(requests, 1e100);
		sample(requests, 1);
		this.time.advanceSeconds(3);
		sample(requests, -1e100);
		for (Window window : Window.values()) {
			assertThat(requests.snapshot(window).summary().sum()).as("%s", window).isEqualTo(101);
		}
	}

	@Test
	void whatTheExporterLostWhileConnectedIsKnownFromItsOwnMeters() {
		Series dropped = losses("metrics.tcp.events", "dropped");
		send(dropped, Operation.SET_COUNTER, 1000);
		assertThat(this.target.losses()).isEqualTo(new Losses(0, 0, 0, 0));
		send(dropped, Operation.SET_COUNTER, 1007);
		Series coalesced = losses("metrics.tcp.deliveries", "coalesced");
		send(coalesced, Operation.SET_COUNTER, 0);
		send(coalesced, Operation.SET_COUNTER, 9);
		this.model.reset();
		assertThat(this.target.snapshot().losses()).isEqualTo(new Losses(7, 0, 0, 9));
		reconnect();
		send(dropped, Operation.SET_COUNTER, 2000);
		assertThat(this.target.losses().dropped()).as("what was lost meanwhile was not sent to us").isEqualTo(7);
		send(losses("metrics.tcp.events", "accepted"), Operation.SET_COUNTER, 1);
		send(dropped, Operation.SET_COUNTER, 2001);
		assertThat(this.target.losses()).isEqualTo(new Losses(8, 0, 0, 9));
	}

	@Test
	void whatTheExporterLostIsKnownThoughItsMetersAreBeyondTheLimit() {
		for (int i = 0; i < 3; i++) {
			series(Kind.COUNTER, "kept" + i);
		}
		send(losses("metrics.tcp.events", "dropped"), Operation.SET_COUNTER, 1000);
		send(losses("metrics.tcp.events", "dropped"), Operation.SET_COUNTER, 1007);
		send(losses("metrics.tcp.deliveries", "coalesced"), Operation.SET_COUNTER, 0);
		send(losses("metrics.tcp.deliveries", "coalesced"), Operation.SET_COUNTER, 9);
		send(losses("metrics.tcp.deliveries", "delivered"), Operation.SET_COUNTER, 50);
		assertThat(this.target.losses()).isEqualTo(new Losses(7, 0, 0, 9));
		assertThat(this.model.series()).extracting(Series::name).containsExactly("kept0", "kept1", "kept2");
		assertThat(this.model.seriesCount()).isEqualTo(3);
		assertThat(this.target.snapshot().discardedSeries()).isEqualTo(3);
		reconnect();
		send(losses("metrics.tcp.events", "dropped"), Operation.SET_COUNTER, 2000);
		assertThat(this.target.losses().dropped()).isEqualTo(7);
	}

	@Test
	void metersOfLossesBeyondTheLimitHaveALimitToo() {
		for (int i = 0; i < 3; i++) {
			series(Kind.COUNTER, "kept" + i);
		}
		IdentityHashMap<Series, Boolean> known = new IdentityHashMap<>();
		for (int i = 0; i < 1000; i++) {
			known.put(this.target.series(new SeriesKey(Kind.COUNTER, "metrics.tcp.events",
					Map.of("outcome", "dropped", "instance", "" + i))), true);
		}
		// And the one that stands for all others
		assertThat(known).hasSize(LossMeters.MOST + 1);
	}

	private Series losses(String name, String outcome) {
		return this.target.series(new SeriesKey(Kind.COUNTER, name, Map.of("outcome", outcome)));
	}

	@Test
	void seriesThatAreNotKeptAreCountedOnce() {
		for (int i = 0; i < 10; i++) {
			send(series(Kind.COUNTER, "orders" + i % 5), Operation.INCREMENT_COUNTER, 1);
		}
		assertThat(this.model.seriesCount()).isEqualTo(3);
		assertThat(this.target.snapshot().discardedSeries()).isEqualTo(2);
	}

	@Test
	void seriesOfLabelsThatAreNumbersAreCountedApart() {
		for (int i = 0; i < 3; i++) {
			series(Kind.COUNTER, "kept" + i);
		}
		for (int host = 0; host < 30; host++) {
			for (int shard = 0; shard < 30; shard++) {
				Series unused = this.target.series(new SeriesKey(Kind.COUNTER, "orders",
						Map.of("host", String.valueOf(host), "shard", String.valueOf(shard))));
			}
		}
		assertThat(this.target.snapshot().discardedSeries()).isEqualTo(900);
	}

	@Test
	void aRemarkStaysUntilItIsOver() {
		this.target.quiet("nothing received");
		assertThat(this.target.snapshot().remark()).isEqualTo("nothing received");
		assertThat(this.target.snapshot().state()).isEqualTo(TargetState.CONNECTED);
		this.target.received(1);
		assertThat(this.target.snapshot().remark()).as("a byte is no frame").isEqualTo("nothing received");
		this.target.quiet(null);
		assertThat(this.target.snapshot().remark()).isNull();
		this.target.quiet("nothing received");
		this.target.closed("has closed the connection", Duration.ofSeconds(1));
		assertThat(this.target.snapshot().remark()).isNull();
	}

	@Test
	void quantilesAreAtMostOnePercentOff() {
		Series requests = series(Kind.HISTOGRAM, "requests");
		Random random = new Random(7);
		double[] samples = new double[20_000];
		for (int i = 0; i < samples.length; i++) {
			samples[i] = Math.exp(random.nextGaussian() * 4);
			sample(requests, samples[i]);
		}
		Arrays.sort(samples);
		SeriesSnapshot snapshot = requests.snapshot(Window.ALL);
		assertThat(snapshot.summary().count()).isEqualTo(samples.length);
		assertThat(snapshot.summary().min()).isEqualTo(samples[0]);
		assertThat(snapshot.summary().max()).isEqualTo(samples[samples.length - 1]);
		assertThat(snapshot.summary().sum()).isCloseTo(Arrays.stream(samples).sum(),
				within(1e-6 * snapshot.summary().sum()));
		assertQuantile(snapshot.summary().quantiles().p50(), samples, 0.5);
		assertQuantile(snapshot.summary().quantiles().p90(), samples, 0.9);
		assertQuantile(snapshot.summary().quantiles().p95(), samples, 0.95);
		assertQuantile(snapshot.summary().quantiles().p99(), samples, 0.99);
		assertQuantile(snapshot.summary().quantiles().p999(), samples, 0.999);
		Distribution distribution = requests.distribution(Window.ALL);
		assertThat(distribution.bins().stream().mapToLong(Distribution.Bin::count).sum()).isEqualTo(samples.length);
		assertQuantile(distribution.quantile(0.25), samples, 0.25);
	}

	private static void assertQuantile(double actual, double[] sorted, double quantile) {
		double expected = sorted[(int) Math.ceil(quantile * sorted.length) - 1];
		assertThat(actual).isBetween(expected * 0.9899, expected * 1.0101);
	}

	@ParameterizedTest
	@CsvSource({ "1, 1, 1, 1, 1", "2, 1, 2, 2, 2", "3, 2, 3, 3, 3", "10, 5, 9, 10, 10", "20, 10, 18, 19, 20",
			"100, 50, 90, 95, 99", "200, 100, 180, 190, 198" })
	void quantilesOfFewSamplesAreSamplesThatTheShareDoesNotExceed(int samples, int p50, int p90, int p95, int p99) {
		Series requests = series(Kind.HISTOGRAM, "requests");
		for (int i = 1; i <= samples; i++) {
			sample(requests, Math.pow(1.1, i));
		}
		SeriesSnapshot snapshot = requests.snapshot(Window.ALL);
		assertThat(List.of(snapshot.summary().quantiles().p50(), snapshot.summary().quantiles().p90(),
				snapshot.summary().quantiles().p95(), snapshot.summary().quantiles().p99()))
			.extracting((value) -> Math.round(Math.log(value) / Math.log(1.1)))
			.containsExactly((long) p50, (long) p90, (long) p95, (long) p99);
	}

	@Test
	void samplesOfAllSignsAndSizesAreBinned() {
		Series change = series(Kind.HISTOGRAM, "change");
		for (double sample : new double[] { -5, 0, 0, 1e-300, 3, 1e300 }) {
			sample(change, sample);
		}
		sample(change, Double.NaN);
		sample(change, Double.POSITIVE_INFINITY);
		Distribution distribution = change.distribution(Window.ALL);
		assertThat(distribution.count()).isEqualTo(6);
		assertThat(distribution.min()).isEqualTo(-5);
		assertThat(distribution.max()).isEqualTo(1e300);
		assertThat(distribution.bins().stream().mapToLong(Distribution.Bin::count).sum()).isEqualTo(6);
		assertThat(distribution.bins().get(0).lower()).isBetween(-5.2, -5.0);
	}

	@Test
	void theGreatestAndTheLeastNumbersAreSamples() {
		Series change = series(Kind.HISTOGRAM, "change");
		for (double sample : new double[] { Double.MAX_VALUE, Double.MIN_VALUE, -Double.MIN_VALUE,
				-Double.MAX_VALUE }) {
			sample(change, sample);
		}
		this.time.advanceSeconds(1);
		for (Window window : Window.values()) {
			SeriesSnapshot snapshot = change.snapshot(window);
			assertThat(snapshot.summary().count()).isEqualTo(4);
			assertThat(snapshot.summary().sum()).isZero();
			assertThat(snapshot.summary().min()).isEqualTo(-Double.MAX_VALUE);
			assertThat(snapshot.summary().max()).isEqualTo(Double.MAX_VALUE);
			assertThat(snapshot.summary().quantiles().p50()).isCloseTo(0, within(Double.MIN_VALUE));
			Distribution distribution = change.distribution(window);
			assertThat(distribution.quantile(1)).isGreaterThan(0.98 * Double.MAX_VALUE);
			assertThat(distribution.bins().stream().mapToLong(Distribution.Bin::count).sum()).isEqualTo(4);
		}
	}

	@Test
	void windowsSlide() {
		Series requests = series(Kind.HISTOGRAM, "requests");
		for (int second = 0; second < 600; second++) {
			sample(requests, second);
			this.time.advanceSeconds(1);
		}
		assertThat(requests.snapshot(Window.ALL).summary().count()).isEqualTo(600);
		assertWindow(requests, Window.TEN_SECONDS, 10, 12);
		assertWindow(requests, Window.ONE_MINUTE, 60, 72);
		assertWindow(requests, Window.FIVE_MINUTES, 300, 360);
		this.time.advanceSeconds(400);
		assertThat(requests.snapshot(Window.FIVE_MINUTES).summary().count()).isZero();
		assertThat(requests.snapshot(Window.FIVE_MINUTES).summary().quantiles().p50()).isNaN();
		assertThat(requests.snapshot(Window.ALL).summary().count()).isEqualTo(600);
	}

	private static void assertWindow(Series series, Window window, int least, int most) {
		SeriesSnapshot snapshot = series.snapshot(window);
		assertThat(snapshot.summary().count()).isBetween((long) least, (long) most);
		assertThat(snapshot.summary().max()).isEqualTo(599);
		assertThat(snapshot.summary().min()).isEqualTo(600.0 - snapshot.summary().count());
	}

	@Test
	void pointsAreOneForEachSecondThatHasPassed() {
		Series requests = series(Kind.HISTOGRAM, "requests");
		Series orders = series(Kind.COUNTER, "orders");
		Series stock = series(Kind.GAUGE, "stock");
		send(stock, Operation.SET_GAUGE, Double.doubleToLongBits(8));
		sample(requests, 2);
		sample(requests, 2);
		send(orders, Operation.INCREMENT_COUNTER, 5);
		this.time.advanceSeconds(3);
		sample(requests, 4);
		send(orders, Operation.INCREMENT_COUNTER, 6);
		send(stock, Operation.SET_GAUGE, Double.doubleToLongBits(9));
		this.time.advanceSeconds(1);
		assertThat(requests.points(5).values()).containsExactly(Double.NaN, 2, 0, 0, 1);
		assertThat(requests.points(4).p99s()).containsExactly(2, Double.NaN, Double.NaN, 4);
		assertThat(orders.points(5).values()).containsExactly(Double.NaN, 5, 0, 0, 6);
		assertThat(stock.points(5).values()).containsExactly(Double.NaN, 8, 8, 8, 9);
		this.time.advanceSeconds(2);
		assertThat(orders.points(3).values()).containsExactly(6, 0, 0);
		assertThat(stock.points(3).values()).containsExactly(9, 9, 9);
		this.time.advanceSeconds(1000);
		assertThat(orders.points(300).values()).containsOnly(0);
	}

	@Test
	void resettingBeginsAnewAndKeepsTheSlidingWindows() {
		Series requests = series(Kind.HISTOGRAM, "requests");
		Series orders = series(Kind.COUNTER, "orders");
		send(orders, Operation.SET_COUNTER, 100);
		send(orders, Operation.INCREMENT_COUNTER, 5);
		sample(requests, 1);
		this.model.reset();
		assertThat(this.model.resetAt()).isEqualTo(this.time.nanos());
		sample(requests, 3);
		assertThat(requests.snapshot(Window.ALL).summary().count()).isEqualTo(1);
		assertThat(requests.snapshot(Window.ALL).summary().quantiles().p50()).isEqualTo(3);
		assertThat(requests.snapshot(Window.TEN_SECONDS).summary().count()).isEqualTo(2);
		assertThat(orders.snapshot(Window.ALL).total()).isEqualTo(105);
		assertThat(orders.snapshot(Window.ALL).summary().sum()).isZero();
		this.time.advanceSeconds(1);
		assertThat(requests.points(1).values()).containsExactly(2);
		assertThat(requests.snapshot(Window.ALL).summary().count()).isEqualTo(1);
		assertThat(requests.snapshot(Window.TEN_SECONDS).summary().count()).isEqualTo(2);
	}

	@Test
	void onceAResetIsUndoneEverythingIsAsIfThereHadBeenNone() {
		Series requests = series(Kind.HISTOGRAM, "requests");
		Series orders = series(Kind.COUNTER, "orders");
		Series stock = series(Kind.GAUGE, "stock");
		long beginning = this.model.resetAt();
		send(orders, Operation.SET_COUNTER, 100);
		send(orders, Operation.INCREMENT_COUNTER, 5);
		sample(requests, 0.1);
		send(stock, Operation.SET_GAUGE, Double.doubleToLongBits(90));
		this.time.advanceSeconds(1);
		sample(requests, 0.2);
		this.model.reset();
		// Within the second of the reset
		sample(requests, 0.3);
		send(orders, Operation.INCREMENT_COUNTER, 7);
		send(stock, Operation.SET_GAUGE, Double.doubleToLongBits(30));
		this.model.reset();
		send(stock, Operation.SET_GAUGE, Double.doubleToLongBits(40));
		assertThat(requests.snapshot(Window.ALL).summary().count()).isZero();
		assertThat(stock.snapshot(Window.ALL).summary().min()).isEqualTo(30);
		this.time.advanceSeconds(2);
		sample(requests, 0.4);
		assertThat(requests.snapshot(Window.ALL).summary().count()).isEqualTo(1);
		this.model.undoReset();
		sample(requests, 0.5);
		send(orders, Operation.INCREMENT_COUNTER, 8);
		for (int seconds = 0; seconds < 2; seconds++) {
			Summary summary = requests.snapshot(Window.ALL).summary();
			assertThat(summary.count()).isEqualTo(5);
			assertThat(summary.sum()).isEqualTo(1.5);
			assertThat(summary.min()).isEqualTo(0.1);
			assertThat(summary.max()).isEqualTo(0.5);
			assertThat(summary.quantiles().p50()).isCloseTo(0.3, within(0.003));
			assertThat(requests.snapshot(Window.TEN_SECONDS).summary().count()).isEqualTo(5);
			assertThat(orders.snapshot(Window.ALL).summary().sum()).isEqualTo(20);
			assertThat(orders.snapshot(Window.ALL).summary().count()).isEqualTo(4);
			assertThat(orders.snapshot(Window.ALL).total()).isEqualTo(120);
			assertThat(stock.snapshot(Window.ALL).summary().min()).isEqualTo(30);
			assertThat(stock.snapshot(Window.ALL).summary().max()).isEqualTo(90);
			assertThat(stock.snapshot(Window.ALL).summary().count()).isEqualTo(3);
			this.time.advanceSeconds(1);
		}
		assertThat(this.model.resetAt()).isEqualTo(beginning);
	}

	@Test
	void whatIsDrainedIsNotBroughtBack() {
		Series requests = series(Kind.HISTOGRAM, "requests");
		sample(requests, 1);
		assertThat(requests.drain().summary().count()).isEqualTo(1);
		this.model.undoReset();
		assertThat(requests.drain().summary().count()).isZero();
	}

	@Test
	void drainingLosesNothingAndCountsNothingTwice() {
		Series requests = series(Kind.HISTOGRAM, "requests");
		long drained = 0;
		for (int i = 0; i < 100; i++) {
			sample(requests, i);
			this.time.advanceSeconds(0.3);
			if (i % 7 == 0) {
				drained += requests.drain().summary().count();
			}
		}
		assertThat(drained + requests.drain().summary().count()).isEqualTo(100);
	}

	@Test
	void metadataThatComesLaterIsSeen() {
		Series requests = series(Kind.HISTOGRAM, "requests");
		assertThat(requests.unit()).isNull();
		this.target.metadata(new Metadata(Kind.COUNTER, "requests", "bytes", null));
		assertThat(requests.unit()).isNull();
		this.target.metadata(new Metadata(Kind.HISTOGRAM, "requests", "seconds", "How long"));
		assertThat(requests.unit()).isEqualTo("seconds");
		assertThat(requests.description()).isEqualTo("How long");
	}

	@Test
	void seriesBeyondTheLimitAreNotKept() {
		series(Kind.COUNTER, "a");
		series(Kind.COUNTER, "b");
		series(Kind.COUNTER, "c");
		assertThat(this.model.notices()).isEmpty();
		Series beyond = series(Kind.COUNTER, "d");
		send(beyond, Operation.INCREMENT_COUNTER, 1);
		send(beyond, Operation.INCREMENT_COUNTER, 1);
		assertThat(this.model.series()).extracting(Series::name).containsExactly("a", "b", "c");
		assertThat(this.model.seriesCount()).isEqualTo(3);
		assertThat(this.model.notices())
			.containsExactly("There are more than 3 series. Nothing is kept of the others (maxSeries).");
		assertThat(series(Kind.COUNTER, "a")).isSameAs(this.model.series().get(0));
	}

	@Test
	void ofSeriesAndMetadataThatAreTooLongNothingIsKept() {
		String longest = "x".repeat(SeriesKey.MAX_LENGTH - 2);
		Series kept = this.target.series(new SeriesKey(Kind.COUNTER, longest, Map.of("a", "b")));
		Series tooLong = this.target.series(new SeriesKey(Kind.COUNTER, longest, Map.of("a", "bc")));
		send(kept, Operation.INCREMENT_COUNTER, 1);
		send(tooLong, Operation.INCREMENT_COUNTER, 1);
		this.target.metadata(new Metadata(Kind.COUNTER, longest, "abc", "ab"));
		assertThat(kept.unit()).isNull();
		assertThat(kept.description()).isNull();
		this.target.metadata(new Metadata(Kind.COUNTER, longest, null, "ab"));
		assertThat(kept.description()).isEqualTo("ab");
		assertThat(this.model.series()).containsExactly(kept);
		assertThat(this.model.notices())
			.containsExactly("Nothing is kept of series whose name and labels have more than 4,096 characters.");
	}

	@Test
	void aDescriptionThatIsTooLongTakesNothingElseWithIt() {
		Series requests = series(Kind.HISTOGRAM, "requests");
		this.target.metadata(new Metadata(Kind.HISTOGRAM, "requests", "seconds", "x".repeat(SeriesKey.MAX_LENGTH)));
		assertThat(requests.unit()).isEqualTo("seconds");
		assertThat(requests.description()).isNull();
	}

	@Test
	void ofMoreNamesThanThereMayBeSeriesNoMetadataIsKept() {
		for (String name : List.of("a", "b", "c", "d")) {
			this.target.metadata(new Metadata(Kind.COUNTER, name, "count", null));
		}
		assertThat(series(Kind.COUNTER, "c").unit()).isEqualTo("count");
		assertThat(series(Kind.COUNTER, "d").unit()).isNull();
	}

	@Test
	void onlyTheLatestNoticesAreKept() {
		for (int i = 0; i < 101; i++) {
			this.model.notice("notice " + i);
		}
		assertThat(this.model.notices()).hasSize(100).startsWith("notice 1").endsWith("notice 100");
	}

	@Test
	void aSnapshotDoesNotChange() {
		Series requests = series(Kind.HISTOGRAM, "requests");
		sample(requests, 1);
		SeriesSnapshot before = requests.snapshot(Window.ALL);
		this.target.metadata(new Metadata(Kind.HISTOGRAM, "requests", "seconds", null));
		sample(requests, 100);
		assertThat(before.summary()).isEqualTo(new Summary(1, 1, 1, 1, new Quantiles(1, 1, 1, 1, 1)));
		assertThat(before.unit()).isNull();
		assertThat(requests.snapshot(Window.ALL).summary().count()).isEqualTo(2);
	}

	@Test
	void aTargetHasItsStateAndTraffic() {
		Series orders = series(Kind.COUNTER, "orders");
		this.target.received(100);
		send(orders, Operation.INCREMENT_COUNTER, 1);
		send(orders, Operation.INCREMENT_COUNTER, 1);
		this.time.advanceSeconds(1);
		TargetSnapshot snapshot = this.target.snapshot();
		assertThat(snapshot.state()).isEqualTo(TargetState.CONNECTED);
		assertThat(snapshot.peer()).isEqualTo("10.0.0.1:5000");
		assertThat(snapshot.events()).isEqualTo(2);
		assertThat(snapshot.eventsPerSecond()).isEqualTo(2);
		assertThat(snapshot.bytesPerSecond()).isEqualTo(120);
		this.target.closed("It is gone", Duration.ofSeconds(3));
		snapshot = this.target.snapshot();
		assertThat(snapshot.state()).isEqualTo(TargetState.WAITING);
		assertThat(snapshot.reason()).isEqualTo("It is gone");
		assertThat(snapshot.nextAttempt()).isEqualTo(this.time.nanos() + 3_000_000_000L);
		assertThat(orders.snapshot(Window.ALL).live()).isFalse();
		this.target.closed("It is gone", null);
		assertThat(this.target.snapshot().state()).isEqualTo(TargetState.ENDED);
	}

	@Test
	void timeOfTheLastChangeIsNotTimeOfTheLastEvent() {
		Series stock = series(Kind.GAUGE, "stock");
		send(stock, Operation.SET_GAUGE, Double.doubleToLongBits(5));
		long changed = this.time.nanos();
		this.time.advanceSeconds(5);
		send(stock, Operation.SET_GAUGE, Double.doubleToLongBits(5));
		assertThat(stock.snapshot(Window.ALL).lastChange()).isEqualTo(changed);
		assertThat(stock.snapshot(Window.ALL).lastEvent()).isEqualTo(this.time.nanos());
	}

	private void reconnect() {
		this.time.advanceSeconds(1);
		this.target.closed("It is gone", Duration.ofSeconds(1));
		this.time.advanceSeconds(1);
		this.target.connecting();
		this.target.opened("10.0.0.1:5000");
	}

	private Series series(Kind kind, String name) {
		return this.target.series(new SeriesKey(kind, name, Map.of()));
	}

	private void sample(Series series, double value) {
		send(series, Operation.RECORD_HISTOGRAM, Double.doubleToLongBits(value));
	}

	private void send(Series series, Operation operation, long operand) {
		this.target.received(10);
		this.target.event(series, operation, operand, 0, 0);
	}

}
