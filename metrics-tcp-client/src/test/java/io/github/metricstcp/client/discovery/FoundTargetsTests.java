package io.github.metricstcp.client.discovery;

import java.util.List;
import java.util.stream.Stream;

import io.github.metricstcp.client.Target;
import io.github.metricstcp.client.TargetAddress;
import io.github.metricstcp.client.discovery.FoundTargets.Changes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FoundTargets}.
 */
class FoundTargetsTests {

	@Test
	void aTargetIsGoneOnceItIsMissingAsOftenAsIsSaid() {
		FoundTargets targets = new FoundTargets(2);
		assertThat(targets.take(plain("a:1", "b:1")).found()).extracting(Target::name).containsExactly("a:1", "b:1");
		assertThat(targets.take(plain("a:1"))).isEqualTo(new Changes(List.of(), List.of()));
		assertThat(targets.take(plain("a:1", "b:1"))).isEqualTo(new Changes(List.of(), List.of()));
		assertThat(targets.take(List.of())).isEqualTo(new Changes(List.of(), List.of()));
		assertThat(targets.take(plain("b:1")).gone()).extracting(Target::name).containsExactly("a:1");
		assertThat(targets.take(plain("a:1", "b:1")).found()).extracting(Target::name).containsExactly("a:1");
	}

	@Test
	void anAddressKeepsItsNumberAndNoOtherOneEverHasIt() {
		FoundTargets targets = new FoundTargets(1);
		assertThat(names(targets.take(numbered("shop", "a:1", "b:1")))).containsExactly("shop-1", "shop-2");
		Changes changes = targets.take(numbered("shop", "b:1", "c:1"));
		assertThat(names(changes)).containsExactly("shop-3");
		assertThat(changes.gone()).extracting(Target::name).containsExactly("shop-1");
		assertThat(names(targets.take(numbered("shop", "a:1", "b:1", "c:1")))).containsExactly("shop-1");
	}

	@Test
	void noNameIsGivenTwice() {
		FoundTargets targets = new FoundTargets(1);
		assertThat(names(targets.take(List.of(named("shop", "a:1"), named("shop", "a:2"), named("shop", "b:2")))))
			.containsExactly("shop", "shop:2", "b:2");
	}

	@Test
	void theSameAddressTwiceIsOne() {
		assertThat(names(new FoundTargets(1).take(List.of(named("first", "a:1"), named("second", "a:1")))))
			.containsExactly("first");
	}

	@Test
	void anotherNameIsAnotherTarget() {
		FoundTargets targets = new FoundTargets(1);
		targets.take(List.of(named("pod-a", "a:1")));
		Changes changes = targets.take(List.of(named("pod-b", "a:1")));
		assertThat(names(changes)).containsExactly("pod-b");
		assertThat(changes.gone()).extracting(Target::name).containsExactly("pod-a");
	}

	@Test
	void aGroupThatGrowsLeavesItsFirstTargetItsName() {
		FoundTargets targets = new FoundTargets(1);
		assertThat(names(targets.take(List.of(named("shop", "a:1"))))).containsExactly("shop");
		Changes changes = targets.take(numbered("shop", "a:1", "b:1"));
		assertThat(names(changes)).containsExactly("shop-1");
		assertThat(changes.gone()).isEmpty();
	}

	@Test
	void whatNoNameCanHaveIsReplaced() {
		assertThat(names(new FoundTargets(1).take(List.of(named(" a b=c\n", "a:1"), named(" ", "b:1")))))
			.containsExactly("a_b_c", "b:1");
		assertThat(names(new FoundTargets(1).take(List.of(named("x".repeat(300), "a:1")))))
			.containsExactly("x".repeat(200));
	}

	private static List<String> names(Changes changes) {
		return changes.found().stream().map(Target::name).toList();
	}

	private static List<FoundAddress> plain(String... addresses) {
		return Stream.of(addresses).map((each) -> new FoundAddress(TargetAddress.parse(each), null, true)).toList();
	}

	private static List<FoundAddress> numbered(String name, String... addresses) {
		return Stream.of(addresses).map((each) -> new FoundAddress(TargetAddress.parse(each), name, true)).toList();
	}

	private static FoundAddress named(String name, String address) {
		return new FoundAddress(TargetAddress.parse(address), name, false);
	}

}
