package io.github.metricstcp.client.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.github.metricstcp.client.recording.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of {@link Comparison} with recordings whose events are known.
 */
class ComparisonTests {

	private static final long MONDAY = 1_700_000_000;

	private static final long TUESDAY = MONDAY + 86_400;

	@TempDir
	private Path directory;

	private Comparison compare(RecordedRun before, RecordedRun after) throws IOException {
		return compare(before, after, 100);
	}

	private Comparison compare(RecordedRun before, RecordedRun after, int maxSeries) throws IOException {
		Path first = before.write(this.directory.resolve("before.bin"));
		Path second = after.write(this.directory.resolve("after.bin"));
		try (Recording one = Recording.open(first.toString()); Recording other = Recording.open(second.toString())) {
			return Comparison.of(one, other, maxSeries);
		}
	}

	private static Change change(Comparison comparison, String name, ComparedFigure figure) {
		return comparison.changes()
			.stream()
			.filter((change) -> change.key().name().equals(name) && change.figure() == figure)
			.findFirst()
			.orElseThrow();
	}

	private static List<String> order(Comparison comparison) {
		return comparison.changes().stream().map((each) -> each.key().name() + " " + each.figure().word()).toList();
	}

	@Test
	void figuresAreThoseOfBothSidesFromTheirStarts() throws IOException {
		RecordedRun before = new RecordedRun(MONDAY).at(0)
			.total("orders", 1000)
			.gauge("stock", 50)
			.samples("/", 0.1, 50)
			.at(5)
			.total("orders", 1100)
			.samples("/", 0.2, 50)
			.at(10)
			.gauge("stock", 40);
		RecordedRun after = new RecordedRun(TUESDAY).at(0)
			.total("orders", 5000)
			.gauge("stock", 90)
			.samples("/", 0.4, 100)
			.at(2.5)
			.total("orders", 5300)
			.samples("/", 0.8, 100)
			.at(10)
			.gauge("stock", 80);
		Comparison comparison = compare(before, after);
		assertThat(comparison.span()).isEqualTo(Duration.ofSeconds(10));
		assertThat(comparison.complete()).isTrue();
		assertThat(comparison.before()).endsWith("before.bin");
		assertThat(comparison.after()).endsWith("after.bin");
		assertThat(comparison.remarks()).isEmpty();
		Change orders = change(comparison, "orders", ComparedFigure.RATE);
		assertThat(orders.before()).isEqualTo(10);
		assertThat(orders.after()).isEqualTo(30);
		assertThat(orders.difference()).isEqualTo(20);
		assertThat(orders.ratio()).isEqualTo(3);
		Change stock = change(comparison, "stock", ComparedFigure.VALUE);
		assertThat(stock.before()).isEqualTo(40);
		assertThat(stock.after()).isEqualTo(80);
		Change rate = change(comparison, "requests", ComparedFigure.RATE);
		assertThat(rate.before()).isEqualTo(10);
		assertThat(rate.after()).isEqualTo(20);
		assertThat(rate.unit()).isEqualTo("seconds");
		Change mean = change(comparison, "requests", ComparedFigure.MEAN);
		assertThat(mean.before()).isCloseTo(0.15, within(1e-9));
		assertThat(mean.after()).isCloseTo(0.6, within(1e-9));
		Change p50 = change(comparison, "requests", ComparedFigure.P50);
		assertThat(p50.before()).isCloseTo(0.1, within(0.001));
		assertThat(p50.after()).isCloseTo(0.4, within(0.004));
		Change p99 = change(comparison, "requests", ComparedFigure.P99);
		assertThat(p99.before()).isCloseTo(0.2, within(0.002));
		assertThat(p99.after()).isCloseTo(0.8, within(0.008));
		Change max = change(comparison, "requests", ComparedFigure.MAX);
		assertThat(max.before()).isEqualTo(0.2);
		assertThat(max.after()).isEqualTo(0.8);
		assertThat(comparison.changes()).hasSize(7);
	}

	@Test
	void bothSidesAreCutToTheShorterOne() throws IOException {
		RecordedRun shorter = new RecordedRun(MONDAY).at(0).increment("orders", 1).at(4).increment("orders", 7);
		RecordedRun longer = new RecordedRun(TUESDAY).at(0)
			.increment("orders", 2)
			.at(4)
			.increment("orders", 2)
			.at(4.001)
			.increment("orders", 100)
			.gauge("late", 1)
			.at(60)
			.increment("orders", 1000);
		Comparison comparison = compare(shorter, longer);
		assertThat(comparison.span()).isEqualTo(Duration.ofSeconds(4));
		assertThat(comparison.changes()).singleElement().satisfies((change) -> {
			assertThat(change.before()).isEqualTo(2);
			assertThat(change.after()).isEqualTo(1);
		});
		Comparison reversed = compare(longer, shorter);
		assertThat(reversed.span()).isEqualTo(Duration.ofSeconds(4));
		assertThat(reversed.changes()).singleElement().satisfies((change) -> {
			assertThat(change.before()).isEqualTo(1);
			assertThat(change.after()).isEqualTo(2);
		});
	}

	@Test
	void seriesOfOneSideAreListedToo() throws IOException {
		RecordedRun before = new RecordedRun(MONDAY).at(0).samples("/old", 0.1, 20).at(10).gauge("old", 3);
		RecordedRun after = new RecordedRun(TUESDAY).at(0).samples("/new", 0.1, 40).at(10).gauge("new", 0);
		Comparison comparison = compare(before, after);
		assertThat(order(comparison)).containsExactly("requests rate", "requests rate", "new value", "old value");
		assertThat(comparison.changes().get(0)).satisfies((change) -> {
			assertThat(change.key().labels()).containsEntry("uri", "/new");
			assertThat(change.before()).isNaN();
			assertThat(change.after()).isEqualTo(4);
			assertThat(change.difference()).isNaN();
			assertThat(change.ratio()).isNaN();
		});
		assertThat(comparison.changes().get(1)).satisfies((change) -> {
			assertThat(change.key().labels()).containsEntry("uri", "/old");
			assertThat(change.before()).isEqualTo(2);
			assertThat(change.after()).isNaN();
		});
	}

	@Test
	void fewSamplesDoNotLead() throws IOException {
		RecordedRun before = new RecordedRun(MONDAY).at(0)
			.samples("/rare", 0.001, 2)
			.samples("/often", 0.1, 2000)
			.at(10)
			.increment("steady", 100);
		RecordedRun after = new RecordedRun(TUESDAY).at(0)
			.samples("/rare", 0.064, 2)
			.samples("/often", 0.3, 2000)
			.at(10)
			.increment("steady", 100);
		List<Change> changes = compare(before, after).changes();
		// Six doublings of two samples against a factor of three of two thousand
		assertThat(changes.get(0).key().labels()).containsEntry("uri", "/often");
		assertThat(changes.get(0).figure()).isEqualTo(ComparedFigure.MEAN);
		assertThat(changes.get(0).weight()).isCloseTo(Math.log(3) / Math.log(2) * 2000 / 2010, within(1e-3));
		assertThat(changes.get(1).figure()).isEqualTo(ComparedFigure.P50);
		Change rare = changes.stream()
			.filter((change) -> change.figure() == ComparedFigure.MEAN && change.key().labels().containsValue("/rare"))
			.findFirst()
			.orElseThrow();
		assertThat(rare.weight()).isCloseTo(6 * 2 / 12.0, within(1e-9));
		Change p99 = changes.stream()
			.filter((change) -> change.figure() == ComparedFigure.P99 && change.key().labels().containsValue("/rare"))
			.findFirst()
			.orElseThrow();
		assertThat(p99.weight()).as("two samples are no p99").isLessThan(0.02);
		assertThat(changes.stream().filter((change) -> change.difference() == 0)).isNotEmpty()
			.allSatisfy((change) -> assertThat(change.weight()).isZero());
	}

	@Test
	void rateThatStopsComesBeforeOneThatHasDoubled() throws IOException {
		RecordedRun before = new RecordedRun(MONDAY).at(0);
		RecordedRun after = new RecordedRun(TUESDAY).at(0).increment("stopped", 0);
		for (int i = 1; i <= 100; i++) {
			before.at(i / 10.0).increment("stopped", 1).increment("doubled", 1);
			after.at(i / 10.0).increment("doubled", 2);
		}
		Comparison comparison = compare(before, after);
		assertThat(order(comparison)).containsExactly("stopped rate", "doubled rate");
		assertThat(comparison.changes().get(0).after()).isZero();
		assertThat(comparison.changes().get(0).ratio()).isZero();
	}

	@Test
	void gaugeThatGoesUpAndDownAnywayCountsLess() throws IOException {
		RecordedRun before = new RecordedRun(MONDAY).at(0)
			.gauge("queue", 8)
			.gauge("threads", 10)
			.at(10)
			.gauge("queue", 2);
		RecordedRun after = new RecordedRun(TUESDAY).at(0)
			.gauge("queue", 2)
			.gauge("threads", 20)
			.at(10)
			.gauge("queue", 8);
		Comparison comparison = compare(before, after);
		assertThat(order(comparison)).containsExactly("threads value", "queue value");
		assertThat(comparison.changes()).extracting(Change::weight).containsExactly(1.0, 0.5);
	}

	@Test
	void whatIsMissingIsSaid() throws IOException {
		byte[] whole = new RecordedRun(MONDAY).at(0)
			.increment("a", 1)
			.increment("b", 1)
			.at(1)
			.increment("a", 1)
			.bytes();
		Path torn = Files.write(this.directory.resolve("torn.bin"), Arrays.copyOf(whole, whole.length - 3));
		Path after = new RecordedRun(TUESDAY).at(0)
			.increment("a", 1)
			.at(1)
			.increment("b", 1)
			.write(this.directory.resolve("after.bin"));
		try (Recording one = Recording.open(torn.toString()); Recording other = Recording.open(after.toString())) {
			assertThat(Comparison.of(one, other, 1).remarks()).hasSize(3)
				.anyMatch((remark) -> remark.contains("torn.bin ends in the middle of a frame"))
				.anyMatch((remark) -> remark.contains("after.bin: There are more than 1 series"));
		}
	}

	@Test
	void whatCannotBeComparedIsSaid() throws IOException {
		Path empty = new RecordedRun(MONDAY).write(this.directory.resolve("empty.bin"));
		Path good = new RecordedRun(MONDAY).at(0).increment("a", 1).write(this.directory.resolve("good.bin"));
		try (Recording one = Recording.open(empty.toString()); Recording other = Recording.open(good.toString())) {
			assertThatIOException().isThrownBy(() -> Comparison.of(one, other, 10))
				.withMessage("%s holds no event".formatted(empty));
		}
	}

}
