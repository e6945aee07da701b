package io.github.metricstcp.observer.internal.ui;

import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.model.Distribution;
import io.github.metricstcp.client.model.Quantiles;
import io.github.metricstcp.client.model.Rates;
import io.github.metricstcp.client.model.SeriesSnapshot;
import io.github.metricstcp.client.model.Summary;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Figures}.
 */
class FiguresTests {

	private static final Distribution NO_SAMPLES = Distribution.merged(List.of());

	private static final FalseRatios NONE = new FalseRatios();

	@Test
	void gaugesOfAnAdditiveUnitAreSummedUpAndOthersAreNot() {
		Figures bytes = Figures.of(List.of(gauge("bytes", 3, 1, 5), gauge("bytes", 4, 2, 9)), NO_SAMPLES, false, NONE);
		assertThat(bytes.value()).isEqualTo(7);
		assertThat(bytes.mark()).isEqualTo("Σ ");
		Figures share = Figures.of(List.of(gauge("percent", 3, 1, 5), gauge("percent", 4, 2, 9)), NO_SAMPLES, false,
				NONE);
		assertThat(share.value()).isEqualTo(4);
		assertThat(share.mark()).isEqualTo("≤ ");
		assertThat(share.summary().min()).isEqualTo(1);
		assertThat(share.summary().max()).isEqualTo(9);
	}

	@Test
	void aCounterWhoseTotalIsUnknownIsMarked() {
		assertThat(Figures.of(counter(5, true), false, NONE).mark()).isEmpty();
		assertThat(Figures.of(counter(5, false), false, NONE).mark()).isEqualTo("≥ ");
		Figures sinceReset = Figures.of(counter(5, false), true, NONE);
		assertThat(sinceReset.mark()).isEqualTo("+");
		assertThat(sinceReset.value()).isEqualTo(2);
	}

	@Test
	void theMeanOfHistogramsIsThatOfAllTheirSamples() {
		Figures figures = Figures.of(List.of(histogram(1, 10), histogram(3, 2)), NO_SAMPLES, false, NONE);
		assertThat(figures.value()).isEqualTo(3);
		assertThat(figures.summary().count()).isEqualTo(4);
		assertThat(figures.summary().sum()).isEqualTo(12);
	}

	@Test
	void valueQuantilesAndMaximumHaveOneUnit() {
		Figures figures = Figures.of(snapshot(Kind.HISTOGRAM, "seconds", 0, false,
				new Summary(2, 1.9, 0.7, 1.2, new Quantiles(0.7, 1.2, 1.2, 1.2, 1.2))), false, NONE);
		assertThat(figures.text(Column.VALUE)).isEqualTo("0.950 s");
		assertThat(figures.text(Column.P50)).isEqualTo("0.700 s");
		assertThat(figures.text(Column.P99)).isEqualTo("1.20 s");
		assertThat(figures.text(Column.MAX)).isEqualTo("1.20 s");
		Figures bytes = Figures.of(gauge("bytes", 700e6, 0, 1.5e9), false, NONE);
		assertThat(bytes.text(Column.VALUE)).isEqualTo("0.652 GiB");
		assertThat(bytes.text(Column.MAX)).isEqualTo("1.40 GiB");
	}

	@Test
	void somethingHappenedIfACounterGrewOrAHistogramHasSamples() {
		assertThat(Figures.of(counter(5, true), false, NONE).happened()).isTrue();
		assertThat(Figures.of(histogram(1, 10), false, NONE).happened()).isTrue();
		assertThat(Figures.of(histogram(0, 0), false, NONE).happened()).isFalse();
		assertThat(Figures.of(gauge("bytes", 3, 1, 5), false, NONE).happened()).isFalse();
	}

	private static SeriesSnapshot gauge(String unit, double value, double min, double max) {
		return snapshot(Kind.GAUGE, unit, value, true, new Summary(1, value, min, max, Quantiles.NONE));
	}

	private static SeriesSnapshot counter(double value, boolean totalKnown) {
		return snapshot(Kind.COUNTER, "count", value, totalKnown,
				new Summary(1, 2, Double.NaN, Double.NaN, Quantiles.NONE));
	}

	private static SeriesSnapshot histogram(long count, double sum) {
		return snapshot(Kind.HISTOGRAM, "seconds", 0, false, new Summary(count, sum, 0, sum, Quantiles.NONE));
	}

	private static SeriesSnapshot snapshot(Kind kind, String unit, double value, boolean totalKnown, Summary summary) {
		return new SeriesSnapshot(new SeriesKey(kind, "name", Map.of()), unit, true, 0, 0, value, (long) value,
				totalKnown, Rates.NONE, summary);
	}

}
