package io.github.metricstcp.kafka;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the addresses under which targets go out.
 */
class RelayHostTests {

	private final List<String> said = new ArrayList<>();

	@ParameterizedTest
	@CsvSource({ "127.0.0.1:5000, web-1:5000", "127.0.1.1:7000, web-1:7000", "localhost:5000, web-1:5000",
			"LOCALHOST:5000, web-1:5000", "shop.localhost:5000, web-1:5000", "localhost.localdomain:5000, web-1:5000",
			"[::1]:5000, web-1:5000", "[::ffff:127.0.0.1]:5000, web-1:5000", "0.0.0.0:5000, web-1:5000",
			"[::]:5000, web-1:5000", "10.0.0.7:5000, 10.0.0.7:5000", "[fe80::1]:5000, [fe80::1]:5000",
			"app:5000, app:5000", "127-0-0-1.example.com:5000, 127-0-0-1.example.com:5000",
			"the shop in Berlin, the shop in Berlin" })
	void whatIsThisMachineHasItsName(String target, String address) {
		assertThat(host("web-1", "other").address(target)).isEqualTo(address);
		assertThat(host(null, "web-1").address(target)).isEqualTo(address);
		assertThat(this.said).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1:5001, web-1:5001", "shop, shop", "shop-127.0.0.1:5001, shop-web-1:5001",
			"shop-127.0.0.1, shop-web-1", "shop-10.0.0.7, shop-10.0.0.7" })
	void aNameThatEndsWithTheAddressEndsWithTheHostsName(String alias, String name) {
		assertThat(host("web-1", null).alias(alias, "127.0.0.1:5001")).isEqualTo(name);
		assertThat(host("web-1", null).alias("shop-10.0.0.7", "10.0.0.7:5000")).isEqualTo("shop-10.0.0.7");
	}

	@Test
	void withoutANameItIsSaidOnceThatOneIsNeeded() {
		RelayHost host = host(null, null);
		assertThat(host.address("10.0.0.7:5000")).isEqualTo("10.0.0.7:5000");
		assertThat(this.said).isEmpty();
		assertThat(host.address("127.0.0.1:5000")).isEqualTo("127.0.0.1:5000");
		assertThat(host.address("127.0.0.1:5001")).isEqualTo("127.0.0.1:5001");
		assertThat(this.said).containsExactly("the name of this host is not known, so 127.0.0.1:5000 is not told apart "
				+ "from that of other hosts: if they have relays too, give each a name (--kafka BROKERS,host=NAME)");
	}

	@Test
	void theNameOfTheMachineIsNoneThatAllHave() {
		String name = RelayHost.lookUp();
		assertThat((name != null) ? host(name, null).address(":5000") : name).isNotEqualTo("localhost:5000");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "localhost", "127.0.0.1", "web 1", "web-1:5000" })
	void whatOthersCantKnowTheHostByIsNoName(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> host(name, null))
			.withMessage("--kafka: \"%s\" is no name by which other hosts know this one: it is written host=web-1",
					name);
	}

	private RelayHost host(String given, String own) {
		return new RelayHost(given, () -> own, this.said::add);
	}

}
