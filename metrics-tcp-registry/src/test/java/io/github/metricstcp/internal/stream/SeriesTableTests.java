package io.github.metricstcp.internal.stream;

import java.util.List;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SeriesTable} and the families in it.
 */
class SeriesTableTests {

	private final SeriesTable table = new SeriesTable();

	private final Ingress ingress = new Ingress(1, new EventClock(Clock.SYSTEM));

	@Test
	void firstSeriesOfANameCreatesItsFamilyAndTheLastOneEmptiesIt() {
		Series first = series("orders", "a");
		Series second = series("orders", "b");
		Family family = this.table.add(first);
		assertThat(family).isNotNull();
		assertThat(this.table.add(second)).as("a member of the same family").isNull();
		assertThat(this.table.familyOf(second)).isSameAs(family);
		assertThat(this.table.remove(first)).isNull();
		assertThat(this.table.remove(second)).isSameAs(family);
		assertThat(this.table.families().isEmpty()).isTrue();
	}

	@Test
	void seriesOfOneNameAndTwoTypesAreOfTwoFamilies() {
		Series samples = series("orders", "a");
		Series gauge = new PolledSeries(this.ingress, new Descriptor("orders", List.of(), null, null),
				MetricType.GAUGE);
		assertThat(this.table.add(samples)).isNotNull().isNotSameAs(this.table.add(gauge));
	}

	@Test
	void familyAllOfWhichIsRetiringIsReplacedAndItsMembersGoOver() {
		Series retiring = series("orders", "a");
		Family replaced = this.table.add(retiring);
		assertThat(this.table.toReplace(series("orders", "b"))).as("alive").isNull();
		this.table.retire(retiring);
		assertThat(retiring.retired).isTrue();
		Series added = series("orders", "b");
		assertThat(this.table.toReplace(added)).isSameAs(replaced);
		Family created = this.table.add(added);
		assertThat(created).isNotNull().isNotSameAs(replaced);
		assertThat(this.table.familyOf(retiring)).isSameAs(created);
		assertThat(created.retiring()).containsExactly(retiring);
		assertThat(this.table.families().cardinality()).isEqualTo(1);
		assertThat(this.table.remove(retiring)).isNull();
		assertThat(created.retiring()).isEmpty();
		assertThat(this.table.remove(added)).isSameAs(created);
	}

	@Test
	void retiringSeriesKeepsItsPlaceAndIsInNoSnapshot() {
		CounterSeries counter = new CounterSeries(this.ingress, (flagged) -> {
		}, new Descriptor("orders", List.of(), null, null));
		this.table.add(counter);
		assertThat(this.table.isKnown(counter)).isTrue();
		this.table.retire(counter);
		assertThat(this.table.isKnown(counter)).isFalse();
		assertThat(this.table.get(counter.index)).isSameAs(counter);
		int index = counter.index;
		this.table.remove(counter);
		assertThat(counter.index).isEqualTo(Series.UNREGISTERED);
		assertThat(this.table.find(index)).isNull();
	}

	@Test
	void samplesAndValuesThatWereNotPolledYetAreInNoSnapshot() {
		Series samples = series("samples", "a");
		PolledSeries gauge = new PolledSeries(this.ingress, new Descriptor("gauge", List.of(), null, null),
				MetricType.GAUGE);
		this.table.add(samples);
		this.table.add(gauge);
		assertThat(this.table.isKnown(samples)).isFalse();
		assertThat(this.table.isKnown(gauge)).isFalse();
		gauge.publish(this.table.published, 1);
		assertThat(this.table.isKnown(gauge)).isTrue();
	}

	private Series series(String name, String label) {
		return new SampleSeries(this.ingress, new Descriptor(name, List.of(Tag.of("k", label)), null, null));
	}

}
