package io.github.metricstcp.observer.internal.ui;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

	private final ObserverModel model = new ObserverModel(() -> this.time.getAndAdd(this.step.get()), 1000);

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

}
