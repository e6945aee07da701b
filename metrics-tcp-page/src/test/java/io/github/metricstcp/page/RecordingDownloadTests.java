package io.github.metricstcp.page;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import io.github.metricstcp.client.model.Distribution;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TimeRange;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.model.Timeline;
import io.github.metricstcp.client.model.Window;
import io.github.metricstcp.client.recording.Recording;
import io.github.metricstcp.client.recording.Replay;
import io.github.metricstcp.client.recording.ReplayClock;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * Tests that a recording of what is kept can be replayed, with the same figures.
 */
class RecordingDownloadTests extends ApiFixture {

	private static final int SECONDS = 3700;

	private static final long NOW = BEGINNING + SECONDS;

	@TempDir
	private Path directory;

	private void anHour() {
		this.shop.opened("10.0.0.1:5000");
		this.shop.metadata(new Metadata(Kind.HISTOGRAM, "http.requests", "seconds", "Requests <b>answered</b>"));
		for (int second = 0; second < SECONDS; second++) {
			time(BEGINNING + second);
			increment(this.shop, "orders", "product", "tea", 2 + second % 3);
			if (second >= 3600) {
				increment(this.shop, "orders", "product", "mate", 5);
			}
			if (second % 7 == 0) {
				set(this.shop, "queue", second);
			}
			for (int i = 1; i <= 5; i++) {
				sample(this.shop, "http.requests", "uri", "/fast", 0.001 * i * (1 + second % 10));
			}
			if (second % 30 == 0) {
				sample(this.shop, "http.requests", "uri", "/slow", -2.5);
				sample(this.shop, "http.requests", "uri", "/slow", 0);
				sample(this.shop, "http.requests", "uri", "/slow", 1e9);
			}
			set(this.other, "other", second);
		}
		time(NOW);
		increment(this.shop, "orders", "product", "tea", 7);
		set(this.shop, "queue", -1);
	}

	private ObserverModel replayed(String query) throws Exception {
		Path file = this.directory.resolve("run.bin.gz");
		HttpResponse<Path> response = this.http.send(request("recording?" + query).build(),
				HttpResponse.BodyHandlers.ofFile(file));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("content-type")).hasValue("application/gzip");
		assertThat(response.headers().firstValue("content-disposition").orElseThrow())
			.matches("attachment; filename=\"shop-\\d{8}-\\d{6}\\.bin\\.gz\"");
		try (Recording recording = Recording.open(file.toString())) {
			ReplayClock clock = new ReplayClock(recording.beginning(), ReplayClock.MAX_SPEED);
			ObserverModel model = new ObserverModel(clock, 1000, "maxSeries", 1 << 20);
			assertThat(new Replay(recording, clock, 1000).run(model.addTarget("replay"))).isNull();
			return model;
		}
	}

	private static Map<String, Series> series(ObserverModel model, String target) {
		Map<String, Series> series = new TreeMap<>();
		model.series()
			.stream()
			.filter((each) -> each.target().equals(target))
			.forEach((each) -> series.put(each.name() + each.labels(), each));
		return series;
	}

	@Test
	void replayHasTheFiguresOfTheModel() throws Exception {
		anHour();
		Map<String, Series> kept = series(this.model, "shop");
		ObserverModel model = replayed("target=shop");
		Map<String, Series> replayed = series(model, "replay");
		assertThat(TimeSource.secondOf(model.time().nanos())).isEqualTo(NOW);
		assertThat(replayed.keySet()).isEqualTo(kept.keySet()).hasSize(5);
		TimeRange lastMinutes = TimeRange.until(NOW - 1, 240, 1);
		TimeRange almostAnHour = TimeRange.until(NOW - 1, 350, 10);
		replayed.forEach((name, series) -> {
			Series original = kept.get(name);
			assertThat(series.values(lastMinutes)).as(name).containsExactly(original.values(lastMinutes));
			assertThat(series.values(almostAnHour)).as(name).containsExactly(original.values(almostAnHour));
			assertThat(series.unit()).isEqualTo(original.unit());
			assertThat(series.description()).isEqualTo(original.description());
			if (series.kind() == Kind.HISTOGRAM) {
				assertSamplesAreTheSame(series, original, lastMinutes);
				assertSamplesAreTheSame(series, original, almostAnHour);
			}
			else {
				assertThat(series.latest()).as(name).isEqualTo(original.latest());
				assertThat(series.snapshot(Window.ALL).total()).isEqualTo(original.snapshot(Window.ALL).total());
			}
		});
		assertThat(replayed.get("orders{product=tea}").latest()).isEqualTo(11106);
	}

	private static void assertSamplesAreTheSame(Series series, Series original, TimeRange range) {
		Timeline samples = new Timeline(range);
		Timeline originals = new Timeline(range);
		series.addTo(samples);
		original.addTo(originals);
		assertThat(samples.counts()).containsExactly(originals.counts());
		Distribution all = samples.all();
		assertThat(all.count()).isPositive();
		assertThat(all.sum()).isCloseTo(originals.all().sum(), Percentage.withPercentage(1));
		assertThat(all.max()).isEqualTo(originals.all().max());
		for (double quantile : new double[] { 0, 0.5, 0.9, 0.99 }) {
			assertThat(all.quantile(quantile)).isEqualTo(originals.all().quantile(quantile));
		}
	}

	@Test
	void recordingHasWhatTheFilterMatches() throws Exception {
		anHour();
		ObserverModel model = replayed("target=shop&filter=kind%3Dgauge");
		assertThat(series(model, "replay")).containsOnlyKeys("queue{}");
	}

	@Test
	void counterThatBeganAnewGoesOn() throws Exception {
		this.shop.opened("a");
		for (int second = 0; second < 20; second++) {
			time(BEGINNING + second);
			if (second == 10) {
				this.shop.closed("gone", null);
				this.shop.opened("b");
			}
			increment(this.shop, "orders", "product", "tea", 100);
		}
		time(BEGINNING + 20);
		set(this.shop, "queue", 1);
		Series replayed = series(replayed("target=shop"), "replay").get("orders{product=tea}");
		assertThat(replayed.values(TimeRange.until(BEGINNING + 19, 20, 1))).containsOnly(100);
		assertThat(replayed.latest()).as("the total never falls").isEqualTo(2000, within(0.0));
	}

	@Test
	void targetIsNeededIfThereAreSeveral() throws Exception {
		assertThat(error("recording", 400))
			.isEqualTo("target is missing: a recording is of one target, which is shop or other");
		assertThat(error("recording?target=none", 400)).isEqualTo("There is no such target: target is shop or other");
		assertThat(error("recording?target=shop&filter=~(", 400)).contains("~(");
	}

	@Test
	void recordingsCanBeMadeOneAfterAnother() throws Exception {
		anHour();
		for (int i = 0; i < 3; i++) {
			await().untilAsserted(() -> assertThat(send(request("recording?target=shop")).statusCode()).isEqualTo(200));
		}
	}

}
