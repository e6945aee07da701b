package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.tui.event.KeyCode;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SortOrder}, and for the row that is selected when the order changes.
 */
class SortOrderTests {

	private final WatchedShop shop = new WatchedShop();

	private final TargetModel target = this.shop.connect(WatchedShop.ADDRESS);

	@Test
	void numbersAreComparedInBaseUnitsAndOnlyWithThoseOfTheirUnit() {
		gauge("a.wait", "milliseconds", 500);
		gauge("b.uptime", "seconds", 2);
		gauge("c.buffer", "bytes", 2000);
		gauge("d.heap", "kibibytes", 3);
		gauge("e.count", "count", 1e9);
		gauge("f.price", "euros", 1);
		gauge("g.unknown", "bytes", Double.NaN);
		this.shop.look(80, 24);
		assertThat(names(this.shop.type("s"))).containsExactly("d.heap", "c.buffer", "b.uptime", "a.wait", "f.price",
				"e.count", "g.unknown");
		assertThat(names(this.shop.type("S"))).containsExactly("c.buffer", "d.heap", "a.wait", "b.uptime", "f.price",
				"e.count", "g.unknown");
	}

	@Test
	void theRateOfSamplesIsANumberWhateverTheirUnitIs() {
		this.target.metadata(new Metadata(Kind.HISTOGRAM, "latency", "seconds", null));
		this.target.metadata(new Metadata(Kind.COUNTER, "received", "bytes", null));
		for (int second = 0; second < 12; second++) {
			WatchedShop.count(this.target, "orders", Map.of(), 2);
			WatchedShop.count(this.target, "received", Map.of(), 1);
			for (int i = 0; i < 3; i++) {
				WatchedShop.sample(this.target, "latency", Map.of(), 0.1);
			}
			this.shop.pass(Duration.ofSeconds(1));
		}
		this.shop.look(80, 24);
		assertThat(names(this.shop.type("ss"))).containsExactly("received", "latency", "orders");
	}

	@Test
	void sortingShowsAndSelectsTheFirstRowWhicheverItBecomes() {
		for (int i = 10; i < 50; i++) {
			gauge("gauge." + i, "count", i);
		}
		this.shop.look(80, 15);
		assertThat(selected()).isEqualTo("gauge.10");
		assertThat(selected(this.shop.press(KeyCode.END))).isEqualTo("gauge.49");
		assertThat(selected(this.shop.type("sS"))).isEqualTo("gauge.10");
		assertThat(names(this.shop)).startsWith("gauge.10", "gauge.11");
		assertThat(selected(this.shop.type("S"))).isEqualTo("gauge.49");
		gauge("gauge.30", "count", 100);
		this.shop.pass(Duration.ofSeconds(3));
		assertThat(selected()).isEqualTo("gauge.30");
		assertThat(selected(this.shop.press(KeyCode.DOWN))).isEqualTo("gauge.49");
		gauge("gauge.49", "count", 1);
		this.shop.pass(Duration.ofSeconds(3));
		assertThat(selected()).as("one that was chosen is followed").isEqualTo("gauge.49");
		assertThat(selected(this.shop.type("S"))).isEqualTo("gauge.49");
		assertThat(names(this.shop)).startsWith("gauge.49", "gauge.10");
	}

	private void gauge(String name, String unit, double value) {
		this.target.metadata(new Metadata(Kind.GAUGE, name, unit, null));
		WatchedShop.set(this.target, name, Map.of(), value);
	}

	private static List<String> names(WatchedShop shop) {
		return Screens.lines(shop.look(80, 24))
			.subList(3, 22)
			.stream()
			.map((line) -> line.strip().replaceFirst(" .*", ""))
			.filter((name) -> !name.isEmpty())
			.toList();
	}

	private static String selected(WatchedShop shop) {
		Buffer screen = shop.look(80, 15);
		return IntStream.range(3, 14)
			.filter((y) -> screen.get(0, y).style().bg().isPresent())
			.mapToObj((y) -> Screens.lines(screen).get(y).strip().replaceFirst(" .*", ""))
			.findFirst()
			.orElse("");
	}

	private String selected() {
		return selected(this.shop);
	}

}
