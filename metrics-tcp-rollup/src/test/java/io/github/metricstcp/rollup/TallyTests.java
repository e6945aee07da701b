package io.github.metricstcp.rollup;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static io.github.metricstcp.rollup.RollupDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Tally}.
 */
class TallyTests {

	private final List<String> said = new ArrayList<>();

	private final Tally tally = new Tally(RollupDriver.settings().build(), this.said::add);

	@Test
	void howManyEventsAreLateIsSaidNowAndThen() {
		this.tally.tick(START);
		assertThat(this.said).isEmpty();
		this.tally.late("shop:5000");
		this.tally.tick(START + 1_000);
		assertThat(this.said).singleElement().asString().contains("The first is of shop:5000").contains("30 s");
		this.said.clear();
		this.tally.late(3, 40);
		this.tally.tick(START + Tally.LATE_INTERVAL);
		assertThat(this.said).isEmpty();
		this.tally.tick(START + 1_000 + Tally.LATE_INTERVAL);
		assertThat(this.said).singleElement()
			.asString()
			.contains("41 events were left out")
			.endsWith("The last is of partition 3, which is read later than others.");
		this.said.clear();
		this.tally.tick(START + 10 * Tally.LATE_INTERVAL);
		assertThat(this.said).isEmpty();
		this.tally.late("store:5000");
		this.tally.tick(START + 11 * Tally.LATE_INTERVAL);
		assertThat(this.said).singleElement().asString().contains("1 event was left out").contains("store:5000");
		assertThat(this.tally.counts().late()).isEqualTo(42);
	}

}
