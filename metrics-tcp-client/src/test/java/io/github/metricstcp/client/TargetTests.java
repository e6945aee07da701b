package io.github.metricstcp.client;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link Target} and of the {@link ShortNames} of several.
 */
class TargetTests {

	@ParameterizedTest
	@CsvSource({ "app:7000, app:7000, app:7000", "app, app:5000, app:5000", ":7000, 127.0.0.1:7000, 127.0.0.1:7000",
			"shop-a=app:7000, shop-a, app:7000", "a=app, a, app:5000", "a=:7000, a, 127.0.0.1:7000",
			"[::1]:7000, [::1]:7000, [::1]:7000", "::1, [::1]:5000, [::1]:5000", "v6=[::1]:7000, v6, [::1]:7000",
			"v6=::1, v6, [::1]:5000", "prod:a=app:1, prod:a, app:1", "数量=app:1, 数量, app:1" })
	void readsNameAndAddress(String text, String name, String address) {
		Target target = Target.parse(text);
		assertThat(target.name()).isEqualTo(name);
		assertThat(target.address()).hasToString(address);
		assertThat(target.isNamed()).isEqualTo(!name.equals(address));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			=app:5000    | "=app:5000" is no target: there is no name before the =
			a=b=app:5000 | "a=b=app:5000" is no target: a name has no = in it
			a b=app:5000 | "a b=app:5000" is no target: a name has no blank in it
			a=app:x      | "app:x" is no target: its port must be 1 to 65535
			a=           | "" is no target: it is written HOST:PORT
			""")
	void saysWhatIsNoTarget(String text, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> Target.parse(text)).withMessageStartingWith(message);
	}

	@Test
	void aNameIsOfOneTargetAndATargetHasOneName() {
		assertThatIllegalArgumentException().isThrownBy(() -> Target.requireDistinct(targets("a=h:1", "a=h:2")))
			.withMessage("\"a\" is the name of two targets, h:1 and h:2");
		assertThatIllegalArgumentException().isThrownBy(() -> Target.requireDistinct(targets("h:2=h:1", "h:2")))
			.withMessage("\"h:2\" is the name of two targets, h:1 and h:2");
		assertThatIllegalArgumentException().isThrownBy(() -> Target.requireDistinct(targets("a=h:1", "b=h:1")))
			.withMessage("h:1 has two names, \"a\" and \"b\"");
		assertThatIllegalArgumentException().isThrownBy(() -> Target.requireDistinct(targets("h:1", "b=h:1")))
			.withMessage("h:1 has two names, \"h:1\" and \"b\"");
		Target.requireDistinct(targets("a=h:1", "b=h:2", "h:3", "a=h:1"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			127.0.0.1:5092                                | 5092
			127.0.0.1:5092 127.0.0.1:5093                 | 5092 5093
			[::1]:5092 [::1]:5093                         | 5092 5093
			shop-1.example.com:5000 shop-2.example.com:1  | shop-1 shop-2
			shop.eu.test:5000 shop.us.test:5000           | shop.eu.test shop.us.test
			a.test:1 a.test:2 b.test:1                    | a:1 a:2 b:1
			shop.eu:1 shop.us:1 shop.us:2                 | shop.eu:1 shop.us:1 shop.us:2
			10.0.0.1:5000 10.0.0.2:5000                   | 10.0.0.1 10.0.0.2
			10.0.0.1:1 10.0.0.1:2 10.0.0.2:1              | 10.0.0.1:1 10.0.0.1:2 10.0.0.2:1
			[::1]:1 [::1]:2 [::2]:1                       | [::1]:1 [::1]:2 [::2]:1
			[::1]:1 [::2]:1                               | ::1 ::2
			localhost:5000 127.0.0.1:5000                 | localhost 127.0.0.1
			cart=h:1 h:2                                  | cart 2
			cart=h:1 g.test:1                             | cart g
			g=h.test:1 g.test:1                           | g g.test
			2=h:1 h:2                                     | 2 h:2
			""")
	void theShortNameIsTheShortestPartThatIsUnique(String targets, String shortNames) {
		List<Target> all = targets(targets.split(" "));
		assertThat(all.stream().map((target) -> target.shortNameAmong(all))).containsExactly(shortNames.split(" "));
	}

	@Test
	void isWrittenAsItIsRead() {
		assertThat(Target.parse("shop-a=127.0.0.1:5092")).hasToString("shop-a=127.0.0.1:5092");
		assertThat(Target.parse("127.0.0.1:5093")).hasToString("127.0.0.1:5093");
	}

	private static List<Target> targets(String... texts) {
		return Arrays.stream(texts).map(Target::parse).toList();
	}

}
