package io.github.metricstcp.observer.internal.ui;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.tamboui.tui.event.KeyCode;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.recording.Playback;
import io.github.metricstcp.client.recording.Recording;
import io.github.metricstcp.client.recording.RecordingProgress;
import io.github.metricstcp.client.recording.ReplayClock;
import io.github.metricstcp.client.recording.ReplayControl;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what the screen says of recordings and replays, and of their keys.
 */
class RunControlsTests {

	private static final long SECOND = 1_700_000_000L;

	private final List<RecordingProgress> recordings = new ArrayList<>();

	@TempDir
	private Path directory;

	@Test
	void whatIsRecordedAndItsSizeAreInTheStatusLine() {
		WatchedShop shop = new WatchedShop(new RunControls(() -> this.recordings,
				() -> this.recordings.add(progress("run.bin.gz", 2048)), null, false));
		assertThat(status(shop, 100)).startsWith(" 0 series");
		assertThat(footer(shop)).contains("R record").doesNotContain("p pause");
		assertThat(status(shop.type("R"), 100)).startsWith(" REC run.bin.gz 2 KiB  0 series");
		assertThat(footer(shop)).contains("R end recording");
		assertThat(status(shop.type("R"), 60)).startsWith(" REC 2 files 4 KiB  0 series");
	}

	private RecordingProgress progress(String file, long bytes) {
		return new RecordingProgress(this.directory.resolve(file), bytes);
	}

	@Test
	void aReplayHasItsClockProgressAndSpeedInTheStatusLine() throws IOException {
		try (Recording recording = Recording.open(recording(100))) {
			ReplayControl control = control(recording);
			WatchedShop shop = new WatchedShop(new RunControls(List::of, () -> {
			}, control, false));
			assertThat(status(shop, 100)).startsWith(" 2023-11-14 22:13:20  0:00  x1  0 series");
			control.findEnd();
			assertThat(status(shop, 100)).startsWith(" 2023-11-14 22:13:20  0:00 of 1:39 (0 %)  x1  0 series");
			assertThat(footer(shop)).contains("p pause").doesNotContain("R record");
			assertThat(status(shop.type("p"), 100)).contains("  paused  ");
			assertThat(footer(shop)).contains("p go on");
			assertThat(status(shop.type("p}}"), 100)).contains("  x4  ");
			assertThat(status(shop.type("{{{"), 100)).contains("  x0.5  ");
			assertThat(status(shop.type("}}}}}}}}}"), 100)).contains("  as fast as it goes  ");
			assertThat(status(shop.type("]]"), 100)).contains(" 22:13:40  0:20 of 1:39 (20 %)  seeking");
			assertThat(status(shop.type("["), 100)).contains(" 22:13:30  0:10 of 1:39 (10 %)  seeking");
		}
	}

	@Test
	void inALongRecordingTheKeysGoByASixtiethOfIt() throws IOException {
		try (Recording recording = Recording.open(recording(7201))) {
			ReplayControl control = control(recording);
			control.findEnd();
			WatchedShop shop = new WatchedShop(new RunControls(List::of, () -> {
			}, control, false));
			assertThat(status(shop.type("]"), 100)).contains("  2:00 of 2:00:00 (1 %)  ");
		}
	}

	@Test
	void whileAReplaySeeksTheScreenStandsStillAndTheSelectionStays() throws IOException {
		try (Recording recording = Recording.open(recording(100))) {
			ReplayControl control = control(recording);
			WatchedShop shop = new WatchedShop(new RunControls(List::of, () -> {
			}, control, false));
			TargetModel target = shop.connect("run.bin");
			shop.describe(target);
			shop.sell(target, 5);
			List<String> before = Screens.lines(shop.type("jj").look(100, 24));
			assertThat(control.seek(Duration.ofSeconds(50))).isTrue();
			shop.model().clear();
			List<String> meanwhile = Screens.lines(shop.look(100, 24));
			assertThat(meanwhile.subList(2, 24)).isEqualTo(before.subList(2, 24));
			assertThat(meanwhile.get(1)).contains("seeking");
			control.stop();
		}
	}

	@Test
	void afterwardsTheRowThatWasSelectedIsSelectedAndExpanded() {
		WatchedShop shop = WatchedShop.open(5);
		shop.type("/orders.placed").press(KeyCode.ENTER);
		shop.press(KeyCode.RIGHT).type("jjj");
		List<String> before = Screens.lines(shop.look(100, 24));
		shop.model().clear();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		shop.describe(target);
		shop.sell(target, 5);
		List<String> after = Screens.lines(shop.look(100, 24));
		assertThat(after.subList(3, 15).stream().map((line) -> line.substring(0, Math.min(30, line.length()))).toList())
			.isEqualTo(before.subList(3, 15)
				.stream()
				.map((line) -> line.substring(0, Math.min(30, line.length())))
				.toList());
		assertThat(after.get(1)).isEqualTo(before.get(1));
		List<String> detail = Screens.lines(shop.press(KeyCode.ENTER).look(100, 24));
		assertThat(String.join("\n", detail)).contains("channel");
	}

	@Test
	void thatAnotherProgramsRecordingCannotGoBackIsSaid() throws IOException {
		InputStream in = System.in;
		System.setIn(new ByteArrayInputStream(Files.readAllBytes(Path.of(recording(100)))));
		try (Recording recording = Recording.open(Recording.STANDARD_INPUT)) {
			WatchedShop shop = new WatchedShop(new RunControls(List::of, () -> {
			}, control(recording), true));
			assertThat(status(shop.type("["), 130)).contains("A recording from a pipe can't go back.");
		}
		finally {
			System.setIn(in);
		}
	}

	@Test
	void whatHasComeToNowIsNoReplayAnyMore() {
		AtomicBoolean live = new AtomicBoolean();
		Playback playback = new Playback(new ReplayClock(SECOND * 1_000_000_000, 4), SECOND * 1_000_000_000) {

			@Override
			protected boolean isRepeatable() {
				return true;
			}

			@Override
			public boolean isLive() {
				return live.get();
			}

		};
		WatchedShop shop = new WatchedShop(new RunControls(List::of, () -> {
		}, playback, false));
		assertThat(status(shop, 100)).startsWith(" 2023-11-14 22:13:20  0:00  x4  0 series");
		assertThat(footer(shop)).contains("p pause").doesNotContain("R record");
		live.set(true);
		assertThat(status(shop.type("p}"), 100)).startsWith(" 0 series");
		assertThat(footer(shop)).contains("R record").doesNotContain("p pause");
		assertThat(playback.position().paused()).isFalse();
		assertThat(playback.position().speed()).isEqualTo(4);
	}

	private static ReplayControl control(Recording recording) {
		return new ReplayControl(recording, new ReplayClock(recording.beginning(), 1), 100);
	}

	private String recording(int seconds) throws IOException {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (int i = 0; i < seconds; i++) {
			frames.writeBytes(FrameEncoder.encode(new SeriesKey(Kind.COUNTER, "orders", Map.of()),
					Operation.INCREMENT_COUNTER, 1, SECOND + i, 0));
		}
		return Files.write(this.directory.resolve("run.bin"), frames.toByteArray()).toString();
	}

	private static String status(WatchedShop shop, int width) {
		return Screens.lines(shop.look(width, 24)).get(1);
	}

	private static String footer(WatchedShop shop) {
		return Screens.lines(shop.look(200, 24)).get(23);
	}

}
