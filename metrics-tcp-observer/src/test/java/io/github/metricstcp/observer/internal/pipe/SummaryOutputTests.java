package io.github.metricstcp.observer.internal.pipe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SummaryOutput} with a clock that is moved by hand.
 */
class SummaryOutputTests {

	private final AtomicLong time = new AtomicLong(Duration.ofSeconds(1_700_000_000).toNanos());

	private final ObserverModel model = new ObserverModel(this.time::get, 10);

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	@Test
	void eachIntervalEndsWhereTheNextOneBegins() {
		SummaryOutput summary = summary(Duration.ofSeconds(2), null);
		advance(2);
		summary.tick();
		advance(1);
		summary.tick();
		advance(1.5);
		summary.tick();
		advance(0.25);
		summary.finish();
		assertThat(seconds()).containsExactly("2", "2", "0.75");
	}

	@Test
	void asManyIntervalsAreWrittenAsTheTimeHas() {
		SummaryOutput summary = summary(Duration.ofSeconds(2), Duration.ofSeconds(4));
		advance(2);
		summary.tick();
		advance(2.5);
		summary.tick();
		summary.finish();
		assertThat(seconds()).containsExactly("2", "2");
	}

	@Test
	void theLastIntervalEndsWhenTheTimeIsUpHoweverLateThatIsNoticed() {
		SummaryOutput summary = summary(Duration.ofSeconds(10), Duration.ofSeconds(15));
		advance(21);
		summary.tick();
		summary.finish();
		assertThat(seconds()).containsExactly("10", "5");
	}

	@Test
	void whatEndsBeforeTheTimeIsUpEndsThen() {
		SummaryOutput summary = summary(Duration.ofSeconds(10), Duration.ofSeconds(15));
		advance(4);
		summary.finish();
		advance(40);
		summary.tick();
		summary.finish();
		assertThat(seconds()).containsExactly("4");
	}

	@Test
	void whatIsKnownByChangesAloneIsSinceConnected() {
		SummaryOutput summary = summary(Duration.ofSeconds(2), null);
		TargetModel target = this.model.targets().get(0);
		event(target, Kind.COUNTER, "known", Operation.SET_COUNTER, 5);
		event(target, Kind.GAUGE, "active", Operation.INCREMENT_GAUGE, Double.doubleToLongBits(2));
		event(target, Kind.GAUGE, "size", Operation.SET_GAUGE, Double.doubleToLongBits(2));
		advance(2);
		summary.tick();
		assertThat(line("orders")).contains("\"since\":\"connected\",\"total\":1,");
		assertThat(line("known")).contains("\"total\":5,").doesNotContain("since");
		assertThat(line("active")).contains("\"since\":\"connected\",\"value\":2,");
		assertThat(line("size")).contains("\"value\":2,").doesNotContain("since");
	}

	@Test
	void samplesOfAnExporterThatDropsSomeAreIncomplete() {
		SummaryOutput summary = summary(Duration.ofSeconds(2), null);
		TargetModel target = this.model.targets().get(0);
		event(target, Kind.HISTOGRAM, "requests", Operation.RECORD_HISTOGRAM, Double.doubleToLongBits(1));
		SeriesKey dropped = new SeriesKey(Kind.COUNTER, "metrics.tcp.events", Map.of("outcome", "dropped"));
		target.event(target.series(dropped), Operation.SET_COUNTER, 10, 0, 0);
		advance(2);
		summary.tick();
		assertThat(line("requests")).doesNotContain("incomplete");
		this.out.reset();
		target.event(target.series(dropped), Operation.SET_COUNTER, 17, 0, 0);
		advance(2);
		summary.tick();
		assertThat(line("requests")).endsWith(",\"incomplete\":true,\"dropped\":7}");
		assertThat(line("orders")).doesNotContain("incomplete");
	}

	@Test
	void aGaugeThatIsNoNumberIsWrittenAsItsEventsAre() {
		SummaryOutput summary = summary(Duration.ofSeconds(2), null);
		event(this.model.targets().get(0), Kind.GAUGE, "size", Operation.SET_GAUGE,
				Double.doubleToLongBits(Double.NaN));
		advance(2);
		summary.tick();
		assertThat(line("size")).contains("\"value\":\"NaN\",\"min\":null,");
	}

	private static void event(TargetModel target, Kind kind, String name, Operation operation, long operand) {
		target.event(target.series(new SeriesKey(kind, name, Map.of())), operation, operand, 0, 0);
	}

	private String line(String name) {
		return this.out.toString(StandardCharsets.UTF_8)
			.lines()
			.filter((line) -> line.contains("\"name\":\"" + name + "\""))
			.findFirst()
			.orElseThrow();
	}

	private SummaryOutput summary(Duration interval, @Nullable Duration time) {
		SummaryOutput summary = new SummaryOutput(this.out, this.model, SeriesFilter.parse(""), interval,
				Long.MAX_VALUE, new NoEnd());
		TargetModel target = this.model.addTarget("app:5000");
		target.opened("10.0.0.1:5000");
		target.event(target.series(new SeriesKey(Kind.COUNTER, "orders", Map.of())), Operation.INCREMENT_COUNTER, 1, 0,
				0);
		advance(100);
		summary.begin(time);
		return summary;
	}

	private void advance(double seconds) {
		this.time.addAndGet((long) (seconds * 1e9));
	}

	private List<String> seconds() {
		return this.out.toString(StandardCharsets.UTF_8)
			.lines()
			.map((line) -> line.replaceAll(".*\"seconds\":([\\d.]+),.*", "$1"))
			.toList();
	}

	/**
	 * A listener that ignores the end.
	 */
	private static final class NoEnd implements OutputListener {

		@Override
		public void complete() {
			throw new AssertionError("There is no limit");
		}

		@Override
		public void broken(IOException failure) {
			throw new AssertionError(failure);
		}

	}

}
