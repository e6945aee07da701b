package io.github.metricstcp.client.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of the history of a model.
 */
class HistoryTests {

	private static final long MEGABYTE = 1 << 20;

	private static final long BEGINNING = 1_700_000_040;

	private final ManualTime time = new ManualTime();

	private final ObserverModel model = new ObserverModel(this.time, 1000, "maxSeries", MEGABYTE);

	private final TargetModel target = this.model.addTarget("shop");

	HistoryTests() {
		second(BEGINNING);
		this.target.opened("peer");
	}

	private void second(long second) {
		this.time.advanceSeconds(second - this.time.nanos() / 1e9);
		this.target.received(0);
	}

	private Series series(Kind kind, String name) {
		return this.target.series(new SeriesKey(kind, name, Map.of()));
	}

	private void increment(Series counter, long amount) {
		this.target.event(counter, Operation.INCREMENT_COUNTER, amount, 0, 0);
	}

	private void set(Series gauge, double value) {
		this.target.event(gauge, Operation.SET_GAUGE, Double.doubleToRawLongBits(value), 0, 0);
	}

	private void sample(Series histogram, double sample) {
		this.target.event(histogram, Operation.RECORD_HISTOGRAM, Double.doubleToRawLongBits(sample), 0, 0);
	}

	@Test
	void spansOfACounterAreTheSumsOfTheirSecondsForAnHour() {
		Series counter = series(Kind.COUNTER, "orders");
		for (int second = 0; second < 3600; second++) {
			second(BEGINNING + second);
			increment(counter, second);
		}
		second(BEGINNING + 3600);
		double[] values = counter.values(new TimeRange(BEGINNING, 360, 10));
		for (int span = 0; span < 360; span++) {
			assertThat(values[span]).as("span %d", span).isEqualTo(100 * span + 45);
		}
		assertThat(counter.values(new TimeRange(BEGINNING, 60, 60))[59]).isEqualTo(60 * 3540 + 59 * 60 / 2);
		assertThat(counter.values(TimeRange.until(BEGINNING + 3599, 3, 1))).containsExactly(3597, 3598, 3599);
		assertThat(counter.values(TimeRange.until(BEGINNING + 3600, 2, 1))).as("a second that is not over")
			.containsExactly(3599, Double.NaN);
	}

	@Test
	void gaugeHoldsOnInSpansWithoutEvents() {
		Series gauge = series(Kind.GAUGE, "stock");
		set(gauge, 7);
		second(BEGINNING + 25);
		set(gauge, 3);
		second(BEGINNING + 60);
		assertThat(gauge.values(new TimeRange(BEGINNING - 10, 7, 10))).containsExactly(Double.NaN, 7, 7, 3, 3, 3, 3);
	}

	@Test
	void samplesOfASlotAreThoseOfAllItsSecondsAndSeries() {
		Series one = series(Kind.HISTOGRAM, "one");
		Series other = series(Kind.HISTOGRAM, "other");
		Random random = new Random(7);
		TreeMap<Long, List<Double>> samples = new TreeMap<>();
		for (int second = 0; second < 3600; second++) {
			second(BEGINNING + second);
			for (int i = random.nextInt(4); i > 0; i--) {
				double sample = Math.exp(random.nextGaussian() * 3) - 0.1;
				sample(random.nextBoolean() ? one : other, sample);
				samples.computeIfAbsent(Math.floorDiv(second, 60L), (absent) -> new ArrayList<>()).add(sample);
			}
		}
		second(BEGINNING + 3600);
		Timeline timeline = new Timeline(new TimeRange(BEGINNING, 60, 60));
		one.addTo(timeline);
		other.addTo(timeline);
		assertThat(timeline.all().count()).isEqualTo(samples.values().stream().mapToInt(List::size).sum());
		Timeline shifted = new Timeline(new TimeRange(BEGINNING, 6, 10));
		one.addTo(shifted);
		other.addTo(shifted);
		List<Double> first = samples.get(0L).stream().sorted().toList();
		Distribution distribution = shifted.all();
		assertThat(distribution.count()).isEqualTo(first.size());
		assertThat(distribution.max()).isEqualTo(first.get(first.size() - 1));
		assertThat(distribution.sum()).isCloseTo(first.stream().mapToDouble(Double::doubleValue).sum(), within(1e-9));
		double median = first.get((first.size() + 1) / 2 - 1);
		assertThat(distribution.quantile(0.5)).isCloseTo(median, within(Math.abs(median) * 0.0101));
	}

	@Test
	void singleSecondsAndTheSpanThatIsNotOverHaveTheirSamples() {
		Series histogram = series(Kind.HISTOGRAM, "latency");
		sample(histogram, 2);
		second(BEGINNING + 1);
		sample(histogram, 4);
		sample(histogram, 4);
		second(BEGINNING + 2);
		Timeline seconds = new Timeline(new TimeRange(BEGINNING, 2, 1));
		histogram.addTo(seconds);
		assertThat(seconds.counts()).containsExactly(1, 2);
		assertThat(seconds.means()).containsExactly(2, 4);
		assertThat(seconds.quantiles(1)).containsExactly(2, 4);
		Timeline span = new Timeline(new TimeRange(BEGINNING, 1, 10));
		histogram.addTo(span);
		assertThat(span.counts()).containsExactly(3);
	}

	@Test
	void samplesAreKeptForAShorterTimeOnceTheyTakeTooMuch() {
		List<Series> many = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			many.add(series(Kind.HISTOGRAM, "latency." + i));
		}
		Random random = new Random(7);
		for (int second = 0; second < 600; second++) {
			second(BEGINNING + second);
			for (Series histogram : many) {
				for (int i = 0; i < 20; i++) {
					sample(histogram, Math.exp(random.nextGaussian()));
				}
			}
		}
		second(BEGINNING + 600);
		many.get(0).values(new TimeRange(BEGINNING, 60, 10));
		assertThat(this.model.notices()).containsExactly(
				"The distributions of the past take more than 1 MB: the oldest are given up before an hour is over.");
		Timeline timeline = new Timeline(new TimeRange(BEGINNING, 60, 10));
		many.get(0).addTo(timeline);
		assertThat(timeline.counts()[0]).as("the oldest").isZero();
		assertThat(timeline.counts()[59]).as("the newest").isEqualTo(200);
	}

	@Test
	void manySamplesOfOneValueAreCounted() {
		Series histogram = series(Kind.HISTOGRAM, "latency");
		for (int i = 0; i < 40_000; i++) {
			sample(histogram, 0.25);
		}
		second(BEGINNING + 1);
		Timeline timeline = new Timeline(new TimeRange(BEGINNING, 1, 1));
		histogram.addTo(timeline);
		assertThat(timeline.all().count()).isEqualTo(40_000);
		assertThat(timeline.all().sum()).isEqualTo(10_000);
	}

	@Test
	void withoutHistoryThereAreSingleSecondsAndNoSamples() {
		ObserverModel plain = new ObserverModel(this.time, 10);
		TargetModel shop = plain.addTarget("shop");
		shop.opened("peer");
		Series histogram = shop.series(new SeriesKey(Kind.HISTOGRAM, "latency", Map.of()));
		shop.event(histogram, Operation.RECORD_HISTOGRAM, Double.doubleToRawLongBits(1.5), 0, 0);
		this.time.advanceSeconds(1);
		assertThat(histogram.values(new TimeRange(BEGINNING, 1, 1))).containsExactly(1);
		Timeline timeline = new Timeline(new TimeRange(BEGINNING, 1, 1));
		histogram.addTo(timeline);
		assertThat(timeline.all().count()).isZero();
	}

	@Test
	void slotsBeginAtMultiplesOfTheirLength() {
		assertThatIllegalArgumentException().isThrownBy(() -> new TimeRange(15, 2, 10))
			.withMessage("A slot of 10 seconds does not begin at the second 15");
		assertThat(TimeRange.until(1234, 3, 10)).isEqualTo(new TimeRange(1210, 3, 10));
		assertThat(new TimeRange(1210, 3, 10).slot(1239)).isEqualTo(2);
		assertThat(new TimeRange(1210, 3, 10).slot(1240)).isEqualTo(3);
		assertThat(new TimeRange(1210, 3, 10).slot(1209)).isEqualTo(-1);
	}

}
