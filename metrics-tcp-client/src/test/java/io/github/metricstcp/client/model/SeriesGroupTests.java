package io.github.metricstcp.client.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import io.github.metricstcp.client.wire.FamilyKey;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link SeriesGroup} and {@link GroupSnapshot}.
 */
class SeriesGroupTests {

	private final ManualTime time = new ManualTime();

	private final ObserverModel model = new ObserverModel(this.time, 100);

	private final TargetModel first = open("first");

	private final TargetModel second = open("second");

	@Test
	void countersOfOneValueOfALabelAreSummedUp() {
		for (int i = 0; i < 4; i++) {
			count(this.first, Map.of("uri", "/orders", "status", "201"), 5);
			count(this.first, Map.of("uri", "/orders", "status", "409"), 1);
			count(this.second, Map.of("uri", "/orders", "status", "201"), 10);
			count(this.first, Map.of("uri", "/products", "status", "200"), 7);
			count(this.first, Map.of("status", "200"), 100);
			this.time.advanceSeconds(1);
		}
		List<SeriesGroup> groups = SeriesGroup.byLabel("uri", this.model.series());
		assertThat(groups).extracting(SeriesGroup::value).containsExactly("/orders", "/products", null);
		assertThat(groups).extracting((group) -> group.series().size()).containsExactly(3, 1, 1);
		GroupSnapshot orders = groups.get(0).snapshot(Window.ONE_MINUTE);
		assertThat(orders.family()).isEqualTo(new FamilyKey(Kind.COUNTER, "requests"));
		assertThat(orders.series()).isEqualTo(3);
		assertThat(orders.sum()).isEqualTo(64);
		assertThat(orders.greatest()).isEqualTo(40);
		assertThat(orders.rates().oneSecond()).isEqualTo(16);
		assertThat(orders.rates().tenSeconds()).isEqualTo(16);
		assertThat(orders.summary().sum()).isEqualTo(64);
		assertThat(orders.totalKnown()).isFalse();
		assertThat(orders.live()).isTrue();
		assertThat(groups.get(2).snapshot(Window.ONE_MINUTE).sum()).isEqualTo(400);
	}

	@Test
	void quantilesAreThoseOfAllSamplesAndNoMeans() {
		Random random = new Random(7);
		double[] quick = IntStream.range(0, 9_000).mapToDouble((i) -> 0.001 + 0.004 * random.nextDouble()).toArray();
		double[] slow = IntStream.range(0, 1_000).mapToDouble((i) -> 0.5 + random.nextDouble()).toArray();
		Arrays.stream(quick).forEach((each) -> sample(this.first, Map.of("uri", "/a", "status", "200"), each));
		Arrays.stream(slow).forEach((each) -> sample(this.second, Map.of("uri", "/a", "status", "503"), each));
		sample(this.first, Map.of("uri", "/b", "status", "200"), 99);
		this.time.advanceSeconds(1);
		Summary summary = SeriesGroup.byLabel("uri", this.model.series()).get(0).snapshot(Window.ALL).summary();
		double[] all = new double[10_000];
		System.arraycopy(quick, 0, all, 0, quick.length);
		System.arraycopy(slow, 0, all, quick.length, slow.length);
		Arrays.sort(all);
		Percentage onePercent = Percentage.withPercentage(1);
		assertThat(summary.count()).isEqualTo(10_000);
		assertThat(summary.quantiles().p50()).isCloseTo(all[4_999], onePercent);
		assertThat(summary.quantiles().p90()).isCloseTo(all[8_999], onePercent);
		assertThat(summary.quantiles().p99()).isCloseTo(all[9_899], onePercent);
		assertThat(summary.quantiles().p999()).isCloseTo(all[9_989], onePercent);
		assertThat(summary.min()).isEqualTo(all[0]);
		assertThat(summary.max()).isEqualTo(all[9_999]);
		assertThat(summary.mean()).isCloseTo(Arrays.stream(all).sum() / 10_000, Percentage.withPercentage(1e-9));
	}

	@Test
	void gaugesHaveTheirSumAndTheGreatest() {
		set(this.first, "1", 3);
		set(this.first, "2", 9);
		set(this.second, "3", Double.NaN);
		this.time.advanceSeconds(1);
		set(this.first, "1", 4);
		GroupSnapshot together = new SeriesGroup(null, this.model.series()).snapshot(Window.TEN_SECONDS);
		assertThat(together.sum()).isEqualTo(13);
		assertThat(together.greatest()).isEqualTo(9);
		assertThat(together.totalKnown()).isTrue();
		assertThat(together.rates().tenSeconds()).isNaN();
		assertThat(together.summary().min()).isEqualTo(3);
		assertThat(together.summary().quantiles()).isEqualTo(Quantiles.NONE);
		assertThat(together.unit()).isEqualTo("bytes");
		assertThat(together.lastChange()).isEqualTo(this.time.nanos());
	}

	@Test
	void seriesAreGroupedByTheirTargets() {
		count(this.second, Map.of("n", "1"), 1);
		count(this.first, Map.of("n", "1"), 2);
		count(this.second, Map.of("n", "2"), 3);
		List<SeriesGroup> groups = SeriesGroup.byTarget(this.model.series());
		assertThat(groups).extracting(SeriesGroup::value).containsExactly("first", "second");
		assertThat(groups).extracting((group) -> group.snapshot(Window.ALL).sum()).containsExactly(2.0, 4.0);
	}

	@Test
	void theLabelsThatDifferAreTheOnesToGroupBy() {
		for (int i = 0; i < 12; i++) {
			count(this.first,
					Map.of("id", "" + i, "uri", "/" + i % 4, "method", (i % 2 == 0) ? "GET" : "PUT", "app", "shop"), 1);
		}
		assertThat(SeriesGroup.labels(this.model.series())).containsExactly("uri", "method", "id");
		count(this.first, Map.of("uri", "/0"), 1);
		assertThat(SeriesGroup.labels(this.model.series())).as("one lacks the others")
			.containsExactly("uri", "method", "app", "id");
		assertThat(SeriesGroup.labels(this.model.series().subList(0, 1))).isEmpty();
	}

	@Test
	void requestsAreGroupedByTheirUriFirst() {
		for (String status : List.of("200", "201", "404", "500")) {
			count(this.first, Map.of("status", status, "uri", status.equals("200") ? "/orders" : "/products"), 1);
		}
		assertThat(SeriesGroup.labels(this.model.series())).containsExactly("uri", "status");
		count(this.first, Map.of("status", "500", "uri", "/cart"), 1);
		count(this.first, Map.of("status", "201", "uri", "/cart"), 1);
		assertThat(SeriesGroup.labels(this.model.series())).containsExactly("uri", "status");
	}

	@Test
	void aGroupHasAtLeastOneSeries() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SeriesGroup("a", List.of()));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> GroupSnapshot.of(List.of(), Distribution.merged(List.of())));
		assertThat(SeriesGroup.byLabel("uri", List.of())).isEmpty();
	}

	private TargetModel open(String name) {
		TargetModel target = this.model.addTarget(name);
		target.opened(name);
		target.metadata(new Metadata(Kind.GAUGE, "memory", "bytes", null));
		return target;
	}

	private void count(TargetModel target, Map<String, String> labels, long amount) {
		event(target, Kind.COUNTER, "requests", labels, Operation.INCREMENT_COUNTER, amount);
	}

	private void sample(TargetModel target, Map<String, String> labels, double value) {
		event(target, Kind.HISTOGRAM, "requests", labels, Operation.RECORD_HISTOGRAM, Double.doubleToLongBits(value));
	}

	private void set(TargetModel target, String n, double value) {
		event(target, Kind.GAUGE, "memory", Map.of("n", n), Operation.SET_GAUGE, Double.doubleToLongBits(value));
	}

	private void event(TargetModel target, Kind kind, String name, Map<String, String> labels, Operation operation,
			long operand) {
		target.received(60);
		target.event(target.series(new SeriesKey(kind, name, labels)), operation, operand, 0, 0);
	}

}
