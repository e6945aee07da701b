package io.github.metricstcp.observer.internal.ui;

import java.util.Map;
import java.util.stream.IntStream;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MetricGroup}: when the order of its labels is found anew.
 */
class MetricGroupTests {

	private static final long SECOND = 1_000_000_000;

	private final TargetModel target = new ObserverModel(() -> 0, 10_000).addTarget("app");

	private final MetricGroup group = new MetricGroup(Kind.COUNTER, "requests");

	@Test
	void theOrderIsKeptUntilOtherSeriesMatch() {
		add(0, 10);
		LabelOrder order = this.group.labelOrder(0);
		assertThat(this.group.labelOrder(100 * SECOND)).isSameAs(order);
		add(10, 11);
		LabelOrder next = this.group.labelOrder(100 * SECOND);
		assertThat(next).isNotSameAs(order);
		assertThat(this.group.filter(SeriesFilter.ALL::matches)).isFalse();
		assertThat(this.group.labelOrder(100 * SECOND)).isSameAs(next);
		assertThat(this.group.filter(SeriesFilter.parse("n=1*")::matches)).isTrue();
		assertThat(this.group.labelOrder(100 * SECOND).summary()).containsExactly(Map.entry("n", "2 values"));
	}

	@Test
	void aSeriesThatDoesNotMatchLeavesTheOrderAsItIs() {
		add(0, 10);
		LabelOrder order = this.group.labelOrder(0);
		this.group.add(this.target.series(key(77)), SeriesFilter.parse("n=8")::matches);
		assertThat(this.group.labelOrder(SECOND)).isSameAs(order);
	}

	@Test
	void theOrderOfManySeriesIsFoundOnceASecondAtMost() {
		add(0, 5000);
		LabelOrder order = this.group.labelOrder(10 * SECOND);
		assertThat(order.summary()).containsExactly(Map.entry("n", "5,000 values"));
		add(5000, 5001);
		assertThat(this.group.labelOrder(10 * SECOND + SECOND - 1)).isSameAs(order);
		assertThat(this.group.labelOrder(11 * SECOND).summary()).containsExactly(Map.entry("n", "5,001 values"));
		this.group.filter(SeriesFilter.parse("n=?")::matches);
		assertThat(this.group.labelOrder(11 * SECOND).summary()).as("at once after a key")
			.containsExactly(Map.entry("n", "10 values"));
	}

	private void add(int from, int to) {
		IntStream.range(from, to).forEach((n) -> this.group.add(this.target.series(key(n)), SeriesFilter.ALL::matches));
	}

	private static SeriesKey key(int n) {
		return new SeriesKey(Kind.COUNTER, "requests", Map.of("n", String.valueOf(n)));
	}

}
