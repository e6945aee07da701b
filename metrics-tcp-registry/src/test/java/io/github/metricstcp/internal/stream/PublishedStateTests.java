package io.github.metricstcp.internal.stream;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PublishedState}: what is sent of a counter adds up to what was
 * recorded, however it is split between the ingress and the unstreamed adder.
 */
class PublishedStateTests {

	private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

	@Property
	void sumOnTheWireIsExactForWholeAmounts(@ForAll("wholeAmounts") List<Recorded> recorded) {
		Counter counter = new Counter();
		for (Recorded next : recorded) {
			counter.apply(next);
			assertThat(counter.onTheWire).isEqualByComparingTo(counter.published);
		}
		counter.readUnstreamed();
		assertThat(counter.onTheWire).isEqualByComparingTo(counter.recorded);
	}

	@Property
	void sumOnTheWireIsTheFloorForQuarters(@ForAll("quarters") List<Recorded> recorded) {
		Counter counter = new Counter();
		for (Recorded next : recorded) {
			counter.apply(next);
			assertThat(counter.onTheWire).isEqualByComparingTo(floor(counter.published));
		}
		counter.readUnstreamed();
		assertThat(counter.onTheWire).isEqualByComparingTo(floor(counter.recorded));
	}

	@Property
	void sumOnTheWireIsNeverOffByOneOrMore(@ForAll("fractions") List<Recorded> recorded) {
		Counter counter = new Counter();
		for (Recorded next : recorded) {
			counter.apply(next);
			assertThat(counter.onTheWire.subtract(counter.published).abs()).isLessThan(BigDecimal.ONE);
		}
		counter.readUnstreamed();
		assertThat(counter.onTheWire.subtract(counter.recorded).abs()).isLessThan(BigDecimal.ONE);
	}

	@Example
	void sumOnTheWireIsNotOffByOneAfterTenTenths() {
		Counter counter = new Counter();
		for (int i = 0; i < 10; i++) {
			counter.apply(new Recorded(0.1, Way.INGRESS));
		}
		// The double 0.1 is a little more than a tenth, but ten of them, as doubles, add
		// up to less than 1
		assertThat(counter.recorded).isGreaterThan(BigDecimal.ONE);
		assertThat(counter.onTheWire.subtract(counter.recorded).abs()).isLessThan(BigDecimal.ONE);
	}

	@Example
	void sumOnTheWireIsNotOffByOneAfterAHundredMillionTenths() {
		PublishedState state = new PublishedState();
		state.reset(0, 0);
		int times = 100_000_000;
		double amount = 0.1;
		long onTheWire = 0;
		for (int i = 0; i < times; i++) {
			onTheWire += state.add(0, amount);
		}
		BigDecimal recorded = new BigDecimal(amount).multiply(BigDecimal.valueOf(times));
		assertThat(recorded.subtract(BigDecimal.valueOf(onTheWire)).abs()).isLessThan(BigDecimal.ONE);
	}

	@Property
	void sumOnTheWireEndsAtTheLargestLong(@ForAll("hugeAmounts") List<Recorded> recorded) {
		Counter counter = new Counter();
		for (Recorded next : recorded) {
			counter.apply(next);
			assertThat(counter.onTheWire).isLessThanOrEqualTo(LARGEST);
		}
		counter.readUnstreamed();
		// Beyond 2^53 doubles have gaps; what is beyond 2^64 is beyond the end in any
		// case
		if (counter.recorded.compareTo(LARGEST.multiply(BigDecimal.valueOf(2))) > 0) {
			assertThat(counter.onTheWire).isEqualByComparingTo(LARGEST);
		}
	}

	@Example
	void sumOnTheWireEndsAtTheLargestLongWhereTheSumOfDoublesIsInfinite() {
		for (Way way : Way.values()) {
			Counter counter = new Counter();
			counter.apply(new Recorded(Double.MAX_VALUE, way));
			counter.apply(new Recorded(Double.MAX_VALUE, way));
			counter.apply(new Recorded(1, Way.INGRESS));
			counter.readUnstreamed();
			assertThat(counter.onTheWire).isEqualByComparingTo(LARGEST);
		}
	}

	@Example
	void unstreamedSumThatIsReadAgainSendsNothing() {
		PublishedState state = new PublishedState();
		state.reset(0, 0);
		assertThat(state.unstreamed(0, 2.5)).isEqualTo(2);
		assertThat(state.unstreamed(0, 2.5)).isZero();
		assertThat(state.add(0, 0.5)).isEqualTo(1);
		assertThat(state.unstreamed(0, 2.5)).isZero();
		assertThat(state.total(0)).isEqualTo(3);
	}

	@Property
	void timestampsOfASeriesNeverGoBack(@ForAll List<Long> recorded) {
		PublishedState state = new PublishedState();
		state.reset(0, 0);
		long last = Long.MIN_VALUE;
		for (long next : recorded) {
			last = Math.max(last, next);
			assertThat(state.timestamp(0, next)).isEqualTo(last);
		}
	}

	@Property
	void seriesAreIndependent(@ForAll @Size(max = 50) List<@IntRange(max = 300) Integer> indexes) {
		PublishedState state = new PublishedState();
		for (int i = 0; i < indexes.size(); i++) {
			int index = indexes.get(i);
			// Given out again, or for the first time, with or without making room for it
			state.reset(index, 0);
			assertThat(state.total(index)).isZero();
			assertThat(state.value(index)).isZero();
			assertThat(state.timestamp(index, -i)).isEqualTo(-i);
			assertThat(state.add(index, i)).isEqualTo(i);
			assertThat(state.unstreamed(index, i)).isEqualTo(i);
		}
		for (int i = 0; i < indexes.size(); i++) {
			int index = indexes.get(i);
			if (indexes.lastIndexOf(index) == i) {
				assertThat(state.total(index)).isEqualTo(2L * i);
				assertThat(state.value(index)).isEqualTo(i);
				assertThat(state.timestamp(index, Long.MIN_VALUE)).isEqualTo(-i);
			}
		}
	}

	@Example
	void seriesThatTakesAnothersPlaceInheritsNothing() {
		PublishedState state = new PublishedState();
		state.reset(0, 0);
		// More digits than a double has
		state.add(0, 0x1p53);
		state.add(0, 1);
		state.unstreamed(0, 0.5);
		state.reset(0, 0);
		assertThat(state.total(0)).isZero();
		assertThat(state.add(0, 0)).isZero();
		assertThat(state.unstreamed(0, 0.5)).isZero();
		assertThat(state.add(0, 0.25)).isZero();
	}

	@Example
	void valueIsUnknownUntilItIsSet() {
		PublishedState state = new PublishedState();
		state.reset(0, Double.NaN);
		assertThat(state.value(0)).isNaN();
		state.value(0, -7.5);
		assertThat(state.value(0)).isEqualTo(-7.5);
	}

	@Provide
	Arbitrary<List<Recorded>> wholeAmounts() {
		return recorded(Arbitraries.oneOf(Arbitraries.longs().between(0, 3), Arbitraries.longs().between(0, 1L << 45))
			.map(Long::doubleValue));
	}

	@Provide
	Arbitrary<List<Recorded>> quarters() {
		return recorded(Arbitraries.oneOf(Arbitraries.longs().between(0, 9), Arbitraries.longs().between(0, 1L << 43))
			.map((quarters) -> quarters * 0.25));
	}

	@Provide
	Arbitrary<List<Recorded>> fractions() {
		// Decimal fractions come close to whole numbers again and again
		Arbitrary<Double> decimals = Arbitraries.integers().between(0, 3000).map((hundredths) -> hundredths / 100.0);
		Arbitrary<Double> tenths = Arbitraries.integers().between(1, 9).map((number) -> number / 10.0);
		Arbitrary<Double> tiny = Arbitraries.of(Double.MIN_VALUE, 1e-300, 1e-16, 1e-9, Math.ulp(1.0), Math.ulp(0.5));
		return recorded(Arbitraries.oneOf(tenths, decimals, tiny, Arbitraries.doubles().between(0, 10_000)));
	}

	@Provide
	Arbitrary<List<Recorded>> hugeAmounts() {
		return recorded(Arbitraries.oneOf(Arbitraries.longs().between(0, Long.MAX_VALUE).map(Long::doubleValue),
				Arbitraries.doubles().between(0, Double.MAX_VALUE / 1000), Arbitraries.of(0x1p62, 0x1p63, 1.0)));
	}

	private static Arbitrary<List<Recorded>> recorded(Arbitrary<Double> amounts) {
		return Combinators.combine(amounts, Arbitraries.of(Way.class)).as(Recorded::new).list().ofMaxSize(100);
	}

	private static BigDecimal floor(BigDecimal value) {
		return value.setScale(0, RoundingMode.FLOOR);
	}

	enum Way {

		INGRESS, UNSTREAMED, UNSTREAMED_AND_READ

	}

	record Recorded(double amount, Way way) {
	}

	/**
	 * A counter as the event loop sees it, with the sums as they are without rounding.
	 */
	private static final class Counter {

		private final PublishedState state = new PublishedState();

		private final DoubleAdder unstreamed = new DoubleAdder();

		private BigDecimal recorded = BigDecimal.ZERO;

		private BigDecimal unread = BigDecimal.ZERO;

		private BigDecimal published = BigDecimal.ZERO;

		private BigDecimal onTheWire = BigDecimal.ZERO;

		Counter() {
			this.state.reset(0, 0);
		}

		void apply(Recorded next) {
			BigDecimal amount = new BigDecimal(next.amount);
			this.recorded = this.recorded.add(amount);
			if (next.way == Way.INGRESS) {
				this.published = this.published.add(amount);
				send(this.state.add(0, next.amount));
			}
			else {
				this.unstreamed.add(next.amount);
				this.unread = this.unread.add(amount);
			}
			if (next.way == Way.UNSTREAMED_AND_READ) {
				readUnstreamed();
			}
		}

		void readUnstreamed() {
			this.published = this.published.add(this.unread);
			this.unread = BigDecimal.ZERO;
			send(this.state.unstreamed(0, this.unstreamed.sum()));
		}

		private void send(long increment) {
			assertThat(increment).isNotNegative();
			this.onTheWire = this.onTheWire.add(BigDecimal.valueOf(increment));
			assertThat(this.onTheWire).isEqualByComparingTo(BigDecimal.valueOf(this.state.total(0)));
		}

	}

}
