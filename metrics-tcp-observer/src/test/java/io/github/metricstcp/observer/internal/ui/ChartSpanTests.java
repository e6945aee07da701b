package io.github.metricstcp.observer.internal.ui;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChartSpan}.
 */
class ChartSpanTests {

	@ParameterizedTest
	@CsvSource({ "0,300,10,-10 s", "10,300,10,-10 s", "11,300,20,-20 s", "40,300,40,-40 s", "60,300,60,-1 min",
			"61,300,90,-90 s", "120,300,120,-2 min", "241,300,300,-5 min", "300,300,300,-5 min", "300,60,60,-1 min",
			"43,60,50,-50 s" })
	void itIsAsLongAsWhatIsKnownRoundedUp(int known, int most, int seconds, String start) {
		assertThat(ChartSpan.of(known, most).seconds()).isEqualTo(seconds);
		assertThat(ChartSpan.of(known, most).start()).isEqualTo(start);
	}

}
