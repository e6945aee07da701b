package io.github.metricstcp.client.discovery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.github.metricstcp.client.TargetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TargetShare}.
 */
class TargetShareTests {

	@ParameterizedTest
	@CsvSource({ "shop-0.shop.prod.svc:5000, 1, 3, 1, 5", "shop-1.shop.prod.svc:5000, 1, 1, 3, 7",
			"10.0.0.1:5000, 1, 2, 1, 1", "10.0.0.2:5000, 2, 1, 2, 2", "[fd00::1]:5000, 2, 3, 4, 4" })
	void theShareOfAnAddressIsTheSameInEachVersion(String text, int ofTwo, int ofThree, int ofFour, int ofEight) {
		TargetAddress address = TargetAddress.parse(text);
		assertThat(List.of(part(address, 2), part(address, 3), part(address, 4), part(address, 8)))
			.containsExactly(ofTwo, ofThree, ofFour, ofEight);
	}

	@ParameterizedTest
	@CsvSource({ "2, 48", "3, 48", "4, 48", "8, 256" })
	void noShareOfManyTargetsHasLessThanHalfOrMoreThanTwiceItsPart(int parts, int targets) {
		fleets(targets).forEach((name, fleet) -> assertThat(sizes(fleet, parts)).as(name)
			.allSatisfy((size) -> assertThat(size * parts).isBetween(targets / 2, targets * 2)));
	}

	/**
	 * Returns the numbers of targets in the shares.
	 */
	private static List<Integer> sizes(List<TargetAddress> targets, int parts) {
		Integer[] sizes = new Integer[parts];
		for (int i = 0; i < parts; i++) {
			TargetShare share = new TargetShare(i + 1, parts);
			sizes[i] = (int) targets.stream().filter(share::has).count();
		}
		assertThat(IntStream.range(0, parts).map((i) -> sizes[i]).sum()).as("each is in one").isEqualTo(targets.size());
		return List.of(sizes);
	}

	/**
	 * Returns targets with names and addresses as they are in use.
	 */
	private static Map<String, List<TargetAddress>> fleets(int size) {
		Map<String, List<TargetAddress>> fleets = new LinkedHashMap<>();
		for (String app : List.of("shop", "cart", "orders", "payment", "web")) {
			fleets.put("the pods of a StatefulSet " + app,
					fleet(size, (i) -> "%1$s-%2$s.%1$s.prod.svc:5000".formatted(app, i)));
			fleets.put("the pods of two StatefulSets " + app, fleet(size,
					(i) -> "%1$s-%2$s.%1$s.%3$s.svc:5000".formatted(app, i / 2, (i % 2 == 0) ? "prod" : "staging")));
			fleets.put("three pods each of many StatefulSets " + app,
					fleet(size, (i) -> "%1$s-%2$s.%1$s.ns%3$s.svc:5000".formatted(app, i % 3, i / 3)));
		}
		fleets.put("the addresses of a network", fleet(size, (i) -> "10.0.%s.%s:5000".formatted(i / 250, i % 250 + 1)));
		fleets.put("each fourth address", fleet(size, (i) -> "10.0.%s.%s:5000".formatted(i / 60, i % 60 * 4)));
		fleets.put("an address on each node", fleet(size, (i) -> "10.244.%s.7:5000".formatted(i)));
		fleets.put("eight addresses on each node",
				fleet(size, (i) -> "10.244.%s.%s:5000".formatted(i / 8, 10 + i % 8)));
		fleets.put("the ports of a host", fleet(size, (i) -> "10.0.0.1:" + (5000 + i)));
		return fleets;
	}

	private static List<TargetAddress> fleet(int size, IntFunction<String> address) {
		return IntStream.range(0, size).mapToObj(address).map(TargetAddress::parse).toList();
	}

	private static int part(TargetAddress address, int parts) {
		List<Integer> having = new ArrayList<>();
		for (int part = 1; part <= parts; part++) {
			if (new TargetShare(part, parts).has(address)) {
				having.add(part);
			}
		}
		assertThat(having).hasSize(1);
		return having.get(0);
	}

}
