package io.github.metricstcp.client.model;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link Condition}.
 */
class ConditionTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			a p99 200ms                          | a p99 > 200ms                    | -     | -
			a p99 > 200ms for 10s                | a p99 > 200ms                    | PT1S  | PT10S
			a p99>=200ms  over 1m                | a p99 >= 200ms                   | PT1M  | -
			a p99 <= 1.5 s over 30s for 2m       | a p99 <= 1.5 s                   | PT30S | PT2M
			a rate < 5/s for 90 over 10          | a rate < 5/s                     | PT10S | PT1M30S
			a p99 200ms over all                 | a p99 > 200ms                    | -     | -
			a p99 200ms over all for 1.5s        | a p99 > 200ms                    | -     | PT1.5S
			a value 5 for 1h                     | a value > 5                      | PT1S  | PT1H
			a count 5 over 1h                    | a count > 5                      | PT1H  | -
			a{b="waits for 3s over night"} mean 1| a{b="waits for 3s over night"} mean > 1 | - | -
			""")
	void aTextIsALevelAWindowAndATime(String text, String level, @Nullable Duration window, @Nullable Duration hold) {
		Condition condition = Condition.parse(text);
		assertThat(condition.level()).hasToString(level);
		assertThat(condition.window()).isEqualTo(window);
		assertThat(condition.hold()).isEqualTo(hold);
		assertThat(Condition.parse(condition.toString())).hasToString(condition.toString());
		assertThat(Condition.parse(condition.toString()).window()).isEqualTo(window);
	}

	@Test
	void itIsWrittenAsItWas() {
		assertThat(Condition.parse(" a  p99>200ms for  10s over 1m ")).hasToString("a p99 > 200ms over 1m for 10s");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			``                            | '' is no level: a name, a figure and a value are needed
			a p99 for 10s                 | 'a p99' is no level
			a p99 200ms for               | '200ms for' is no value of a level
			a p99 200ms for ever          | 'for ever' has no duration, such as 10s or 5m
			a p99 200ms for 10MB          | 'for 10MB' has no duration, such as 10s or 5m
			a p99 200ms for 5k            | 'for 5k' has no duration
			a p99 200ms for 500ms         | 'for 500ms' is too short: 1s is the least
			a p99 200ms for 0             | 'for 0' is too short
			a p99 200ms for 40000d        | 'for 40000d' is too long: 36500d is the most
			a p99 200ms over night        | 'over night' has no duration, such as 10s or 5m, and is not 'over all'
			a p99 200ms over 2h           | 'over 2h' is too long: 1h is the most
			a p99 200ms for 1s for 2s     | 'a p99 200ms for 1s for 2s' has 'for' twice
			a p99 1 over 1m for 1s over 1 | 'a p99 1 over 1m for 1s over 1' has 'over' twice
			a value 5 over 1m             | 'over 1m' does not go with value, which is that of a moment
			a p98 5 for 1s                | 'p98' is no figure of a level
			a p99 > 5 parsecs for 1s      | '5 parsecs' is no value of a level
			""")
	void aTextThatIsNoConditionIsRefusedWithTheReason(String text, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> Condition.parse(text)).withMessageStartingWith(message);
	}

}
