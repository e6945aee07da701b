package io.github.metricstcp.client.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BinLog}.
 */
class BinLogTests {

	private static final int KEPT = 50;

	private final BinLog log = new BinLog();

	private final Deque<Slot> expected = new ArrayDeque<>();

	@RepeatedTest(20)
	void anyRangeOfSlotsIsReadAsItWasAppended(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		long slot = random.nextLong(1L << 40);
		for (int i = 0; i < 500; i++) {
			// Now and then with a gap, of more than all that is kept too
			slot += (random.nextInt(10) > 0) ? 1 : 1 + random.nextInt((random.nextInt(5) > 0) ? 20 : 2 * KEPT);
			if (random.nextInt(100) == 0) {
				this.log.clear();
				this.expected.clear();
			}
			append(slot, random);
			long from = slot - random.nextInt(KEPT + 10);
			long to = from + random.nextInt(KEPT + 10);
			assertThat(read(from, to)).as("%d to %d after %d", from, to, slot)
				.isEqualTo(
						this.expected.stream().filter((each) -> each.number() >= from && each.number() < to).toList());
		}
	}

	private void append(long slot, Random random) {
		Stats stats = new Stats();
		int samples = 1 + random.nextInt((random.nextInt(20) > 0) ? 10 : 100_000);
		for (int i = 0; i < samples; i++) {
			stats.sample(1 + random.nextInt((samples < 100) ? 1000 : 2));
		}
		this.log.append(slot, stats, KEPT);
		this.expected.add(Slot.of(slot, stats));
		while (this.expected.element().number() <= slot - KEPT) {
			this.expected.remove();
		}
	}

	private List<Slot> read(long from, long to) {
		List<Slot> slots = new ArrayList<>();
		this.log.forEach(from, to, (slot, stats) -> slots.add(Slot.of(slot, stats)));
		return slots;
	}

	/**
	 * The number of a slot, and what is kept of its samples.
	 */
	private record Slot(long number, long count, double sum, double max, Map<Integer, Long> bins) {

		static Slot of(long number, Stats stats) {
			Map<Integer, Long> counts = new TreeMap<>();
			SampleBins bins = Objects.requireNonNull(stats.bins());
			for (int i = 0; i < bins.size(); i++) {
				counts.put(bins.key(i), bins.count(i));
			}
			return new Slot(number, stats.count, stats.sum(), stats.max, counts);
		}

	}

}
