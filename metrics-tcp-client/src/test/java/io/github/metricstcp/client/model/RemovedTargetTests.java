package io.github.metricstcp.client.model;

import java.time.Duration;
import java.util.Map;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for targets that leave an {@link ObserverModel} while it is used.
 */
class RemovedTargetTests {

	private final ManualTime time = new ManualTime();

	private final ObserverModel model = new ObserverModel(this.time, 3);

	private final TargetModel first = this.model.addTarget("shop-1");

	private final TargetModel second = this.model.addTarget("shop-2");

	@Test
	void aTargetThatIsRemovedTakesItsSeriesAlongAndMakesRoom() {
		this.first.opened("10.0.0.1:5000");
		this.second.opened("10.0.0.2:5000");
		series(this.first, "orders");
		series(this.first, "stock");
		Series kept = series(this.second, "orders");
		assertThat(series(this.second, "stock").key().name()).as("beyond the limit").isEmpty();
		int generation = this.model.generation();
		this.model.removeTarget(this.first);
		assertThat(this.model.targets()).containsExactly(this.second);
		assertThat(this.model.series()).containsExactly(kept);
		assertThat(this.model.seriesCount()).isEqualTo(1);
		assertThat(this.model.generation()).isEqualTo(generation + 1);
		TargetModel third = this.model.addTarget("shop-3");
		third.opened("10.0.0.3:5000");
		assertThat(series(third, "orders").key().name()).isEqualTo("orders");
		assertThat(series(third, "stock").key().name()).isEqualTo("stock");
		this.model.removeTarget(this.first);
		assertThat(this.model.generation()).as("removed before").isEqualTo(generation + 1);
		assertThat(this.model.seriesCount()).isEqualTo(3);
	}

	@Test
	void anotherTargetOfTheSameNameKeepsItsSeries() {
		TargetModel again = this.model.addTarget("shop-1");
		again.opened("10.0.0.9:5000");
		Series kept = series(again, "orders");
		series(this.first, "orders");
		this.model.removeTarget(this.first);
		assertThat(this.model.series()).containsExactly(kept);
	}

	@Test
	void aTargetThatIsGoneSaysSoAndHasEndedOnceItsStreamHas() {
		this.first.opened("10.0.0.1:5000");
		this.first.gone("gone from targets.txt");
		assertThat(this.first.snapshot().state()).isEqualTo(TargetState.CONNECTED);
		assertThat(this.first.snapshot().remark()).isEqualTo("gone from targets.txt");
		this.first.closed("has closed the connection", Duration.ofSeconds(1));
		assertThat(this.first.snapshot().state()).isEqualTo(TargetState.ENDED);
		assertThat(this.first.snapshot().reason()).isEqualTo("gone from targets.txt");
		assertThat(this.first.snapshot().nextAttempt()).isZero();
		this.first.gone(null);
		assertThat(this.first.snapshot().state()).isEqualTo(TargetState.WAITING);
		assertThat(this.first.snapshot().reason()).isEqualTo("has closed the connection");
		assertThat(this.first.snapshot().remark()).isNull();
	}

	@Test
	void theShortNameOfATargetChangesForItsSeriesToo() {
		Series orders = series(this.first, "orders");
		this.first.rename(new TargetNames("shop-1", "10.0.0.1:5000", "1"));
		assertThat(orders.targetNames().shortName()).isEqualTo("1");
		assertThat(orders.target()).isEqualTo("shop-1");
		assertThatIllegalArgumentException().isThrownBy(() -> this.first.rename(new TargetNames("shop-9")))
			.withMessage("shop-1 cannot be renamed to shop-9");
	}

	@Test
	void theRoomOfAHistoryIsGivenBack() {
		History history = new History(1_000_000, (notice) -> {
		});
		SampleHistory samples = new SampleHistory(history);
		for (int second = 0; second < 100; second++) {
			Stats stats = new Stats();
			stats.sample(second + 1);
			samples.close(second, stats);
		}
		assertThat(history.bytes()).isPositive();
		samples.release();
		assertThat(history.bytes()).isZero();
		ObserverModel withHistory = new ObserverModel(this.time, 10, "maxSeries", 1 << 20);
		TargetModel target = withHistory.addTarget("shop");
		target.opened("10.0.0.1:5000");
		Series latency = target.series(new SeriesKey(Kind.HISTOGRAM, "latency", Map.of()));
		target.event(latency, Operation.RECORD_HISTOGRAM, Double.doubleToRawLongBits(1.5), 0, 0);
		this.time.advanceSeconds(1);
		long second = TimeSource.secondOf(this.time.nanos());
		assertThat(latency.values(TimeRange.until(second - 1, 1, 1))).containsExactly(1);
		withHistory.removeTarget(target);
		Timeline timeline = new Timeline(TimeRange.until(second - 1, 1, 1));
		latency.addTo(timeline);
		assertThat(timeline.all().count()).isZero();
	}

	private static Series series(TargetModel target, String name) {
		return target.series(new SeriesKey(Kind.COUNTER, name, Map.of()));
	}

}
