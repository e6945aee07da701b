package io.github.metricstcp.browser;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.page.LivePage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A report of what the page costs a browser that shows 500 charts of 10,000 series, each
 * of which has an event a second. Times depend on the machine, and are not asserted: they
 * stand in {@code target/page-performance.txt}.
 */
@BrowserTest
class PagePerformanceIT {

	private static final Path REPORT = Path.of("target", "page-performance.txt");

	private static final Path HEAP_REPORT = Path.of("target", "page-heap.txt");

	private static final int METRICS = 500;

	private static final int SERIES_EACH = 20;

	private static final int DOCUMENTS = 7;

	private static final int SECONDS = 300;

	private final Browser browser;

	private final AtomicLong behind = new AtomicLong(SECONDS * TimeSource.NANOS_PER_SECOND);

	private final TimeSource system = TimeSource.system();

	private final ObserverModel model = new ObserverModel(() -> this.system.nanos() - this.behind.get(),
			METRICS * SERIES_EACH, "maxSeries", 64 << 20);

	private final TargetModel target = this.model.addTarget("many");

	private final List<Series> series = new ArrayList<>();

	private final AtomicLong turns = new AtomicLong();

	private final ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor();

	private final LivePage page = LivePage.builder(this.model).port(0).build();

	PagePerformanceIT(Browser browser) {
		this.browser = browser;
	}

	@BeforeEach
	void startTraffic() {
		this.target.opened("many");
		List<Kind> kinds = List.of(Kind.values());
		for (int metric = 0; metric < METRICS; metric++) {
			Kind kind = kinds.get(metric % kinds.size());
			for (int i = 0; i < SERIES_EACH; i++) {
				this.series.add(this.target.series(new SeriesKey(kind,
						"group%d.metric%d".formatted(metric % 10, metric), Map.of("instance", String.valueOf(i)))));
			}
		}
		// The page has all of its window from the beginning
		while (this.behind.addAndGet(-TimeSource.NANOS_PER_SECOND) > 0) {
			turn();
		}
		this.behind.set(0);
		Future<?> unused = this.traffic.scheduleAtFixedRate(this::turn, 0, 1, TimeUnit.SECONDS);
	}

	private void turn() {
		long turn = this.turns.incrementAndGet();
		this.target.received(1);
		for (int i = 0; i < this.series.size(); i++) {
			Series each = this.series.get(i);
			long value = 1 + (i * 31L + turn * 17) % 100;
			switch (each.kind()) {
				case COUNTER -> this.target.event(each, Operation.INCREMENT_COUNTER, value, 0, 0);
				case GAUGE ->
					this.target.event(each, Operation.SET_GAUGE, Double.doubleToLongBits((double) value), 0, 0);
				case HISTOGRAM ->
					this.target.event(each, Operation.RECORD_HISTOGRAM, Double.doubleToLongBits((double) value), 0, 0);
			}
		}
	}

	@AfterEach
	void stop() {
		this.browser.open(URI.create("about:blank"));
		this.traffic.shutdownNow();
		this.page.close();
	}

	@Test
	void costOfManyCharts() throws IOException {
		URI link = this.page.start();
		this.browser.command("Performance.enable", Map.of("timeDomain", "timeTicks"));
		this.browser.resize(1440, 900);
		this.browser.open(link);
		await().atMost(Duration.ofSeconds(20)).until(() -> this.browser.number("observed.firstChart") > 0);
		long firstChart = this.browser.number("observed.firstChart");
		await().until(() -> this.browser.documents() > 2);
		assertThat(this.browser.texts(".card")).hasSize(METRICS);
		List<String> lines = new ArrayList<>();
		lines.add(
				"%d charts of %d series, targets: first chart after 1000 ms, main thread busy below 10 %%, no task above 50 ms"
					.formatted(METRICS, this.series.size()));
		lines.add("first chart after %d ms; until all charts are there, tasks of 50 ms or more: %s".formatted(
				firstChart, this.browser.<String>run("return observed.tasks.map(Math.round).join(', ') || 'none'")));
		lines.add(measure("at rest"));
		// As one who looks through all of them
		this.browser.run("""
				let at = 0;
				const timer = setInterval(() => scrollTo(0, at = (at + 300) % document.body.scrollHeight), 250);
				window.stopScrolling = () => clearInterval(timer);
				return true""");
		lines.add(measure("while it is scrolled"));
		this.browser.run("stopScrolling(); return true");
		this.browser.choose("#sort", "rate");
		lines.add(measure("sorted by rate"));
		Files.write(REPORT, lines);
		lines.forEach(System.out::println);
	}

	/**
	 * Watches for some time and reports the memory of the page each minute: an hour with
	 * {@code -Dbrowser.heapMinutes=60}, for ten documents by default.
	 */
	@Test
	void memoryOfALongWatch() throws IOException {
		int minutes = Integer.getInteger("browser.heapMinutes", 0);
		int documentsEach = (minutes > 0) ? 59 : 10;
		this.browser.command("Performance.enable", Map.of("timeDomain", "timeTicks"));
		this.browser.open(this.page.start());
		await().until(() -> this.browser.documents() > 2);
		List<String> lines = new ArrayList<>();
		for (int minute = 0; minute <= Math.max(1, minutes); minute++) {
			if (minute > 0) {
				long documents = this.browser.documents();
				// Each question takes some of the memory that is measured
				await().pollInterval(Duration.ofSeconds(5))
					.atMost(Duration.ofMinutes(2))
					.until(() -> this.browser.documents() >= documents + documentsEach);
			}
			this.browser.command("HeapProfiler.collectGarbage", Map.of());
			Map<String, Double> now = metrics();
			lines.add("after %d min: heap %.1f MB, %.0f nodes, %.0f listeners".formatted(minute,
					now.get("JSHeapUsedSize") / 1e6, now.get("Nodes"), now.get("JSEventListeners")));
		}
		Files.write(HEAP_REPORT, lines);
		lines.forEach(System.out::println);
	}

	/**
	 * Measures for as long as it takes some documents to come.
	 */
	private String measure(String when) {
		this.browser.run("observed.tasks.length = 0; return true");
		Map<String, Double> before = metrics();
		long documents = this.browser.documents();
		await().atMost(Duration.ofSeconds(3 * DOCUMENTS))
			.until(() -> this.browser.documents() >= documents + DOCUMENTS);
		Map<String, Double> after = metrics();
		double seconds = after.get("Timestamp") - before.get("Timestamp");
		double busy = (after.get("TaskDuration") - before.get("TaskDuration")) / seconds;
		double script = (after.get("ScriptDuration") - before.get("ScriptDuration")) / seconds;
		long longest = this.browser.number("Math.round(Math.max(0, ...observed.tasks))");
		return "%s, for %.1f s: main thread busy %.1f %% (scripts %.1f %%), %d tasks of 50 ms or more, the longest %d ms; heap %.1f MB"
			.formatted(when, seconds, busy * 100, script * 100, this.browser.number("observed.tasks.length"), longest,
					after.get("JSHeapUsedSize") / 1e6);
	}

	private Map<String, Double> metrics() {
		@SuppressWarnings("unchecked")
		List<Map<String, Object>> metrics = (List<Map<String, Object>>) this.browser
			.command("Performance.getMetrics", Map.of())
			.get("metrics");
		Map<String, Double> values = new HashMap<>();
		metrics.forEach((each) -> values.put((String) each.get("name"), ((Number) each.get("value")).doubleValue()));
		return values;
	}

}
