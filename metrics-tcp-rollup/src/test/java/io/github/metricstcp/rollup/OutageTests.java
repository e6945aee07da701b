package io.github.metricstcp.rollup;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Outage}.
 */
class OutageTests {

	private final List<String> said = new ArrayList<>();

	private final Outage outage = new Outage(new Tally(RollupDriver.settings().build(), this.said::add));

	@Test
	void brokersThatAnswerAgainAreSaidAtOnce() {
		this.outage.running(0);
		this.outage.waiting("does not answer");
		this.outage.waiting("does not answer");
		this.outage.running(1_000);
		assertSaid("does not answer; trying again.", "connected again.");
	}

	@Test
	void whatKafkaStreamsFailsWithIsOverOnceItHasRunForLongerThanAnyPause() {
		for (int attempt = 0; attempt < 5; attempt++) {
			this.outage.running(attempt * 60_000L);
			this.outage.running(attempt * 60_000L + Outage.LONGEST_PAUSE);
			this.outage.failed("does not permit this");
		}
		assertSaid("does not permit this; trying again.");
		this.outage.running(600_000);
		this.outage.stopped();
		this.outage.running(609_000);
		this.outage.running(609_000 + Outage.LONGEST_PAUSE);
		assertSaid("does not permit this; trying again.");
		this.outage.running(609_001 + Outage.LONGEST_PAUSE);
		this.outage.running(620_000 + Outage.LONGEST_PAUSE);
		assertSaid("does not permit this; trying again.", "connected again.");
	}

	@Test
	void pausesBecomeLongerUntilItIsOver() {
		List<Long> pauses = new ArrayList<>();
		for (int attempt = 0; attempt < 6; attempt++) {
			pauses.add(this.outage.nextPause());
			this.outage.failed("fails");
			this.outage.running(attempt);
		}
		assertThat(pauses).containsExactly(1_000L, 2_000L, 4_000L, 8_000L, Outage.LONGEST_PAUSE, Outage.LONGEST_PAUSE);
		this.outage.running(60_000);
		assertThat(this.outage.nextPause()).isEqualTo(Outage.FIRST_PAUSE);
	}

	@Test
	void theFirstStartIsNoEndOfAnOutage() {
		this.outage.waiting("has no topic shops: does a relay write to it?");
		this.outage.begun();
		this.outage.running(0);
		assertSaid("has no topic shops: does a relay write to it? Trying again.");
	}

	private void assertSaid(String... clauses) {
		assertThat(this.said).containsExactly(
				List.of(clauses).stream().map((each) -> "Kafka localhost:9092: " + each).toArray(String[]::new));
	}

}
