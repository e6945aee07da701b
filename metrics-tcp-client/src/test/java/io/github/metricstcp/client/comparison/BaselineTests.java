package io.github.metricstcp.client.comparison;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link Baseline} with a clock that goes by hand.
 */
class BaselineTests {

	private static final long NOW = 1_800_000_000_000_000_000L;

	private final AtomicLong clock = new AtomicLong(NOW);

	@TempDir
	private Path directory;

	private Baseline baseline() throws IOException {
		RecordedRun run = new RecordedRun(1_700_000_000).at(0).increment("orders", 0);
		for (int second = 1; second <= 10; second++) {
			run.at(second).increment("orders", 2);
		}
		Path file = run.write(this.directory.resolve("before.bin"));
		return new Baseline(List.of(file.toString()), this.clock::get, 100);
	}

	private <S> void orders(StreamListener<S> target, double seconds, long amount) {
		this.clock.set(NOW + Math.round(seconds * 1e9));
		target.received(1);
		S series = target.series(new SeriesKey(Kind.COUNTER, "orders", Map.of()));
		target.event(series, Operation.INCREMENT_COUNTER, amount, 0, 0);
	}

	private static void awaitRates(Baseline baseline, double before, double after) {
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			List<Change> changes = baseline.comparison().changes();
			assertThat(changes).singleElement()
				.satisfies((change) -> assertThat(List.of(change.before(), change.after())).containsExactly(before,
						after));
		});
	}

	@Test
	void bothSidesAreOfTheSameTimeFromTheirStarts() throws IOException {
		try (Baseline baseline = baseline()) {
			assertThat(baseline.length()).isEqualTo(Duration.ofSeconds(10));
			assertThat(baseline.name()).endsWith("before.bin");
			StreamListener<?> north = baseline.listener(new TargetNames("north"));
			StreamListener<?> south = baseline.listener(new TargetNames("south"));
			north.opened("north");
			south.opened("south");
			assertThat(baseline.comparison().changes()).as("before anything is received").isEmpty();
			orders(north, 0, 0);
			orders(south, 1, 10);
			orders(north, 5, 10);
			// By then, ten orders were placed in the recording
			awaitRates(baseline, 2, 4);
			assertThat(baseline.comparison().span()).isEqualTo(Duration.ofSeconds(5));
			assertThat(baseline.comparison().complete()).isFalse();
		}
	}

	@Test
	void comparisonIsCompleteWhenTheRecordingIsOver() throws IOException {
		try (Baseline baseline = baseline()) {
			StreamListener<?> target = baseline.listener(new TargetNames("shop"));
			target.opened("shop");
			orders(target, 0, 0);
			orders(target, 10, 50);
			orders(target, 10.001, 1000);
			orders(target, 3600, 1000);
			await().atMost(Duration.ofSeconds(20)).until(() -> baseline.comparison().complete());
			Comparison comparison = baseline.comparison();
			assertThat(comparison.span()).isEqualTo(Duration.ofSeconds(10));
			awaitRates(baseline, 2, 5);
			assertThat(baseline.comparison()).isSameAs(comparison);
		}
	}

	@Test
	void replayThatGoesBackBeginsAnew() throws IOException {
		try (Baseline baseline = baseline()) {
			StreamListener<?> first = baseline.listener(new TargetNames("replay"));
			first.opened("replay");
			orders(first, 0, 0);
			orders(first, 10, 50);
			await().atMost(Duration.ofSeconds(20)).until(() -> baseline.comparison().complete());
			baseline.restart();
			StreamListener<?> second = baseline.listener(new TargetNames("replay"));
			second.opened("replay");
			orders(second, 0, 0);
			orders(second, 2, 6);
			awaitRates(baseline, 2, 3);
			assertThat(baseline.comparison().span()).isEqualTo(Duration.ofSeconds(2));
			assertThat(baseline.comparison().complete()).isFalse();
		}
	}

	@Test
	void recordingThatCannotBeReadIsSaid() {
		Path missing = this.directory.resolve("missing.bin");
		assertThatIOException().isThrownBy(() -> new Baseline(List.of(missing.toString()), this.clock::get, 10))
			.withMessage("%s can't be read: no such file".formatted(missing));
	}

}
