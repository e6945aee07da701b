package io.github.metricstcp.observer.internal.ui;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Difference}.
 */
class DifferenceTests {

	@ParameterizedTest
	@CsvSource({ "100, 112, +12%", "100, 88, -12%", "3, 3, 0%", "1000, 1000.2, 0%", "8, 9, +12.5%", "10, 20, ×2",
			"4, 10, ×2.50", "10, 19.9, +99.0%", "10, 1, -90%", "10, 0, -100%", "0, 5, from 0", "0, 0, 0%",
			"-4, -5, -25%", "-4, 4, +200%", "5, -10, -300%", "NaN, 5, ''", "5, NaN, ''", "5, Infinity, –" })
	void ofTwoIsHowMuchTheSecondIsMoreOrLess(double first, double second, String text) {
		assertThat(Difference.of(first, second).text()).isEqualTo(text);
	}

	@Test
	void ofSeveralIsHowMuchTheGreatestIsMoreThanTheLeast() {
		assertThat(Difference.of(110, 100, 105).text()).isEqualTo("10%");
		assertThat(Difference.of(30, Double.NaN, 10, 20).text()).isEqualTo("×3");
		assertThat(Difference.of(0, 10, 20).text()).isEqualTo("from 0");
		assertThat(Difference.of(5, Double.NaN, Double.NaN).text()).isEmpty();
		assertThat(Difference.of(5, 5, 5).text()).isEqualTo("0%");
	}

	@Test
	void ofDatesIsTheTimeBetweenThem() {
		assertThat(Difference.ofDates(1_795_000_000, 1_795_003_900).text()).isEqualTo("+1h 05m");
		assertThat(Difference.ofDates(1_795_003_900, 1_795_000_000).text()).isEqualTo("-1h 05m");
		assertThat(Difference.ofDates(1_795_003_900, 1_795_000_000, 1_795_000_060).text()).isEqualTo("1h 05m");
		assertThat(Difference.ofDates(1_795_000_000, 1_795_003_900).size()).isNaN();
	}

	@Test
	void itsSizeDoesNotDependOnItsDirection() {
		assertThat(Difference.of(10, 40).size()).isEqualTo(3).isEqualTo(Difference.of(40, 10).size());
		assertThat(Difference.of(7, 7).size()).isZero();
		assertThat(Difference.of(0, 0).size()).isZero();
		assertThat(Difference.of(0, 1).size()).isInfinite();
		assertThat(Difference.of(Double.NaN, 1).size()).isNaN();
	}

}
