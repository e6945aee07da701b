package io.github.metricstcp.kafka;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is said of addresses that several relays have.
 */
class SharedAddressesTests {

	private static final String NAMES = "app:5000 is relayed as shop and as store at the same time, and is taken for two "
			+ "applications. If it is one, give it one name in all relays: NAME=app:5000";

	private final SharedAddresses addresses = new SharedAddresses();

	private long time = 1_800_000_000_000L;

	@Test
	void anAddressWithTwoNamesIsSaidOnce() {
		assertThat(both("app:5000", "shop", "store")).isNull();
		this.time += SessionOrder.LONGEST_PAUSE / 2;
		assertThat(both("app:5000", "shop", "store")).isNull();
		this.time += SessionOrder.LONGEST_PAUSE / 2 + 1;
		assertThat(both("app:5000", "shop", "store")).isEqualTo(NAMES);
		this.time += 60_000;
		assertThat(both("app:5000", "shop", "store")).isNull();
		assertThat(last("app:5001", "shop", "store")).as("another address").isNotNull();
	}

	@Test
	void ofInstancesWithTwoRelaysOneIsSaid() {
		assertThat(last("app:5000", "shop", "shop")).isEqualTo(
				"shop=app:5000 is relayed twice at the same time, and is taken for one application. If there are "
						+ "two, give each a name of its own: NAME=app:5000. Others like it are not said");
		assertThat(last("app:5001", "shop", "shop")).isNull();
	}

	@Test
	void aRelayThatTakesTheOthersPlaceIsNotSaid() {
		for (int session = 1; session < 10; session++) {
			for (int i = 0; i < 10; i++) {
				this.time += 60_000;
				assertThat(accept("app:5000", "name-" + session, session, Content.EVENTS)).isNull();
				// While the next one is there already, for a minute
				assertThat((i < 9) ? null : accept("app:5000", "name-" + (session + 1), session + 1, Content.EVENTS))
					.isNull();
			}
			// Not each one says so when it ends
			assertThat((session % 2 == 0) ? null : accept("app:5000", "name-" + session, session, Content.END))
				.isNull();
		}
	}

	private String last(String target, String first, String second) {
		both(target, first, second);
		this.time += SessionOrder.LONGEST_PAUSE;
		both(target, first, second);
		this.time++;
		return both(target, first, second);
	}

	private String both(String target, String first, String second) {
		String clause = accept(target, first, 1, Content.EVENTS);
		assertThat(clause).isNull();
		return accept(target, second, 2, Content.SNAPSHOT);
	}

	private String accept(String target, String alias, long session, Content content) {
		return this.addresses.accept(new RecordDescription(target, alias, session, 7, 0, 0, content, null), this.time);
	}

}
