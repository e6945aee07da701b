package io.github.metricstcp.observer.internal.ui;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TargetModel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ModelReader}.
 */
class ModelReaderTests {

	private static final long SECOND = 1_000_000_000L;

	private final AtomicLong time = new AtomicLong(1_000_000 * SECOND);

	// By which the time goes on whenever it is asked for
	private final AtomicLong step = new AtomicLong();

	// Once the time is asked for
	private final AtomicBoolean clearing = new AtomicBoolean();

	private final ObserverModel model = new ObserverModel(this::nanos, 1000);

	private final TargetModel target = this.model.addTarget("app:5000");

	private final ModelReader reader = new ModelReader(this.model);

	@Test
	void aTrendThatIsReadForLongHasNoHole() {
		this.target.opened("app:5000");
		for (int i = 0; i < 100; i++) {
			WatchedShop.set(this.target, "stock", Map.of("n", "" + i), 1);
		}
		this.time.addAndGet(50 * SECOND);
		Trend trend = null;
		for (int i = 0; i < 4; i++) {
			this.reader.refresh();
			// 100 series are read for 10 s or longer
			this.step.set(SECOND / 20);
			List<Series> series = this.reader.series();
			trend = this.reader.trend(series, true, trend);
			this.step.set(0);
			this.time.addAndGet(3 * SECOND);
		}
		double[] known = Arrays.stream(trend.values(300)).filter((value) -> !Double.isNaN(value)).toArray();
		assertThat(known).hasSizeGreaterThan(80).containsOnly(100);
	}

	@Test
	void aModelThatIsClearedMeanwhileIsReadAsItIsThen() {
		this.target.opened("app:5000");
		WatchedShop.set(this.target, "stock", Map.of(), 1);
		this.reader.refresh();
		assertThat(this.reader.series()).hasSize(1);
		this.clearing.set(true);
		this.reader.refresh();
		assertThat(this.model.generation()).isOne();
		assertThat(this.reader.series()).isEmpty();
		assertThat(this.reader.generation()).isOne();
	}

	@Test
	void ofAModelThatAnotherThreadClearsSeriesOfOneGenerationAreRead() throws Exception {
		Thread clearing = new Thread(() -> {
			for (int i = 0; i < 5000; i++) {
				TargetModel target = this.model.addTarget("run");
				for (int n = 0; n < i % 4; n++) {
					WatchedShop.set(target, "pool.usage", Map.of("n", "" + n), 1);
				}
				this.model.clear();
			}
		});
		clearing.start();
		while (clearing.isAlive()) {
			// If they were fewer than before, the reading of their values would fail
			this.reader.refresh();
		}
		clearing.join();
		this.reader.refresh();
		assertThat(this.reader.generation()).isEqualTo(5000);
		assertThat(this.reader.series()).isEmpty();
	}

	private long nanos() {
		if (this.clearing.getAndSet(false)) {
			this.model.clear();
		}
		return this.time.getAndAdd(this.step.get());
	}

}
