package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.tamboui.tui.event.KeyCode;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DetailView}: how statistics and charts are read.
 */
class DetailViewTests {

	private final WatchedShop shop = new WatchedShop();

	private final TargetModel target = this.shop.connect(WatchedShop.ADDRESS);

	@Test
	void theChartIsAsLongAsWhatIsKnown() {
		for (int second = 0; second < 40; second++) {
			WatchedShop.set(this.target, "stock", Map.of(), 100 - second);
			this.shop.pass(Duration.ofSeconds(1));
		}
		this.shop.look(80, 20);
		Screens.assertLooksLike("gauge-40s", this.shop.press(KeyCode.ENTER).look(80, 20));
	}

	@Test
	void linesConnectSamplesThatComeEveryTenSeconds() {
		this.target.metadata(new Metadata(Kind.HISTOGRAM, "job", "seconds", null));
		for (int second = 0; second < 300; second++) {
			if (second % 10 == 0) {
				WatchedShop.sample(this.target, "job", Map.of(), 0.2 + 0.05 * (second / 10 % 4));
				WatchedShop.sample(this.target, "job", Map.of(), 1.2 + 0.05 * (second / 10 % 4));
			}
			this.shop.pass(Duration.ofSeconds(1));
		}
		this.shop.look(80, 24);
		Screens.assertLooksLike("histogram-every-10s", this.shop.press(KeyCode.ENTER).look(80, 24));
	}

	@Test
	void whereSamplesWereDroppedSumAndRatesAreAtLeastThose() {
		WatchedShop.total(this.target, "metrics.tcp.events", Map.of("outcome", "dropped"), 0);
		WatchedShop.total(this.target, "metrics.tcp.events", Map.of("outcome", "dropped"), 5);
		for (int second = 0; second < 70; second++) {
			WatchedShop.sample(this.target, "a.size", Map.of(), 3);
			this.shop.pass(Duration.ofSeconds(1));
		}
		this.shop.look(100, 20);
		String text = String.join("\n", Screens.lines(this.shop.press(KeyCode.ENTER).look(140, 24)));
		assertThat(text).contains("samples ≥ 70")
			.contains("rate/1s ≥ 1/s")
			.contains("rate/10s ≥ 1/s")
			.contains("rate/60s ≥ 1/s")
			.contains("sum ≥ 210")
			.contains("max ≥ 3")
			.contains("mean 3")
			.contains("incomplete: samples were dropped");
	}

	@Test
	void samplesBelowZeroMakeTheSumNoLowerBound() {
		WatchedShop.total(this.target, "metrics.tcp.events", Map.of("outcome", "dropped"), 0);
		WatchedShop.total(this.target, "metrics.tcp.events", Map.of("outcome", "dropped"), 5);
		WatchedShop.sample(this.target, "a.size", Map.of(), -3);
		this.shop.pass(Duration.ofSeconds(2));
		this.shop.look(100, 20);
		assertThat(String.join("\n", Screens.lines(this.shop.press(KeyCode.ENTER).look(140, 24)))).contains("sum -3")
			.contains("samples ≥ 1");
	}

	@Test
	void theStartOfAProcessIsADateAndHowLongAgoItIs() {
		this.target.metadata(new Metadata(Kind.GAUGE, "process.start.time", "seconds", null));
		// 12:00:00 when the shop opened
		WatchedShop.set(this.target, "process.start.time", Map.of(), 1_795_521_600 - 3900);
		this.shop.look(80, 20);
		List<String> lines = Screens.lines(this.shop.press(KeyCode.ENTER).look(80, 20));
		assertThat(lines.get(3)).matches(" now \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d   that is 1h 05m ago");
		assertThat(String.join("", lines.subList(4, 19))).isBlank();
	}

}
