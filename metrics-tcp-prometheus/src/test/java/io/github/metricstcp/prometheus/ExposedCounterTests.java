package io.github.metricstcp.prometheus;

import io.github.metricstcp.client.testing.FedTarget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ExposedCounter}: what is exposed of counters whose totals are those of
 * applications, or of relays. What falls is a restart for Prometheus, which then counts
 * all of it.
 */
class ExposedCounterTests {

	private final PrometheusEndpoint endpoint = PrometheusEndpoint.builder().port(0).build();

	private final FedTarget target = new FedTarget(this.endpoint.addTarget(FedTarget.SHOP));

	private Scraper scraper;

	@BeforeEach
	void start() {
		this.scraper = new Scraper(this.endpoint.start());
		this.target.open();
	}

	@AfterEach
	void close() {
		this.endpoint.close();
	}

	@Test
	void totalOfARelayThatIsTheSumOfItsSessionGoesOn() throws Exception {
		this.target.increment("orders", 1_000_000);
		this.target.set("orders", 1_000_000);
		expect(1_000_000);
		for (int session = 2; session <= 3; session++) {
			double before = 1_000_000 + (session - 2) * 600_000.0;
			reconnect();
			this.target.increment("orders", 1);
			expect(before + 1);
			this.target.increment("orders", 599_989);
			this.target.set("orders", 599_990);
			expect(before + 599_990);
			this.target.increment("orders", 5);
			expect(before + 599_995);
			// Records were missing
			this.target.set("orders", 600_000);
			expect(before + 600_000);
		}
	}

	@Test
	void totalOfARelayThatHasMoreThanTheSumGoesOnToo() throws Exception {
		this.target.set("orders", 1000);
		reconnect();
		this.target.increment("orders", 5);
		this.target.set("orders", 8);
		expect(1008);
	}

	@Test
	void totalOfAnApplicationThatHasAllThatThereWasIsNotAdded() throws Exception {
		this.target.set("orders", 1000);
		reconnect();
		this.target.increment("orders", 5);
		expect(1005);
		this.target.set("orders", 1010);
		expect(1010);
		this.target.increment("orders", 1);
		expect(1011);
	}

	@Test
	void totalThatBeginsAStreamIsTheOneOfTheApplication() throws Exception {
		this.target.set("orders", 1000);
		reconnect();
		this.target.set("orders", 3);
		expect(3);
		reconnect();
		this.target.increment("orders", 5);
		this.target.set("orders", 5);
		expect(8);
		reconnect();
		this.target.set("orders", 2);
		expect(2);
	}

	@Test
	void incrementsWithoutTotalsAreSummedUpOverStreams() throws Exception {
		this.target.increment("orders", 5);
		reconnect();
		this.target.increment("orders", 2);
		this.target.increment("orders", 1);
		expect(8);
	}

	private void reconnect() {
		this.target.close();
		this.target.open();
	}

	private void expect(double total) throws Exception {
		assertThat(this.scraper.samples()).containsEntry("orders_total", total);
	}

}
