package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TargetModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Trend}.
 */
class TrendTests {

	private final WatchedShop shop = new WatchedShop();

	private final TargetModel target = this.shop.connect(WatchedShop.ADDRESS);

	@Test
	void whatIsPastDoesNotChangeWhileTimeGoesOn() {
		String before = "";
		for (int second = 0; second < 100; second++) {
			WatchedShop.count(this.target, "orders", Map.of(), 1 + second / 3 % 2);
			this.shop.pass(Duration.ofSeconds(1));
			String line = trend(0).sparkline(60, 20);
			if (second > 70) {
				// One cell is three seconds: either it stays where it is, or all move by
				// one cell
				String past = line.substring(0, 19);
				assertThat(past.equals(before.substring(0, 19)) || past.equals(before.substring(1))).isTrue();
			}
			before = line;
		}
	}

	@Test
	void whatDoesNotChangeIsALevelLine() {
		WatchedShop.set(this.target, "started", Map.of(), 0.1);
		this.shop.pass(Duration.ofSeconds(320));
		assertThat(trend(0).sparkline(300, 7)).isEqualTo("▁".repeat(7));
	}

	@Test
	void samplesThatComeEveryTenSecondsLeaveNoHoles() {
		for (int second = 0; second < 300; second++) {
			if (second % 10 == 0) {
				WatchedShop.sample(this.target, "job", Map.of(), 7);
			}
			this.shop.pass(Duration.ofSeconds(1));
		}
		assertThat(trend(0).sparkline(300, 60).substring(0, 58)).isEqualTo("▇".repeat(58));
	}

	@Test
	void itIsKnownFromTheFirstEventOn() {
		this.shop.pass(Duration.ofSeconds(30));
		WatchedShop.sample(this.target, "latency", Map.of(), 1);
		this.shop.pass(Duration.ofSeconds(5));
		assertThat(trend(0).known()).isEqualTo(5);
		this.shop.pass(Duration.ofSeconds(400));
		assertThat(trend(0).known()).isEqualTo(300);
	}

	@Test
	void countersOfAMetricAddUp() {
		for (int second = 0; second < 3; second++) {
			WatchedShop.count(this.target, "orders", Map.of("a", "1"), 2);
			WatchedShop.count(this.target, "orders", Map.of("a", "2"), 3);
			this.shop.pass(Duration.ofSeconds(1));
		}
		assertThat(Trend.of(List.of(trend(0), trend(1)), true).values(2)).containsExactly(5, 5);
	}

	@Test
	void ofGaugesThatDoNotAddUpItIsTheGreatest() {
		WatchedShop.set(this.target, "duration", Map.of("a", "1"), 2);
		WatchedShop.set(this.target, "duration", Map.of("a", "2"), 3);
		this.shop.pass(Duration.ofSeconds(1));
		assertThat(Trend.of(List.of(trend(0), trend(1)), false).values(1)).containsExactly(3);
		assertThat(Trend.of(List.of(trend(0), trend(1)), true).values(1)).containsExactly(5);
	}

	@Test
	void mediansAreWeightedByTheirSamples() {
		WatchedShop.sample(this.target, "latency", Map.of("a", "1"), 1);
		WatchedShop.sample(this.target, "latency", Map.of("a", "1"), 1);
		WatchedShop.sample(this.target, "latency", Map.of("a", "1"), 1);
		WatchedShop.sample(this.target, "latency", Map.of("a", "2"), 5);
		this.shop.pass(Duration.ofSeconds(1));
		assertThat(Trend.of(List.of(trend(0), trend(1)), true).medians(1)[0]).isBetween(1.9, 2.1);
		assertThat(Trend.of(List.of(trend(0), trend(1)), true).p99s(1)[0]).isBetween(4.9, 5.1);
	}

	@Test
	void whatCameAfterASecondCanBeLeftOut() {
		for (int second = 0; second < 5; second++) {
			WatchedShop.count(this.target, "orders", Map.of(), second);
			this.shop.pass(Duration.ofSeconds(1));
		}
		Series series = this.shop.model().series().get(0);
		long last = series.points(1).lastSecond();
		assertThat(trend(0).until(last - 2).values(2)).containsExactly(1, 2);
		assertThat(trend(0).until(last - 1000).values(2)).containsExactly(Double.NaN, Double.NaN);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 7, 299, 300, 450 })
	void aTrendThatHasGoneOnIsTheOneThatIsReadAnew(int passed) {
		sampleFor(250);
		Trend before = Trend.of(List.of(trend(0), trend(1)), true);
		sampleFor(passed);
		int seconds = Math.min(300, passed + 3);
		Trend continued = before.continued(Trend.of(List.of(trend(0, seconds), trend(1, seconds)), true));
		Trend anew = Trend.of(List.of(trend(0), trend(1)), true);
		assertThat(continued.values(300)).containsExactly(anew.values(300));
		assertThat(continued.medians(300)).containsExactly(anew.medians(300));
		assertThat(continued.p99s(300)).containsExactly(anew.p99s(300));
		assertThat(continued.lastSecond()).isEqualTo(anew.lastSecond());
	}

	private void sampleFor(int seconds) {
		for (int second = 0; second < seconds; second++) {
			WatchedShop.sample(this.target, "latency", Map.of("a", "1"), 1 + second % 7);
			WatchedShop.sample(this.target, "latency", Map.of("a", "2"), 2 + second % 5);
			this.shop.pass(Duration.ofSeconds(1));
		}
	}

	private Trend trend(int index) {
		return trend(index, 300);
	}

	private Trend trend(int index, int seconds) {
		Series series = this.shop.model().series().get(index);
		return Trend.of(series.kind(), series.points(seconds));
	}

}
