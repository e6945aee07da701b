package io.github.metricstcp.rollup;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.kafka.RecordDescription;
import org.junit.jupiter.api.Test;

import static io.github.metricstcp.rollup.RollupDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what becomes of instances and series of which nothing comes for a day, without
 * brokers.
 */
class ForgottenInstancesTests {

	/**
	 * Longer than an instance is kept of which nothing comes.
	 */
	private static final Duration DAY = Duration.ofHours(25);

	@Test
	void anInstanceIsForgottenOfWhichNothingComesForADay() {
		try (RollupDriver driver = new RollupDriver(RollupDriver.settings().build())) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			RelayedInstance store = new RelayedInstance("store:5000").at(START);
			driver.send(shop.total("orders", 100).begin());
			driver.send(store.total("orders", 1_000).begin());
			driver.until(Duration.ofSeconds(15));
			skipDayOfSnapshots(driver, store, "orders", 1_000);
			driver.send(shop.at(START + DAY.toMillis() + 15_000).total("orders", 100).begin());
			driver.until(DAY.plusSeconds(45));
			assertThat(driver.total("orders")).isEqualTo(1_200);
		}
	}

	/**
	 * Lets the time pass after which an instance is forgotten, while another one goes on.
	 */
	private static void skipDayOfSnapshots(RollupDriver driver, RelayedInstance other, String name, long total) {
		for (int i = 1; i <= DAY.toMinutes(); i++) {
			driver.skip(Duration.ofMinutes(1));
			driver.send(other.at(START + 15_000 + i * 60_000L).total(name, total).snapshot());
		}
	}

	@Test
	void seriesOfInstancesThatWereForgottenAreLetGoOf() {
		try (RollupDriver driver = new RollupDriver(RollupDriver.settings().build())) {
			RelayedInstance pod = new RelayedInstance("10.0.0.1:5000").at(START).labels(Map.of("pod", "1"));
			RelayedInstance other = new RelayedInstance("10.0.0.2:5000").at(START).labels(Map.of("pod", "2"));
			driver.send(pod.total("orders", 100).value("stock", 7).sample("time", 1).begin());
			driver.send(other.total("orders", 1_000).begin());
			driver.send(pod.at(START + 1_000).increment("orders", 3).events());
			driver.until(Duration.ofSeconds(75));
			assertThat(driver.snapshot).extracting(SeriesKey::name)
				.contains("orders", "orders.rate", "stock.sum", "stock.instances", "time.count");
			assertThat(driver.snapshot).filteredOn((each) -> each.name().equals("orders")).hasSize(2);
			driver.send(pod.at(START + 75_000).end());
			skipDayOfSnapshots(driver, other, "orders", 1_000);
			driver.until(DAY.plusSeconds(60));
			assertThat(driver.snapshot).extracting((each) -> each.labels().get("pod")).isNotEmpty().containsOnly("2");
			// It is a new one if it comes again
			driver.totals.clear();
			driver.send(pod.at(START + DAY.toMillis() + 60_000).total("orders", 4).begin());
			driver.until(DAY.plusSeconds(180));
			assertThat(driver.total("orders")).isEqualTo(1_004);
		}
	}

	@Test
	void whatIsLeftOfAHistogramHasItsOwnNamesAgain() {
		try (RollupDriver driver = new RollupDriver(RollupDriver.settings().build())) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			RelayedInstance store = new RelayedInstance("store:5000").at(START);
			driver.send(shop.total("time.count", 100).begin());
			driver.send(store.sample("time", 5).begin());
			driver.until(Duration.ofSeconds(15));
			assertThat(driver.total("time.histogram.count")).isEqualTo(1);
			for (int i = 1; i <= DAY.toMinutes(); i++) {
				driver.skip(Duration.ofMinutes(1));
				driver.send(store.at(START + 15_000 + i * 60_000L).snapshot());
			}
			driver.until(DAY.plusSeconds(60));
			assertThat(driver.snapshot).extracting(SeriesKey::name)
				.contains("time.count")
				.doesNotContain("time.histogram.count");
		}
	}

	@Test
	void whenTheLastSeriesGoesViewersAreTold() {
		try (RollupDriver driver = new RollupDriver(RollupDriver.settings().build())) {
			driver.send(new RelayedInstance("shop:5000").at(START).total("orders", 100).value("stock", 7).begin());
			driver.until(Duration.ofSeconds(15));
			for (int i = 1; i <= DAY.toMinutes(); i++) {
				driver.skip(Duration.ofMinutes(1));
			}
			driver.until(DAY.plusSeconds(60));
			assertThat(driver.snapshot).isEmpty();
			int records = driver.descriptions.size();
			RecordDescription last = driver.descriptions.get(records - 1);
			assertThat(last.session()).isGreaterThan(driver.descriptions.get(0).session());
			// There is nothing more to tell, and time goes on
			driver.until(DAY.plusMinutes(30));
			assertThat(driver.descriptions).hasSize(records);
			driver.send(new RelayedInstance("store:5000").at(START + DAY.toMillis() + 1_800_000)
				.increment("orders", 1)
				.begin());
			driver.until(DAY.plusMinutes(31));
			assertThat(driver.descriptions.subList(records, driver.descriptions.size()))
				.extracting((each) -> TimeUnit.NANOSECONDS.toMillis(each.firstTime()) - START)
				.isNotEmpty()
				.allMatch((each) -> each >= DAY.plusMinutes(29).toMillis());
			assertThat(driver.gauge("orders.rate", DAY.plusMinutes(30).plusSeconds(10))).isEqualTo(0.1);
		}
	}

}
