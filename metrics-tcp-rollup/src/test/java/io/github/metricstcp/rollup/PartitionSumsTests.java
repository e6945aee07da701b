package io.github.metricstcp.rollup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.SeriesKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PartitionSums}: what is sent of series whose instances come and go.
 */
class PartitionSumsTests {

	private static final int SOURCE = 3;

	private final RollupSettings settings = RollupDriver.settings().build();

	private final PartitionSums sums = new PartitionSums(this.settings, new Tally(this.settings, (sentence) -> {
	}));

	@Test
	void nothingIsKeptOfFamiliesWithoutSeries() {
		for (int i = 0; i < 1_000; i++) {
			SeriesSum sum = retain("job." + i);
			this.sums.metadata(new Metadata(Kind.COUNTER, "job." + i, "bytes", null));
			this.sums.release(sum);
		}
		take();
		assertThat(this.sums.families()).isZero();
	}

	@Test
	void aFamilyIsKeptAsLongAsItHasASeries() {
		SeriesSum first = retain("sent", Map.of("to", "a"));
		SeriesSum second = retain("sent", Map.of("to", "b"));
		this.sums.metadata(new Metadata(Kind.COUNTER, "sent", "bytes", null));
		this.sums.release(first);
		take();
		this.sums.metadata(new Metadata(Kind.COUNTER, "sent", "kilobytes", null));
		this.sums.changed(second);
		assertThat(take()).containsExactly("sent METADATA kilobytes");
	}

	@Test
	void metadataMayComeBeforeTheFirstSeriesAndIsBounded() {
		this.sums.metadata(new Metadata(Kind.COUNTER, "sent", "bytes", null));
		for (int i = 0; i < PartitionSums.MAX_SERIES; i++) {
			this.sums.metadata(new Metadata(Kind.COUNTER, "job." + i, "seconds", null));
		}
		assertThat(this.sums.families()).isEqualTo(PartitionSums.MAX_SERIES);
		this.sums.changed(retain("sent"));
		this.sums.changed(retain("job.0"));
		assertThat(take()).containsExactly("sent CHANGES", "job.0 METADATA seconds");
		// It comes again with each snapshot
		this.sums.metadata(new Metadata(Kind.COUNTER, "sent", "bytes", null));
		this.sums.changed(retain("sent"));
		assertThat(take()).containsExactly("sent METADATA bytes");
	}

	@Test
	void aSumGoesWithTheLastOfItsSeries() {
		SeriesSum sum = retain("orders");
		assertThat(retain("orders")).isSameAs(sum);
		this.sums.release(sum);
		assertThat(take()).isEmpty();
		assertThat(this.sums.sum(key("orders", Map.of()))).isSameAs(sum);
		this.sums.changed(sum);
		this.sums.release(sum);
		assertThat(take()).containsExactly("orders CHANGES", "orders GONE");
		assertThat(this.sums.sum(key("orders", Map.of()))).isNotSameAs(sum);
		assertThat(take()).isEmpty();
	}

	@Test
	void aSumThatHasASeriesAgainInTimeStays() {
		SeriesSum sum = retain("orders");
		this.sums.release(sum);
		assertThat(retain("orders")).isSameAs(sum);
		assertThat(take()).isEmpty();
		assertThat(this.sums.sum(key("orders", Map.of()))).isSameAs(sum);
		this.sums.release(sum);
		retain("orders");
		this.sums.release(sum);
		assertThat(take()).containsExactly("orders GONE");
	}

	private SeriesSum retain(String name) {
		return retain(name, Map.of());
	}

	private SeriesSum retain(String name, Map<String, String> labels) {
		SeriesSum sum = Objects.requireNonNull(this.sums.sum(key(name, labels)));
		sum.retain();
		return sum;
	}

	private static SeriesKey key(String name, Map<String, String> labels) {
		return new SeriesKey(Kind.COUNTER, name, labels);
	}

	private List<String> take() {
		List<String> messages = new ArrayList<>();
		this.sums.take(SOURCE, (key, value) -> {
			ByteReader reader = new ByteReader(value);
			assertThat(reader.readInt()).isEqualTo(SOURCE);
			String content = switch (reader.readByte()) {
				case SeriesSum.GONE -> "GONE";
				case SeriesSum.METADATA_AND_CHANGES -> "METADATA " + reader.readOptionalText();
				default -> "CHANGES";
			};
			messages.add(new ByteReader(key).readKey().name() + " " + content);
		});
		return messages;
	}

}
