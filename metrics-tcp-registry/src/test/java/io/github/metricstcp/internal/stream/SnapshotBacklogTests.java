package io.github.metricstcp.internal.stream;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SnapshotBacklog}: the states that a series goes through, and that its
 * value is never ready while one of its events waits.
 */
class SnapshotBacklogTests {

	private static final int SERIES = 4;

	private final SnapshotBacklog backlog = new SnapshotBacklog();

	@Example
	void newBacklogIsEmpty() {
		assertThat(this.backlog.isEmpty()).isTrue();
		assertThat(this.backlog.hasFamilies()).isFalse();
		assertThat(this.backlog.hasDirty()).isFalse();
		assertThat(this.backlog.hasReady()).isFalse();
		assertThat(this.backlog.waiting()).isZero();
	}

	@Example
	void everythingOfANewcomerIsReadyAtOnce() {
		this.backlog.addFamilies(bits(1));
		this.backlog.addReady(bits(0, 3));
		assertThat(this.backlog.isEmpty()).isFalse();
		assertThat(this.backlog.hasFamily(1)).isTrue();
		assertThat(this.backlog.takeFamily()).isEqualTo(1);
		assertThat(takeAllReady()).containsExactly(0, 3);
		assertThat(this.backlog.isEmpty()).isTrue();
	}

	@Example
	void seriesIsReadyAtOnceWhileNothingWaits() {
		this.backlog.add(2);
		assertThat(this.backlog.isDirty(2)).isTrue();
		assertThat(takeAllReady()).containsExactly(2);
		assertThat(this.backlog.isDirty(2)).isFalse();
	}

	@Example
	void droppedSeriesIsReadyWhenAllThatWaitedHasLeftTheBuffer() {
		this.backlog.enqueued(3);
		drop(0);
		assertThat(this.backlog.isDirty(0)).isTrue();
		this.backlog.advance();
		assertThat(this.backlog.hasReady()).as("awaits drain").isFalse();
		// Comes behind the barrier, and must not be waited for
		this.backlog.enqueued(1);
		this.backlog.dequeued();
		this.backlog.advance();
		assertThat(this.backlog.hasReady()).as("one in front of the barrier waits").isFalse();
		this.backlog.dequeued();
		this.backlog.advance();
		assertThat(this.backlog.waiting()).isEqualTo(1);
		assertThat(takeAllReady()).containsExactly(0);
	}

	@Example
	void seriesHitBehindTheBarrierAwaitsTheNextOne() {
		this.backlog.enqueued(2);
		drop(0);
		this.backlog.advance();
		this.backlog.enqueued(1);
		drop(1);
		this.backlog.advance();
		assertThat(takeAllReady()).as("awaited the first barrier").containsExactly(0);
		assertThat(this.backlog.isDirty(1)).as("awaits the second one").isTrue();
		this.backlog.enqueued(1);
		this.backlog.dequeued();
		this.backlog.advance();
		assertThat(this.backlog.waiting()).isEqualTo(1);
		assertThat(takeAllReady()).containsExactly(1);
	}

	@Example
	void allAreReadyWhenTheBufferIsEmpty() {
		this.backlog.enqueued(4);
		drop(0);
		this.backlog.advance();
		drop(1);
		this.backlog.dequeued();
		this.backlog.dequeued();
		this.backlog.advance();
		assertThat(takeAllReady()).containsExactly(0, 1);
	}

	@Example
	void seriesThatIsAddedToAnEmptyBufferMakesReadyWhatWasHitBefore() {
		this.backlog.enqueued(1);
		drop(0);
		this.backlog.add(1);
		assertThat(takeAllReady()).containsExactly(0, 1);
	}

	@Example
	void droppedSeriesKeepsItsStateIfItIsDirtyAlready() {
		this.backlog.enqueued(3);
		drop(0);
		this.backlog.advance();
		drop(0);
		this.backlog.dequeued();
		this.backlog.enqueued(1);
		this.backlog.advance();
		assertThat(takeAllReady()).containsExactly(0);
		assertThat(this.backlog.hasDirty()).isFalse();
	}

	@Example
	void seriesIsForgottenInAnyState() {
		this.backlog.addReady(bits(0));
		this.backlog.enqueued(5);
		drop(1);
		this.backlog.advance();
		drop(2);
		for (int series = 0; series < 3; series++) {
			assertThat(this.backlog.isDirty(series)).isTrue();
			this.backlog.remove(series);
			assertThat(this.backlog.isDirty(series)).isFalse();
		}
		this.backlog.remove(3);
		assertThat(this.backlog.isEmpty()).isTrue();
	}

	@Example
	void certainSeriesIsTakenOnlyIfItIsReady() {
		this.backlog.addReady(bits(0));
		this.backlog.enqueued(2);
		drop(1);
		assertThat(this.backlog.takeReady(1)).isFalse();
		assertThat(this.backlog.isDirty(1)).isTrue();
		assertThat(this.backlog.takeReady(0)).isTrue();
		assertThat(this.backlog.takeReady(0)).isFalse();
		this.backlog.putBack(0);
		assertThat(takeAllReady()).containsExactly(0);
	}

	@Example
	void familyIsForgottenOnce() {
		this.backlog.addFamily(7);
		assertThat(this.backlog.hasFamily(7)).isTrue();
		assertThat(this.backlog.isEmpty()).isFalse();
		this.backlog.removeFamily(7);
		assertThat(this.backlog.hasFamily(7)).isFalse();
		assertThat(this.backlog.isEmpty()).isTrue();
	}

	/**
	 * Drives the backlog beside the buffer that it knows only the counts of, as a client
	 * does: events of dirty series do not go into the buffer.
	 */
	@Property
	void readySeriesHasNoEventInTheBufferAndDirtyOnesBecomeReady(
			@ForAll @Size(max = 200) List<@From("steps") Step> steps) {
		List<Integer> buffer = new ArrayList<>();
		Set<Integer> dirty = new HashSet<>();
		for (Step step : steps) {
			switch (step.kind) {
				case EVENT -> {
					if (!this.backlog.isDirty(step.series)) {
						buffer.add(step.series);
						this.backlog.enqueued(1);
					}
				}
				case DROP -> {
					if (!buffer.isEmpty()) {
						int series = buffer.remove(0);
						drop(series);
						dirty.add(series);
					}
				}
				case WRITE -> {
					if (!buffer.isEmpty()) {
						buffer.remove(0);
						this.backlog.dequeued();
					}
					this.backlog.advance();
					if (this.backlog.hasReady()) {
						int series = this.backlog.takeReady();
						assertThat(buffer).doesNotContain(series);
						assertThat(dirty.remove(series)).isTrue();
					}
				}
			}
			assertThat(this.backlog.waiting()).isEqualTo(buffer.size());
			for (int series = 0; series < SERIES; series++) {
				assertThat(this.backlog.isDirty(series)).isEqualTo(dirty.contains(series));
			}
		}
		while (!buffer.isEmpty()) {
			buffer.remove(0);
			this.backlog.dequeued();
		}
		this.backlog.advance();
		assertThat(takeAllReady()).containsExactlyInAnyOrderElementsOf(dirty);
		assertThat(this.backlog.isEmpty()).isTrue();
	}

	@Provide
	Arbitrary<Step> steps() {
		return Arbitraries
			.frequency(Tuple.of(3, Step.Kind.EVENT), Tuple.of(1, Step.Kind.DROP), Tuple.of(2, Step.Kind.WRITE))
			.flatMap((kind) -> Arbitraries.integers().between(0, SERIES - 1).map((series) -> new Step(kind, series)));
	}

	/**
	 * Has an event of a series, the oldest in the buffer, be dropped.
	 */
	private void drop(int series) {
		this.backlog.dequeued();
		this.backlog.addDropped(series);
	}

	private List<Integer> takeAllReady() {
		List<Integer> taken = new ArrayList<>();
		while (this.backlog.hasReady()) {
			taken.add(this.backlog.takeReady());
		}
		taken.sort(null);
		return taken;
	}

	private static BitSet bits(int... indexes) {
		BitSet bits = new BitSet();
		for (int index : indexes) {
			bits.set(index);
		}
		return bits;
	}

	record Step(Kind kind, int series) {

		enum Kind {

			EVENT, DROP, WRITE

		}

	}

}
