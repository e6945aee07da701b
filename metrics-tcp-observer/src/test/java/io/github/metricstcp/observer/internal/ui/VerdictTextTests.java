package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;

import io.github.metricstcp.client.model.Condition;
import io.github.metricstcp.client.model.Verdict;
import io.github.metricstcp.client.model.Verdict.Outcome;
import io.github.metricstcp.client.wire.FamilyKey;
import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link VerdictText}.
 */
class VerdictTextTests {

	private static final FamilyKey REQUESTS = new FamilyKey(Kind.HISTOGRAM, "http.server.requests");

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					a{b=c} p99 > 200ms              | FAILED | 0.312  | 0  | failed: a{b=c} p99 is 312 ms, above 200 ms (shop).
					a{b=c} p99 > 200ms for 10s      | FAILED | 0.312  | 12 | failed: a{b=c} p99 is 312 ms, above 200 ms for 10 s (shop).
					a p99 > 200ms over 1m for 10s   | FAILED | 0.312  | 12 | failed: a p99 over 1m 00s is 312 ms, above 200 ms for 10 s (shop).
					a p99 > 200ms over all for 10s  | FAILED | 0.312  | 12 | failed: a p99 over all is 312 ms, above 200 ms for 10 s (shop).
					a p99 > 200ms over 1m           | FAILED | 0.312  | 0  | failed: a p99 over 1m 00s is 312 ms, above 200 ms (shop).
					a p99 > 200ms                   | FAILED | 0.2002 | 0  | failed: a p99 is 200 ms, just above 200 ms (shop).
					a p99 >= 200ms                  | FAILED | 0.2    | 0  | failed: a p99 is 200 ms, at or above 200 ms (shop).
					a p99 < 200ms                   | FAILED | 0.1    | 0  | failed: a p99 is 100 ms, below 200 ms (shop).
					a p99 <= 200ms                  | FAILED | 0.1    | 0  | failed: a p99 is 100 ms, at or below 200 ms (shop).
					a p99 > 200ms                   | PASSED | 0.087  | 0  | passed: a p99 is 87 ms, not above 200 ms (shop).
					a p99 >= 200ms                  | PASSED | 0.087  | 0  | passed: a p99 is 87 ms, below 200 ms (shop).
					a p99 < 200ms                   | PASSED | 0.2    | 0  | passed: a p99 is 200 ms, not below 200 ms (shop).
					a p99 <= 200ms                  | PASSED | 0.3    | 0  | passed: a p99 is 300 ms, above 200 ms (shop).
					a p99 > 200ms for 10s           | PASSED | 0.087  | 0  | passed: a p99 was never above 200 ms (shop).
					a p99 >= 200ms for 10s          | PASSED | 0.087  | 3  | passed: a p99 was at or above 200 ms for 3 s at most, not for 10 s (shop).
					a p99 > 200ms over 1m           | UNKNOWN | NaN   | 0  | failed: a p99 over 1m 00s had no value, and was not judged (shop).
					""")
	void aVerdictIsASentence(String condition, Outcome outcome, double value, int held, String sentence) {
		Verdict verdict = verdict(condition, outcome, new FamilyKey(Kind.HISTOGRAM, "a"), "seconds", value, 0.2, held);
		assertThat(VerdictText.of(verdict)).isEqualTo(sentence);
	}

	@Test
	void theNameIsThatOfTheMetric() {
		Verdict verdict = verdict("http.*{uri=/orders} p99 > 200ms", Outcome.FAILED, REQUESTS, "seconds", 0.3, 0.2, 0);
		assertThat(VerdictText.of(verdict))
			.isEqualTo("failed: http.server.requests{uri=/orders} p99 is 300 ms, above 200 ms (shop).");
	}

	@Test
	void figuresHaveTheirUnits() {
		assertThat(VerdictText.of(verdict("a rate > 5/s", Outcome.FAILED, REQUESTS, null, 12.5, 5, 0)))
			.isEqualTo("failed: http.server.requests rate is 12.5/s, above 5/s (shop).");
		assertThat(VerdictText.of(verdict("a count > 1k", Outcome.FAILED, REQUESTS, null, 1234, 1000, 0)))
			.isEqualTo("failed: http.server.requests count is 1,234, above 1,000 (shop).");
		FamilyKey cpu = new FamilyKey(Kind.GAUGE, "process.cpu.usage");
		assertThat(VerdictText.of(verdict("a max > 80%", Outcome.PASSED, cpu, null, 0.42, 0.8, 0)))
			.isEqualTo("passed: process.cpu.usage max is 42%, not above 80% (shop).");
		FamilyKey sent = new FamilyKey(Kind.COUNTER, "sent");
		assertThat(VerdictText.of(verdict("a value > 1MB", Outcome.FAILED, sent, "bytes", 3 << 20, 1 << 20, 0)))
			.isEqualTo("failed: sent value is 3 MiB, above 1 MiB (shop).");
	}

	@Test
	void whatCouldNotBeJudgedSaysWhy() {
		assertThat(VerdictText.of(new Verdict(Condition.parse("a{b=c} p99 > 1s"), Outcome.UNSEEN, null, null, null,
				Double.NaN, Double.NaN, null, null)))
			.isEqualTo("failed: a{b=c} was not seen.");
		assertThat(VerdictText.of(new Verdict(Condition.parse("a p99 > 5MB"), Outcome.MISFIT, "shop", REQUESTS,
				"seconds", Double.NaN, Double.NaN, null, "5MB is a number of bytes")))
			.isEqualTo("failed: 'a p99 > 5MB' does not fit: 5MB is a number of bytes (shop).");
	}

	@Test
	void aNameThatIsNoTextForATerminalIsMadeHarmless() {
		FamilyKey name = new FamilyKey(Kind.GAUGE, "a\033[2J");
		assertThat(VerdictText.of(verdict("a* value > 1", Outcome.FAILED, name, null, 2, 1, 0)))
			.isEqualTo("failed: a\uFFFD[2J value is 2, above 1 (shop).");
	}

	private static Verdict verdict(String condition, Outcome outcome, FamilyKey family, @Nullable String unit,
			double value, double limit, int held) {
		return new Verdict(Condition.parse(condition), outcome, "shop", family, unit, value, limit,
				Duration.ofSeconds(held), null);
	}

}
