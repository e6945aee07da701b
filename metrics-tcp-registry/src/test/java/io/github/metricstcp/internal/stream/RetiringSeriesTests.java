package io.github.metricstcp.internal.stream;

import java.util.List;

import io.micrometer.core.instrument.Clock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetiringSeries}.
 */
class RetiringSeriesTests {

	private final RetiringSeries retiring = new RetiringSeries();

	private final Ingress ingress = new Ingress(1, new EventClock(Clock.SYSTEM));

	@Test
	void oldestIsTheOneThatWasRemovedFirst() {
		Series first = series("first");
		Series second = series("second");
		this.retiring.add(first);
		this.retiring.add(second);
		assertThat(this.retiring.oldest(2)).isNull();
		assertThat(this.retiring.oldest(1)).isSameAs(first);
		assertThat(this.retiring.all()).containsExactly(first, second);
	}

	@Test
	void seriesOfOneIdentityFollowOneAnother() {
		Series first = series("orders");
		Series second = series("orders");
		Series third = series("orders");
		this.retiring.add(first);
		this.retiring.precede(second);
		this.retiring.add(second);
		this.retiring.precede(third);
		assertThat(this.retiring.newest(third)).isSameAs(second);
		assertThat(this.retiring.first(third)).isSameAs(first);
		assertThat(this.retiring.successor(first)).isSameAs(second);
		assertThat(this.retiring.successor(second)).isSameAs(third);
	}

	@Test
	void seriesOfAnotherIdentityHasNoPredecessor() {
		Series removed = series("orders");
		Series other = series("other");
		this.retiring.add(removed);
		this.retiring.precede(other);
		assertThat(this.retiring.newest(other)).isNull();
		assertThat(this.retiring.first(other)).isSameAs(other);
	}

	@Test
	void removalClosesTheGap() {
		Series first = series("orders");
		Series second = series("orders");
		Series third = series("orders");
		this.retiring.add(first);
		this.retiring.add(second);
		this.retiring.precede(third);
		this.retiring.remove(second);
		assertThat(this.retiring.first(third)).isSameAs(first);
		assertThat(this.retiring.successor(first)).isSameAs(third);
		assertThat(this.retiring.newest(third)).isSameAs(first);
		this.retiring.remove(first);
		assertThat(this.retiring.first(third)).isSameAs(third);
		assertThat(this.retiring.newest(third)).isNull();
		assertThat(this.retiring.all()).isEmpty();
	}

	private Series series(String name) {
		return new SampleSeries(this.ingress, new Descriptor(name, List.of(), null, null));
	}

}
