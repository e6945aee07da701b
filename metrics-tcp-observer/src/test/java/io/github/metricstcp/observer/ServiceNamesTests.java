package io.github.metricstcp.observer;

import io.github.metricstcp.client.model.TargetNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ServiceNames}.
 */
class ServiceNamesTests {

	private static final String ADDRESS = "10.0.0.7:5000";

	@Test
	void targetsThatWereFoundByOneNameAreOfOneService() {
		assertThat(ServiceNames.of(new TargetNames("shop-10.0.0.7", ADDRESS, "shop-10.0.0.7", "shop")))
			.isEqualTo("shop");
		assertThat(ServiceNames.of(new TargetNames("shop-7f9c-x2l", ADDRESS, "x2l", "shop"))).isEqualTo("shop");
	}

	@ParameterizedTest
	@CsvSource({ "shop-10.0.0.7, shop", "shop-10.0.0.7:5000, shop", "shop-10.0.0.8, shop-10.0.0.8",
			"shop(10.0.0.7:5000), shop", "shop-10.0.0.7(10.0.0.7:5000), shop", "shop-1, shop-1", "shop, shop",
			"-10.0.0.7, -10.0.0.7" })
	void nameOfAnInstanceInATopicIsThatOfItsServiceAndItsAddress(String name, String service) {
		assertThat(ServiceNames.of(new TargetNames(name, ADDRESS, name))).isEqualTo(service);
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.7:5000", "host-1" })
	void addressIsNoName(String address) {
		assertThat(ServiceNames.of(new TargetNames(address))).isEqualTo(address);
	}

}
