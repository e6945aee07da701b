package io.github.metricstcp.rollup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.kafka.Content;
import io.github.metricstcp.kafka.RecordDescription;
import org.junit.jupiter.api.Test;

import static io.github.metricstcp.rollup.RollupDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the messages of counters and gauges: hours that are read in a second are in
 * ones that brokers take.
 */
class SeriesSumTests {

	private static final int WINDOWS = 5 * SeriesSum.MAX_WINDOWS / 2;

	@Test
	void manyWindowsOfACounterAreInSeveralMessages() {
		CounterSum sum = new CounterSum(new SeriesKey(Kind.COUNTER, "orders", Map.of()), new SeriesSum.Family());
		sum.addBase(100);
		for (int window = 0; window < WINDOWS; window++) {
			sum.add(window, 1L << 40);
		}
		List<Long> windows = new ArrayList<>();
		long base = 0;
		do {
			ByteReader reader = message(sum.take(3, 0, 0));
			base += reader.readVarint();
			for (int i = reader.readInt(); i > 0; i--) {
				windows.add(reader.readVarint());
				assertThat(reader.readVarint()).isEqualTo(1L << 40);
			}
		}
		while (sum.hasMore());
		assertThat(base).isEqualTo(100);
		assertThat(windows).hasSize(WINDOWS).doesNotHaveDuplicates();
	}

	@Test
	void manyWindowsOfAGaugeAreInSeveralMessages() {
		GaugeSum sum = new GaugeSum(new SeriesKey(Kind.GAUGE, "stock", Map.of()), new SeriesSum.Family());
		InstanceSession session = new InstanceSession();
		session.accept(new RecordDescription("shop", "shop", 1, 0, 0, 0, Content.SNAPSHOT, null), START);
		GaugeState state = new GaugeState(session);
		sum.add(state);
		for (int window = 0; window < WINDOWS; window++) {
			state.set(window, window);
			assertThat(sum.evaluate(window, START)).isTrue();
		}
		List<Long> windows = new ArrayList<>();
		do {
			ByteReader reader = message(sum.take(3, 0, 0));
			for (int i = reader.readInt(); i > 0; i--) {
				windows.add(reader.readVarint());
				assertThat(GaugeValues.of(reader).sum()).isEqualTo((double) windows.get(windows.size() - 1));
			}
		}
		while (sum.hasMore());
		assertThat(windows).hasSize(WINDOWS).doesNotHaveDuplicates();
	}

	private static ByteReader message(byte[] message) {
		assertThat(message).hasSizeLessThan(500_000);
		ByteReader reader = new ByteReader(message);
		assertThat(reader.readInt()).isEqualTo(3);
		reader.readByte();
		return reader;
	}

}
