package io.github.metricstcp.prometheus;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.metricstcp.client.testing.FedTarget;
import io.github.metricstcp.client.wire.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests of series that make room for others, since their targets do not send them any
 * more.
 */
class ReleasedSeriesTests {

	private final AtomicLong nanos = new AtomicLong();

	private final PrometheusEndpoint endpoint = PrometheusEndpoint.builder()
		.port(0)
		.maxSeries(4, "--max-series")
		.nanoTime(this.nanos::get)
		.build();

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
	void seriesOfProcessesThatHaveEndedMakeRoom() throws Exception {
		for (int version = 1; version <= 5; version++) {
			String label = "" + version;
			liveFor(() -> {
				this.target.gauge("heap", 1, "version", label);
				this.target.increment("orders", 1, "version", label);
			});
			assertThat(this.scraper.samples()).contains(entry("heap{version=\"" + label + "\"}", 1d),
					entry("orders_total{version=\"" + label + "\"}", 3d));
			reconnect();
		}
	}

	@Test
	void snapshotMayTakeLongerThanUsual() throws Exception {
		this.target.increment("orders", 1000);
		reconnect();
		this.target.gauge("heap", 1);
		after(6);
		this.target.gauge("heap", 1);
		this.target.increment("orders", 1);
		after(6);
		this.target.gauge("heap", 1);
		this.target.increment("orders", 1);
		assertThat(this.scraper.samples()).containsEntry("orders_total", 1002d);
	}

	@Test
	void counterThatComesAgainBeginsAnew() throws Exception {
		this.target.increment("orders", 1000);
		reconnect();
		liveFor(() -> this.target.gauge("heap", 1));
		this.target.increment("orders", 5);
		assertThat(this.scraper.samples()).containsEntry("orders_total", 5d);
	}

	@Test
	void histogramWithoutSamplesForAnHourThatTheStreamHasNotHadBeginsAnew() throws Exception {
		this.target.sample("requests", 1);
		this.target.sample("rare", 1);
		reconnect();
		this.target.sample("requests", 1);
		liveFor(() -> this.target.gauge("heap", 1));
		assertThat(this.scraper.samples()).contains(entry("requests_count", 2d), entry("rare_count", 1d));
		after(3600);
		liveFor(() -> this.target.gauge("heap", 1));
		assertThat(this.scraper.samples()).containsEntry("requests_count", 2d).doesNotContainKey("rare_count");
		this.target.sample("rare", 1);
		assertThat(this.scraper.samples()).containsEntry("rare_count", 1d);
	}

	@Test
	void metadataThatTheStreamHasHadIsKeptWithoutSeries() throws Exception {
		this.target.metadata(Kind.HISTOGRAM, "wait", "milliseconds", null);
		this.target.gauge("size", 1);
		liveFor(() -> this.target.gauge("heap", 1));
		this.target.sample("wait", 250);
		assertThat(this.scraper.samples()).containsEntry("wait_seconds_sum", 0.25);
		reconnect();
		this.target.metadata(Kind.GAUGE, "size", "kibibytes", null);
		liveFor(() -> this.target.gauge("heap", 1));
		this.target.gauge("size", 2);
		assertThat(this.scraper.samples()).containsEntry("size_bytes", 2048d);
	}

	/**
	 * Has a stream last for twelve seconds, in which it sends something three times: what
	 * it does not send is released at the end.
	 */
	private void liveFor(Runnable event) {
		event.run();
		after(6);
		event.run();
		after(6);
		event.run();
	}

	private void after(long seconds) {
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
	}

	private void reconnect() {
		this.target.close();
		this.target.open();
	}

}
