package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LabelOrder}.
 */
class LabelOrderTests {

	@Test
	void theLabelThatTellsMostRowsApartIsTheFirst() {
		List<Map<String, String>> rows = rows("a=1 b=1 c=1", "a=1 b=2 c=2", "a=2 b=1 c=3", "a=1 b=2 c=4", "a=2 b=3 c=5",
				"a=1 b=2 c=5");
		assertThat(new LabelOrder(rows).own(rows.get(0)).keySet()).containsExactly("c", "b", "a");
	}

	@Test
	void aLabelThatAlmostAllRowsShareComesBehindOneThatSplitsThem() {
		List<Map<String, String>> rows = rows("a=1 b=x", "a=1 b=y", "a=1 b=x", "a=1 b=y", "a=2 b=x", "a=1 b=y");
		assertThat(new LabelOrder(rows).own(rows.get(0)).keySet()).containsExactly("b", "a");
	}

	@Test
	void labelsThatTellEquallyMuchStayInTheirOwnOrder() {
		List<Map<String, String>> rows = rows("a=1 b=1", "a=1 b=2", "a=2 b=1", "a=2 b=2");
		assertThat(new LabelOrder(rows).own(rows.get(0)).keySet()).containsExactly("a", "b");
	}

	@Test
	void whatAllRowsHaveInCommonIsSetApart() {
		List<Map<String, String>> rows = rows("app=shop uri=/a", "app=shop uri=/b");
		LabelOrder order = new LabelOrder(rows);
		assertThat(order.common()).containsExactly(Map.entry("app", "shop"));
		assertThat(order.own(rows.get(1))).containsExactly(Map.entry("uri", "/b"));
		assertThat(order.all(rows.get(1)).keySet()).containsExactly("uri", "app");
	}

	@Test
	void aLabelThatSomeRowsLackIsNotInCommon() {
		List<Map<String, String>> rows = rows("a=1 b=1", "b=2", "a=1 b=1");
		LabelOrder order = new LabelOrder(rows);
		assertThat(order.common()).isEmpty();
		assertThat(order.own(rows.get(0)).keySet()).containsExactlyInAnyOrder("a", "b");
		assertThat(order.summary()).containsEntry("a", "1").containsEntry("b", "2 values");
	}

	@Test
	void aLabelThatAnotherImpliesIsTheLast() {
		List<Map<String, String>> rows = rows("method=GET outcome=SUCCESS status=200 uri=/a",
				"method=GET outcome=CLIENT_ERROR status=404 uri=/a", "method=PUT outcome=SUCCESS status=200 uri=/a",
				"method=GET outcome=SUCCESS status=200 uri=/b", "method=PUT outcome=CLIENT_ERROR status=409 uri=/b",
				"method=PUT outcome=CLIENT_ERROR status=404 uri=/b");
		assertThat(new LabelOrder(rows).own(rows.get(0)).keySet()).containsExactly("uri", "status", "method",
				"outcome");
		assertThat(rows.get(0).keySet()).filteredOn(new LabelOrder(rows)::isImplied).containsExactly("outcome");
	}

	@Test
	void ofLabelsThatImplyEachOtherTheShorterOneIsShown() {
		List<Map<String, String>> rows = rows("outcome=SUCCESS status=200 uri=/a", "outcome=SUCCESS status=200 uri=/b",
				"outcome=CLIENT_ERROR status=404 uri=/a", "outcome=CLIENT_ERROR status=404 uri=/b");
		assertThat(new LabelOrder(rows).own(rows.get(0)).keySet()).containsExactly("uri", "status", "outcome");
	}

	@Test
	void theUriIsTheFirstEvenIfAnotherLabelTellsMore() {
		List<Map<String, String>> rows = rows("method=GET status=200 uri=/products",
				"method=POST status=201 uri=/orders", "method=POST status=409 uri=/orders");
		assertThat(new LabelOrder(rows).own(rows.get(0)).keySet()).containsExactly("uri", "status", "method");
	}

	@Test
	void whatIsImpliedByImpliedLabelsComesBehindThem() {
		List<Map<String, String>> rows = rows("outcome=SUCCESS status=200 uri=/a", "outcome=SUCCESS status=201 uri=/b",
				"outcome=CLIENT_ERROR status=404 uri=/c", "outcome=SUCCESS status=200 uri=/d");
		assertThat(new LabelOrder(rows).own(rows.get(0)).keySet()).containsExactly("uri", "status", "outcome");
	}

	@Test
	void aRowThatWasAddedLaterHasAllThatTellsItFromTheOthers() {
		LabelOrder order = new LabelOrder(rows("app=shop uri=/a", "app=shop uri=/b"));
		assertThat(order.own(labels("app=bank uri=/c zone=1"))).containsExactly(Map.entry("uri", "/c"),
				Map.entry("app", "bank"), Map.entry("zone", "1"));
	}

	@Test
	void rowsWithVeryManyLabelsHaveAnOrderToo() {
		List<Map<String, String>> rows = new ArrayList<>();
		for (int row = 0; row < 100; row++) {
			Map<String, String> labels = new TreeMap<>();
			for (int label = 0; label < 400; label++) {
				labels.put("label" + label, String.valueOf(row % (label + 1)));
			}
			rows.add(labels);
		}
		Map<String, String> own = new LabelOrder(rows).own(rows.get(57));
		assertThat(own).hasSize(399).doesNotContainKey("label0");
		assertThat(own.keySet()).first().isEqualTo("label100");
	}

	@Property(tries = 300)
	void eachLabelOfARowIsShownOnce(
			@ForAll @Size(min = 2, max = 30) List<@Size(5) List<@IntRange(max = 3) Integer>> table) {
		List<Map<String, String>> rows = new ArrayList<>();
		for (List<Integer> values : table) {
			Map<String, String> labels = new TreeMap<>();
			IntStream.range(0, values.size())
				.filter((label) -> values.get(label) > 0)
				.forEach((label) -> labels.put("label" + label, "" + values.get(label)));
			rows.add(labels);
		}
		LabelOrder order = new LabelOrder(rows);
		for (Map<String, String> row : rows) {
			assertThat(order.all(row)).isEqualTo(row);
			Map<String, String> shown = new TreeMap<>(order.own(row));
			shown.putAll(order.common());
			assertThat(shown).isEqualTo(row);
		}
	}

	private static List<Map<String, String>> rows(String... rows) {
		List<Map<String, String>> labels = new ArrayList<>();
		for (String row : rows) {
			labels.add(labels(row));
		}
		return labels;
	}

	private static Map<String, String> labels(String row) {
		Map<String, String> labels = new TreeMap<>();
		for (String label : row.split(" ", -1)) {
			labels.put(label.substring(0, label.indexOf('=')), label.substring(label.indexOf('=') + 1));
		}
		return labels;
	}

}
