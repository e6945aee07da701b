package io.github.metricstcp.prometheus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.testing.FedTarget;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests of {@link PrometheusEndpoint}, scraped over real connections.
 */
class PrometheusEndpointTests {

	private static final String LEFT_OUT = "metrics_tcp_left_out_series";

	private static final String REFUSED = "metrics_tcp_refused_series";

	private final List<String> notices = new CopyOnWriteArrayList<>();

	private final PrometheusEndpoint.Builder builder = PrometheusEndpoint.builder().port(0).notices(this.notices::add);

	private final List<PrometheusEndpoint> endpoints = new ArrayList<>();

	private Scraper scraper;

	@AfterEach
	void close() {
		this.endpoints.forEach(PrometheusEndpoint::close);
	}

	@Test
	void eachKindIsExposedWithItsUnitAndDescription() throws Exception {
		FedTarget target = new FedTarget(start().addTarget(FedTarget.SHOP)).open();
		target.metadata(Kind.COUNTER, "orders.processed", null, "Orders, \"all\"\nof them");
		target.metadata(Kind.GAUGE, "jvm.memory.used", "bytes", "Memory");
		target.metadata(Kind.HISTOGRAM, "http.server.requests", "seconds", null);
		target.set("orders.processed", 42, "region", "eu\\\"\n");
		target.gauge("jvm.memory.used", 1e9);
		target.sample("http.server.requests", 0.02, "uri", "/orders");
		target.sample("http.server.requests", 0.05, "uri", "/orders");
		target.sample("http.server.requests", 300, "uri", "/orders");
		String text = this.scraper.text("text/plain");
		assertThat(text).contains("# HELP orders_processed_total Orders, \"all\"\\nof them\n",
				"# TYPE orders_processed_total counter\n", "orders_processed_total{region=\"eu\\\\\\\"\\n\"} 42.0\n",
				"# TYPE jvm_memory_used_bytes gauge\n", "jvm_memory_used_bytes 1.0E9\n",
				"# TYPE http_server_requests_seconds histogram\n");
		assertThat(this.scraper.samples()).contains(bucket("0.01", 0), bucket("0.025", 1), bucket("0.05", 2),
				bucket("60.0", 2), bucket("+Inf", 3), entry("http_server_requests_seconds_count{uri=\"/orders\"}", 3d),
				entry("http_server_requests_seconds_sum{uri=\"/orders\"}", 300.07), entry(LEFT_OUT, 0d),
				entry("metrics_tcp_target_up{target=\"shop\"}", 1d));
		assertThat(this.scraper.text("application/openmetrics-text; version=1.0.0"))
			.contains("# UNIT jvm_memory_used_bytes bytes\n")
			.endsWith("# EOF\n");
		assertThat(this.notices).isEmpty();
	}

	private static Map.Entry<String, Double> bucket(String bound, double count) {
		return entry("http_server_requests_seconds_bucket{uri=\"/orders\",le=\"" + bound + "\"}", count);
	}

	@Test
	void valuesAreInSecondsAndGaugesMayBeAnything() throws Exception {
		FedTarget target = new FedTarget(start().addTarget(FedTarget.SHOP)).open();
		target.metadata(Kind.HISTOGRAM, "wait", "milliseconds", null);
		target.sample("wait", 250);
		target.sample("wait", Double.NaN);
		target.sample("wait", Double.POSITIVE_INFINITY);
		target.gauge("nan", Double.NaN);
		target.gauge("infinite", Double.NEGATIVE_INFINITY);
		target.gauge("moved", 5);
		target.event(Operation.DECREMENT_GAUGE, "moved", Double.doubleToLongBits(2));
		target.event(Operation.SET_COUNTER, "large", -1);
		assertThat(this.scraper.samples()).contains(entry("wait_seconds_sum", 0.25), entry("wait_seconds_count", 1d),
				entry("wait_seconds_bucket{le=\"0.25\"}", 1d), entry("wait_seconds_bucket{le=\"0.1\"}", 0d),
				entry("nan", Double.NaN), entry("infinite", Double.NEGATIVE_INFINITY), entry("moved", 3d),
				entry("large_total", Math.pow(2, 64)));
	}

	@Test
	void unitThatComesLaterBeginsAHistogramAnew() throws Exception {
		FedTarget target = new FedTarget(start().addTarget(FedTarget.SHOP)).open();
		target.sample("wait", 250);
		target.gauge("size", 2);
		assertThat(this.scraper.samples()).contains(entry("wait_sum", 250d), entry("size", 2d));
		target.metadata(Kind.HISTOGRAM, "wait", "milliseconds", null);
		target.metadata(Kind.GAUGE, "size", "kibibytes", null);
		assertThat(this.scraper.samples()).doesNotContainKeys("wait_sum", "wait_seconds_sum", "size")
			.contains(entry("size_bytes", 2048d));
		target.sample("wait", 500);
		assertThat(this.scraper.samples()).contains(entry("wait_seconds_sum", 0.5), entry("wait_seconds_count", 1d));
	}

	@Test
	void metricsThatAreOneForPrometheusFailNoScrape() throws Exception {
		FedTarget target = new FedTarget(start().addTarget(FedTarget.SHOP)).open();
		target.gauge("a.b", 1, "x", "1");
		target.gauge("a_b", 2, "x", "2");
		target.gauge("pool.size", 1);
		target.gauge("pool_size", 2);
		target.set("jobs", 3);
		target.gauge("jobs", 4);
		target.sample("wait", 5);
		target.gauge("wait.count", 6);
		target.set("wait", 7);
		target.gauge("jobs.total", 8);
		target.gauge("labels", 9, "a.b", "1", "a_b", "2", "__x", "3");
		target.gauge("app.info", 1);
		target.gauge("x.bucket", 1);
		target.set("y.info", 1);
		target.set("z.total", 1);
		target.set("z", 2);
		target.gauge("metrics.tcp.target.up", 5);
		Map<String, Double> samples = this.scraper.samples();
		assertThat(samples).contains(entry("a_b{x=\"1\"}", 1d), entry("a_b{x=\"2\"}", 2d), entry("pool_size", 1d),
				entry("jobs_total", 3d), entry("jobs_gauge", 4d), entry("wait_count", 1d), entry("wait_sum", 5d),
				entry("wait_count_gauge", 6d), entry("wait_counter_total", 7d), entry("jobs_total_gauge", 8d),
				entry("labels{_x=\"3\",a_b=\"1;2\"}", 9d), entry("app_info", 1d), entry("x_bucket", 1d),
				entry("y_info_total", 1d), entry("z_total", 2d), entry("metrics_tcp_target_up_gauge", 5d),
				entry(LEFT_OUT, 2d));
		assertThat(this.scraper.families()).containsKeys("jobs_gauge", "wait_counter_total");
		this.scraper.text("application/openmetrics-text; version=1.0.0");
		assertThat(this.notices).contains(
				"The gauge jobs is called jobs_gauge for Prometheus: another metric has its name.",
				"Series of gauge pool_size have the same labels as others of pool_size for Prometheus: it is given one of them only.")
			.doesNotHaveDuplicates();
	}

	@Test
	void metricKeepsItsNameWhileTheOneThatHasItsOwnIsAway() throws Exception {
		PrometheusEndpoint endpoint = start();
		FedTarget one = new FedTarget(endpoint.addTarget(FedTarget.SHOP)).open();
		FedTarget other = new FedTarget(endpoint.addTarget(new TargetNames("other"))).open();
		one.set("jobs", 3);
		other.gauge("jobs", 4);
		one.close();
		assertThat(this.scraper.samples()).contains(entry("jobs_gauge", 4d)).doesNotContainKeys("jobs", "jobs_total");
		endpoint.removeTarget("shop");
		assertThat(this.scraper.samples()).contains(entry("jobs", 4d));
	}

	@Test
	void metricThatNoNameIsLeftForIsLeftOutAndCounted() throws Exception {
		FedTarget target = new FedTarget(start().addTarget(FedTarget.SHOP)).open();
		target.set("a", 1);
		target.set("a_gauge", 2);
		target.gauge("a", 3, "x", "1");
		target.gauge("a", 4, "x", "2");
		assertThat(this.scraper.samples()).containsOnly(entry("a_total", 1d), entry("a_gauge_total", 2d),
				entry(LEFT_OUT, 2d), entry(REFUSED, 0d), entry("metrics_tcp_target_up{target=\"shop\"}", 1d));
		assertThat(this.notices)
			.containsExactly("The gauge a is not given to Prometheus: other metrics have its name, and a_gauge too.");
	}

	@Test
	void whichSeriesStaysDoesNotDependOnTheirOrder() throws Exception {
		FedTarget target = new FedTarget(start().addTarget(FedTarget.SHOP)).open();
		target.gauge("pool_size", 2);
		assertThat(this.scraper.samples()).contains(entry("pool_size", 2d));
		target.gauge("pool.size", 1);
		assertThat(this.scraper.samples()).contains(entry("pool_size", 1d));
	}

	@Test
	void seriesOfSeveralTargetsHaveALabelOfTheirTarget() throws Exception {
		this.builder.targetLabel(true);
		PrometheusEndpoint endpoint = start();
		FedTarget one = new FedTarget(endpoint.addTarget(new TargetNames("one", "a:1", "one"))).open();
		FedTarget other = new FedTarget(endpoint.addTarget(new TargetNames("b:1", "b:1", "b"))).open();
		one.gauge("heap", 1);
		other.gauge("heap", 2, "target", "own");
		assertThat(this.scraper.samples()).contains(entry("heap{target=\"one\"}", 1d),
				entry("heap{exported_target=\"own\",target=\"b:1\"}", 2d));
	}

	@Test
	void seriesOfATargetThatIsAwayVanishAndComeBackWithTheSumOfAllSamples() throws Exception {
		FedTarget target = new FedTarget(start().addTarget(FedTarget.SHOP)).open();
		target.set("orders", 10);
		target.gauge("heap", 1);
		target.sample("wait", 1);
		target.close();
		assertThat(this.scraper.samples()).containsOnly(entry("metrics_tcp_target_up{target=\"shop\"}", 0d),
				entry(LEFT_OUT, 0d), entry(REFUSED, 0d));
		target.open();
		target.set("orders", 1);
		target.sample("wait", 1);
		assertThat(this.scraper.samples()).contains(entry("orders_total", 1d), entry("wait_count", 2d))
			.doesNotContainKey("heap");
	}

	@Test
	void targetThatIsRemovedMakesRoomForOthers() throws Exception {
		this.builder.maxSeries(2, "--max-series");
		PrometheusEndpoint endpoint = start();
		FedTarget gone = new FedTarget(endpoint.addTarget(new TargetNames("gone"))).open();
		gone.gauge("a", 1);
		gone.gauge("b", 1);
		gone.gauge("c", 1);
		FedTarget there = new FedTarget(endpoint.addTarget(new TargetNames("there"))).open();
		there.gauge("d", 1);
		assertThat(this.scraper.samples()).containsKeys("a", "b").doesNotContainKeys("c", "d");
		endpoint.removeTarget("gone");
		gone.gauge("e", 1);
		there.gauge("d", 1);
		assertThat(this.scraper.samples()).containsOnlyKeys("d", "metrics_tcp_target_up{target=\"there\"}", LEFT_OUT,
				REFUSED);
		assertThat(this.notices)
			.containsExactly("There are more than 2 series. Prometheus is not given the others (--max-series).");
	}

	@Test
	void onlySeriesThatMatchAreExposedAlsoByTheirUnits() throws Exception {
		this.builder.filter(SeriesFilter.parse("unit=bytes"));
		FedTarget target = new FedTarget(start().addTarget(FedTarget.SHOP)).open();
		target.metadata(Kind.GAUGE, "used", "bytes", null);
		target.gauge("used", 1);
		target.gauge("other", 1);
		assertThat(this.scraper.samples()).containsKey("used_bytes").doesNotContainKey("other");
	}

	@Test
	void seriesThatCannotBeExposedAreTold() throws Exception {
		FedTarget target = new FedTarget(start().addTarget(FedTarget.SHOP)).open();
		target.gauge("", 1);
		target.gauge("long", 1, "x", "y".repeat(5000));
		assertThat(this.scraper.samples()).hasSize(3).containsEntry(REFUSED, 2d);
		assertThat(this.notices).containsExactly("Series without a name are not given to Prometheus.",
				"Series whose name and labels have more than 4,096 characters are not given to Prometheus.");
	}

	@Test
	void seriesThatAreRefusedAreCountedOnceForAsLongAsTheirStreamLasts() throws Exception {
		this.builder.maxSeries(3, "--max-series");
		PrometheusEndpoint endpoint = start();
		FedTarget one = new FedTarget(endpoint.addTarget(FedTarget.SHOP)).open();
		FedTarget other = new FedTarget(endpoint.addTarget(new TargetNames("other"))).open();
		for (int i = 0; i < 5; i++) {
			one.gauge("heap", i, "number", "" + i);
			one.gauge("heap", i, "number", "" + i);
		}
		assertThat(this.scraper.samples()).containsEntry(REFUSED, 2d);
		other.gauge("heap", 1);
		assertThat(this.scraper.samples()).containsEntry(REFUSED, 3d);
		// As many as are exposed
		other.gauge("threads", 1);
		assertThat(this.scraper.samples()).containsEntry(REFUSED, 3d);
		one.close();
		one.open();
		assertThat(this.scraper.samples()).containsEntry(REFUSED, 1d);
		endpoint.removeTarget("other");
		assertThat(this.scraper.samples()).containsEntry(REFUSED, 0d);
	}

	@Test
	void notEachOfManyNamesIsSaidButThatAndEachLimit() throws Exception {
		this.builder.maxSeries(60, "--max-series");
		FedTarget target = new FedTarget(start().addTarget(FedTarget.SHOP)).open();
		for (int i = 0; i < 30; i++) {
			target.set("jobs" + i, 3);
			target.gauge("jobs" + i, 4);
		}
		this.scraper.samples();
		assertThat(this.notices).hasSize(SaidOnce.MOST + 1);
		assertThat(this.notices.get(SaidOnce.MOST - 1)).contains("another metric has its name");
		assertThat(this.notices.get(SaidOnce.MOST)).isEqualTo(
				"More series are left out, or get other names for Prometheus: that is not said any more. metrics_tcp_left_out_series has the number of those that are left out.");
		target.gauge("one more", 1);
		target.gauge("", 1);
		this.scraper.samples();
		assertThat(this.notices.subList(SaidOnce.MOST + 1, this.notices.size())).containsExactly(
				"There are more than 60 series. Prometheus is not given the others (--max-series).",
				"Series without a name are not given to Prometheus.");
	}

	private PrometheusEndpoint start() {
		PrometheusEndpoint endpoint = this.builder.build();
		this.endpoints.add(endpoint);
		this.scraper = new Scraper(endpoint.start());
		return endpoint;
	}

}
