package io.github.metricstcp.client.discovery;

import java.util.ArrayList;
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
	void targetsOfAGroupAreNamedByTheirAddresses() {
		FoundTargets targets = new FoundTargets(1);
		assertThat(
				names(targets.take(grouped("shop", "10.0.0.1:5000", "10.0.0.2:7000", "[fd00::1]:5000", "[fd00::2]:1"))))
			.containsExactly("shop-10.0.0.1", "shop-10.0.0.2:7000", "shop-fd00::1", "shop-[fd00::2]:1");
		Changes changes = targets.take(grouped("shop", "10.0.0.1:5000"));
		assertThat(changes.gone()).extracting(Target::group).containsOnly("shop");
		assertThat(names(targets.take(grouped("shop", "10.0.0.1:5000", "10.0.0.3:5000"))))
			.containsExactly("shop-10.0.0.3");
	}

	@Test
	void namesDependOnNothingButWhatTheSourceHas() {
		FoundTargets before = new FoundTargets(2);
		before.take(grouped("shop", "10.0.0.1:5000", "10.0.0.3:5000"));
		before.take(grouped("shop", "10.0.0.3:5000"));
		before.take(grouped("shop", "10.0.0.3:5000"));
		List<Target> later = new ArrayList<>(before.take(grouped("shop", "10.0.0.3:5000", "10.0.0.5:5000")).found());
		Changes started = new FoundTargets(2).take(grouped("shop", "10.0.0.3:5000", "10.0.0.5:5000"));
		assertThat(later).extracting(Target::toString).containsExactly("shop-10.0.0.5=10.0.0.5:5000");
		assertThat(started.found()).containsAll(later);
	}

	@Test
	void aNameThatSeveralHaveIsTheirGroup() {
		FoundTargets targets = new FoundTargets(1);
		Changes changes = targets.take(List.of(named("shop", "a:1"), named("shop", "a:2"), named("shop", "b:5000"),
				named("other", "c:1"), new FoundAddress(TargetAddress.parse("d:1"), "shop-0", "all")));
		assertThat(names(changes)).containsExactly("shop-a:1", "shop-a:2", "shop-b", "other", "shop-0");
		assertThat(changes.found()).extracting(Target::group).containsExactly("shop", "shop", "shop", null, "all");
	}

	@Test
	void noNameIsGivenTwice() {
		FoundTargets targets = new FoundTargets(1);
		assertThat(names(targets.take(List.of(named("shop-a", "b:1"), grouped("shop", "a:5000").get(0)))))
			.containsExactly("b:1", "a:5000");
		assertThat(names(targets.take(List.of(named("shop-a", "b:1"))))).containsExactly("shop-a");
	}

	@Test
	void whatHasTheNameOfAnotherOneNowIsThereInItsPlace() {
		FoundTargets targets = new FoundTargets(2);
		targets.take(List.of(named("shop-0", "a:1"), named("shop-1", "b:1")));
		Changes changes = targets.take(List.of(named("shop-0", "a:2")));
		assertThat(names(changes)).containsExactly("shop-0");
		assertThat(changes.gone()).as("though it is missing for the first time")
			.extracting(Target::toString)
			.containsExactly("shop-0=a:1");
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
	void aGroupThatGrowsHasTheSameNamesAsOneThatWasLarge() {
		FoundTargets targets = new FoundTargets(1);
		assertThat(names(targets.take(List.of(named("shop", "a:5000"))))).containsExactly("shop");
		Changes changes = targets.take(grouped("shop", "a:5000", "b:5000"));
		assertThat(names(changes)).containsExactly("shop-a", "shop-b");
		assertThat(changes.gone()).extracting(Target::name).containsExactly("shop");
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
		return Stream.of(addresses).map((each) -> new FoundAddress(TargetAddress.parse(each), null, null)).toList();
	}

	private static List<FoundAddress> grouped(String name, String... addresses) {
		return Stream.of(addresses).map((each) -> new FoundAddress(TargetAddress.parse(each), null, name)).toList();
	}

	private static FoundAddress named(String name, String address) {
		return new FoundAddress(TargetAddress.parse(address), name, null);
	}

}
