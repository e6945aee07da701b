package io.github.metricstcp.internal.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Slots}, against a {@link Map} from places to items.
 */
class SlotsTests {

	@Property
	void keepsEachItemInItsPlace(@ForAll List<@IntRange(min = -20, max = 20) Integer> steps) {
		Slots<String> slots = new Slots<>();
		Map<Integer, String> model = new TreeMap<>();
		int longest = 0;
		int number = 0;
		for (int step : steps) {
			// More additions than removals, so that there is something to remove
			if (step >= -10 || model.isEmpty()) {
				String item = "item " + number++;
				int index = slots.next();
				assertThat(model).doesNotContainKey(index);
				slots.add(item);
				model.put(index, item);
			}
			else {
				int index = new ArrayList<>(model.keySet()).get(-step % model.size());
				slots.remove(index);
				model.remove(index);
			}
			longest = Math.max(longest, model.size());
			assertThat(slots.size()).isEqualTo(longest);
			for (int index = 0; index < slots.size(); index++) {
				assertThat(slots.get(index)).isEqualTo(model.get(index));
				assertThat(slots.used().get(index)).isEqualTo(model.containsKey(index));
			}
			assertThat(slots.used().cardinality()).isEqualTo(model.size());
		}
	}

	@Example
	void isEmptyAtFirst() {
		Slots<String> slots = new Slots<>();
		assertThat(slots.size()).isZero();
		assertThat(slots.next()).isZero();
	}

}
