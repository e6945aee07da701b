package io.github.metricstcp.client.model;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Property tests of {@link SecondRing}: it has the values that a list of all of them has.
 */
class SecondRingPropertyTests {

	@Property(tries = 300)
	void aRingOfCountsHasTheValuesOfAList(@ForAll("steps") List<Step> steps) {
		check(SecondRing.of(0), steps, false, 0);
	}

	@Property(tries = 300)
	void aRingOfQuantilesHasTheValuesOfAList(@ForAll("steps") List<Step> steps) {
		check(SecondRing.of(Double.NaN), steps, false, Double.NaN);
	}

	@Property(tries = 300)
	void aRingOfValuesThatHoldOnHasTheValuesOfAList(@ForAll("steps") List<Step> steps) {
		check(SecondRing.holding(), steps, true, Double.NaN);
	}

	@Provide
	Arbitrary<List<Step>> steps() {
		Arbitrary<Integer> gaps = Arbitraries.frequencyOf(Tuple.of(20, Arbitraries.just(1)),
				Tuple.of(3, Arbitraries.integers().between(2, 40)),
				Tuple.of(1, Arbitraries.integers().between(250, 700)));
		Arbitrary<Double> values = Arbitraries.frequencyOf(Tuple.of(5, Arbitraries.just(0.0)),
				Tuple.of(5, Arbitraries.integers().between(1, 1000).map((each) -> (double) each)),
				Tuple.of(1, Arbitraries.of(0.1, Double.NaN, 1e300, -0.0, 16_777_217.0, 4e9)));
		return Combinators.combine(gaps, values).as(Step::new).list().ofMinSize(1).ofMaxSize(900);
	}

	private static void check(SecondRing ring, List<Step> steps, boolean holding, double rest) {
		TreeMap<Long, Double> all = new TreeMap<>();
		long second = 1_700_000_000;
		double held = Double.NaN;
		for (int i = 0; i < steps.size(); i++) {
			Step step = steps.get(i);
			for (int gap = 1; gap < step.gap && !all.isEmpty(); gap++) {
				all.put(second + gap, holding ? held : rest);
			}
			second += step.gap;
			ring.put(second, step.value);
			all.put(second, step.value);
			held = step.value;
			if (i % 50 == 0 || i == steps.size() - 1) {
				compare(ring, all, second, SecondRing.SECONDS);
				compare(ring, all, second, 1 + i % SecondRing.SECONDS);
				compare(ring, all, second - 2, 10);
			}
		}
		double after = holding ? held : rest;
		assertThat(ring.last(second + 3, 3)).containsExactly(after, after, after);
	}

	private static void compare(SecondRing ring, NavigableMap<Long, Double> all, long last, int count) {
		double[] expected = new double[count];
		double sum = 0;
		for (int i = 0; i < count; i++) {
			long second = last - count + 1 + i;
			boolean kept = second > all.lastKey() - SecondRing.SECONDS;
			expected[i] = kept ? all.getOrDefault(second, Double.NaN) : Double.NaN;
		}
		// In the order in which the ring adds
		for (int i = count - 1; i >= 0; i--) {
			sum += Double.isNaN(expected[i]) ? 0 : expected[i];
		}
		assertThat(ring.last(last, count)).containsExactly(expected);
		assertThat(ring.sum(last, count)).isEqualTo(sum);
	}

	/**
	 * A value that is put.
	 *
	 * @param gap seconds since the value before it
	 * @param value the value
	 */
	record Step(int gap, double value) {
	}

}
