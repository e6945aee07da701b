package io.github.metricstcp.observer;

import java.util.Set;

import io.github.metricstcp.client.model.TargetNames;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ServiceNames}.
 */
class ServiceNamesTests {

	private final ServiceNames services = new ServiceNames(Set.of("cache-2"));

	@ParameterizedTest
	@CsvSource({ "shop-1, shop", "shop-12, shop", "shop-prod-3, shop-prod", "shop, shop", "shop-7f9c, shop-7f9c",
			"shop2, shop2", "-1, -1", "shop-1(10.0.0.7:5000), shop", "shop(10.0.0.7:5000), shop",
			"shop-1(other), shop-1(other)", "cache-1, cache", "cache-2, cache-2" })
	void nameOfATargetThatWasFoundIsThatOfItsServiceAndANumber(String name, String service) {
		assertThat(this.services.of(new TargetNames(name, "10.0.0.7:5000", name))).isEqualTo(service);
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.7:5000", "host-1" })
	void addressIsNoName(String address) {
		assertThat(this.services.of(new TargetNames(address))).isEqualTo(address);
	}

}
