package io.github.metricstcp.client.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Property tests of reading a {@link Series}: when it is read makes no difference to what
 * is kept of it, and reading several together none to what they are.
 */
class SeriesReadingPropertyTests {

	// No further apart than a sketch tells apart: beyond that it matters how many samples
	// there were of a second when it was read
	private static final double[] SPECIAL = { 0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e6, 1e-6 };

	@Property(tries = 300)
	void seriesThatIsReadAfterEachEventIsTheSameAsOneThatIsReadRarely(@ForAll Kind kind, @ForAll long seed) {
		Random random = new Random(seed);
		ManualTime time = new ManualTime();
		ObserverModel model = new ObserverModel(time, 2);
		TargetModel target = target(model);
		TargetModel twin = target(model);
		Series readOften = series(target, kind, "series");
		Series readRarely = series(twin, kind, "series");
		// Of some few events come, of others many in one second
		double pause = Math.pow(10, random.nextInt(-2, 2));
		for (int i = 0; i < 400; i++) {
			time.advanceSeconds((random.nextInt(50) == 0) ? random.nextInt(700) : pause * random.nextDouble());
			if (random.nextInt(100) == 0) {
				reconnect(target);
				reconnect(twin);
			}
			Operation operation = operation(kind, random);
			long operand = operand(operation, random);
			send(target, readOften, operation, operand);
			send(twin, readRarely, operation, operand);
			assertThat(readOften.snapshot(Window.ALL).lastEvent()).isEqualTo(time.nanos());
			if (random.nextInt(100) == 0) {
				model.reset();
			}
			if (random.nextInt(40) == 0) {
				assertSame(readOften, readRarely);
			}
		}
		assertSame(readOften, readRarely);
		time.advanceSeconds(random.nextInt(400));
		assertSame(readOften, readRarely);
	}

	private static void assertSame(Series one, Series other) {
		// Points first: each of these must settle the series by itself
		assertThat(other.points(300).values()).containsExactly(one.points(300).values());
		assertThat(other.points(300).medians()).containsExactly(one.points(300).medians());
		assertThat(other.points(300).p99s()).containsExactly(one.points(300).p99s());
		for (Window window : Window.values()) {
			assertThat(other.snapshot(window)).as("%s", window).isEqualTo(one.snapshot(window));
			assertThat(other.distribution(window).bins()).as("%s", window).isEqualTo(one.distribution(window).bins());
		}
	}

	@Property(tries = 200)
	void samplesOfSeveralSeriesTogetherAreThoseOfEach(@ForAll long seed) {
		Random random = new Random(seed);
		ManualTime time = new ManualTime();
		TargetModel target = target(new ObserverModel(time, 10));
		List<Series> histograms = new ArrayList<>();
		for (int i = random.nextInt(1, 10); i > 0; i--) {
			histograms.add(series(target, Kind.HISTOGRAM, "histogram" + i));
		}
		for (int i = random.nextInt(500); i > 0; i--) {
			time.advanceSeconds(random.nextDouble());
			Series histogram = histograms.get(random.nextInt(histograms.size()));
			send(target, histogram, Operation.RECORD_HISTOGRAM, operand(Operation.RECORD_HISTOGRAM, random));
		}
		for (Window window : Window.values()) {
			MergedSamples samples = new MergedSamples();
			for (Series each : histograms) {
				SeriesSnapshot own = each.snapshot(window);
				SeriesSnapshot shared = each.snapshot(window, samples);
				assertThat(shared.summary().quantiles()).isEqualTo(Quantiles.NONE);
				assertThat(withoutQuantiles(shared)).isEqualTo(withoutQuantiles(own));
			}
			assertMerged(Distribution.of(samples),
					histograms.stream().map((each) -> each.distribution(window)).toList());
		}
	}

	private static SeriesSnapshot withoutQuantiles(SeriesSnapshot snapshot) {
		Summary summary = snapshot.summary();
		return new SeriesSnapshot(snapshot.key(), snapshot.unit(), snapshot.live(), snapshot.lastEvent(),
				snapshot.lastChange(), snapshot.value(), snapshot.total(), snapshot.totalKnown(), snapshot.rates(),
				new Summary(summary.count(), summary.sum(), summary.min(), summary.max(), Quantiles.NONE));
	}

	private static void assertMerged(Distribution merged, List<Distribution> parts) {
		Map<Double, Long> bins = new TreeMap<>();
		long count = 0;
		double min = Double.NaN;
		double max = Double.NaN;
		double sum = 0;
		double magnitude = 0;
		for (Distribution part : parts) {
			part.bins().forEach((bin) -> bins.merge(bin.lower(), bin.count(), Long::sum));
			count += part.count();
			min = (Double.isNaN(min) || part.min() < min) ? part.min() : min;
			max = (Double.isNaN(max) || part.max() > max) ? part.max() : max;
			sum += part.sum();
			magnitude += Math.abs(part.sum());
		}
		assertThat(merged.count()).isEqualTo(count);
		assertThat(List.of(merged.min(), merged.max())).isEqualTo(List.of(min, max));
		assertThat(merged.sum()).isCloseTo(sum, within(1e-9 * magnitude));
		Map<Double, Long> actual = new TreeMap<>();
		merged.bins().forEach((bin) -> actual.put(bin.lower(), bin.count()));
		assertThat(actual).isEqualTo(bins);
		assertThat(merged.bins()).extracting(Distribution.Bin::lower).isSorted();
	}

	@Example
	void samplesThatAreMergedDoNotChangeADistributionThatWasMadeOfThem() {
		TargetModel target = target(new ObserverModel(new ManualTime(), 1));
		Series requests = series(target, Kind.HISTOGRAM, "requests");
		send(target, requests, Operation.RECORD_HISTOGRAM, Double.doubleToLongBits(2));
		MergedSamples samples = new MergedSamples();
		assertThat(Distribution.of(samples).count()).isZero();
		assertThat(Distribution.of(samples).quantiles()).isEqualTo(Quantiles.NONE);
		requests.distribution(Window.ALL).addTo(samples);
		Distribution before = Distribution.of(samples);
		requests.distribution(Window.ALL).addTo(samples);
		assertThat(before.count()).isEqualTo(1);
		assertThat(before.bins()).singleElement().satisfies((bin) -> assertThat(bin.count()).isEqualTo(1));
		assertThat(Distribution.of(samples).count()).isEqualTo(2);
		assertThat(Distribution.of(samples).quantile(1)).isEqualTo(2);
	}

	private static Operation operation(Kind kind, Random random) {
		return switch (kind) {
			case COUNTER -> random.nextBoolean() ? Operation.INCREMENT_COUNTER : Operation.SET_COUNTER;
			case GAUGE -> switch (random.nextInt(3)) {
				case 0 -> Operation.INCREMENT_GAUGE;
				case 1 -> Operation.DECREMENT_GAUGE;
				default -> Operation.SET_GAUGE;
			};
			case HISTOGRAM -> Operation.RECORD_HISTOGRAM;
		};
	}

	private static long operand(Operation operation, Random random) {
		if (operation.isWhole()) {
			return random.nextInt(1000);
		}
		double value = (random.nextInt(20) == 0) ? SPECIAL[random.nextInt(SPECIAL.length)]
				: random.nextGaussian() * Math.exp(random.nextGaussian());
		return Double.doubleToLongBits(value);
	}

	private static TargetModel target(ObserverModel model) {
		TargetModel target = model.addTarget("app");
		target.opened("10.0.0.1:5000");
		return target;
	}

	private static void reconnect(TargetModel target) {
		target.closed("It is gone", null);
		target.opened("10.0.0.1:5000");
	}

	private static Series series(TargetModel target, Kind kind, String name) {
		return target.series(new SeriesKey(kind, name, Map.of()));
	}

	private static void send(TargetModel target, Series series, Operation operation, long operand) {
		target.received(10);
		target.event(series, operation, operand, 0, 0);
	}

}
