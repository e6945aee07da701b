package io.github.metricstcp.internal.stream;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PendingSet}, against {@link TreeSet}.
 */
class PendingSetTests {

	private static final int INDEXES = 200;

	@Property
	void behavesAsASetThatGoesOnWhereItStopped(@ForAll("steps") List<Step> steps) {
		PendingSet set = new PendingSet();
		NavigableSet<Integer> model = new TreeSet<>();
		int cursor = 0;
		for (Step step : steps) {
			switch (step.kind) {
				case ADD -> assertThat(set.add(step.index)).isEqualTo(model.add(step.index));
				case REMOVE -> assertThat(set.remove(step.index)).isEqualTo(model.remove(step.index));
				case TAKE -> {
					if (!model.isEmpty()) {
						Integer next = model.ceiling(cursor);
						int expected = (next != null) ? next : model.first();
						assertThat(set.take()).isEqualTo(expected);
						model.remove(expected);
						cursor = expected + 1;
					}
				}
			}
			assertSame(set, model);
		}
	}

	@Property
	void takesAllOfADisjointSet(@ForAll Set<@IntRange(max = INDEXES) Integer> mine,
			@ForAll Set<@IntRange(max = INDEXES) Integer> candidates) {
		Set<Integer> others = new HashSet<>(candidates);
		others.removeAll(mine);
		PendingSet set = new PendingSet();
		mine.forEach(set::add);
		PendingSet other = new PendingSet();
		others.forEach(other::add);
		set.takeAll(other);
		Set<Integer> union = new HashSet<>(mine);
		union.addAll(others);
		assertSame(set, union);
		assertSame(other, Set.of());
		Set<Integer> taken = new HashSet<>();
		while (!set.isEmpty()) {
			taken.add(set.take());
		}
		assertThat(taken).isEqualTo(union);
	}

	@Property
	void addsAllOfAnotherSetWhateverItHolds(@ForAll Set<@IntRange(max = INDEXES) Integer> mine,
			@ForAll Set<@IntRange(max = INDEXES) Integer> others) {
		PendingSet set = new PendingSet();
		mine.forEach(set::add);
		BitSet indexes = new BitSet();
		others.forEach(indexes::set);
		set.addAll(indexes);
		Set<Integer> union = new HashSet<>(mine);
		union.addAll(others);
		assertSame(set, union);
		union.forEach(set::remove);
		assertSame(set, Set.of());
		assertThat(indexes.cardinality()).isEqualTo(others.size());
	}

	@Property
	void indexThatComesBackAgainAndAgainDoesNotKeepTheOthersWaiting(
			@ForAll @NotEmpty Set<@IntRange(max = INDEXES) Integer> indexes) {
		PendingSet set = new PendingSet();
		indexes.forEach(set::add);
		List<Integer> taken = new ArrayList<>();
		for (int i = 0; i < indexes.size(); i++) {
			int index = set.take();
			taken.add(index);
			set.add(index);
		}
		assertThat(taken).containsExactlyInAnyOrderElementsOf(indexes);
	}

	@Example
	void isEmptyAtFirst() {
		assertSame(new PendingSet(), Set.of());
	}

	private static void assertSame(PendingSet set, Set<Integer> model) {
		assertThat(set.isEmpty()).isEqualTo(model.isEmpty());
		for (int index = 0; index <= INDEXES; index++) {
			assertThat(set.contains(index)).isEqualTo(model.contains(index));
		}
	}

	@Provide
	Arbitrary<List<Step>> steps() {
		return Combinators.combine(Arbitraries.of(Kind.class), Arbitraries.integers().between(0, INDEXES))
			.as(Step::new)
			.list()
			.ofMaxSize(100);
	}

	enum Kind {

		ADD, REMOVE, TAKE

	}

	record Step(Kind kind, int index) {
	}

}
