package io.github.metricstcp.client.recording;

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
import java.util.concurrent.atomic.AtomicReference;

import io.github.metricstcp.client.model.Mark;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Window;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.testing.RunningExporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of {@link ReplayControl}, with a counter whose total says which second it is.
 */
class ReplayControlTests {

	private static final long BEGINNING = RecordedFrames.SECOND * 1_000_000_000L;

	private static final int SECONDS = 500;

	@TempDir
	private Path directory;

	private final AtomicReference<Throwable> failure = new AtomicReference<>();

	private Recording recording;

	private ObserverModel model;

	private ReplayControl control;

	private Thread thread;

	@BeforeEach
	void open() throws IOException {
		Path file = this.directory.resolve("run.bin.zst");
		try (Recorder recorder = new Recorder(file, Recorder.UNLIMITED, 100, (sentence) -> {
		})) {
			RecordedFrames.decode(RecordedFrames.decoder(recorder), recorder, RecordedFrames.frames(SECONDS));
		}
		open(file.toString(), 1);
	}

	private void open(String file, double speed) throws IOException {
		open(List.of(file), speed);
	}

	private void open(List<String> files, double speed) throws IOException {
		this.recording = Recording.open(files);
		ReplayClock clock = new ReplayClock(this.recording.beginning(), speed);
		this.model = new ObserverModel(clock, 100);
		this.control = new ReplayControl(this.recording, clock, 100);
	}

	@AfterEach
	void stop() throws Exception {
		this.control.stop();
		if (this.thread != null) {
			this.thread.join();
		}
		this.recording.close();
		assertThat(this.failure.get()).isNull();
	}

	private void play() {
		this.thread = new Thread(() -> {
			try {
				do {
					this.control.play(this.model.addTarget("run"));
				}
				while (this.control.awaitRewind(this.model::clear));
			}
			catch (IOException | InterruptedException | RuntimeException ex) {
				this.failure.set(ex);
			}
		});
		this.thread.start();
	}

	@Test
	void whileItIsPausedNothingIsPlayed() {
		this.control.pauseOrGoOn();
		play();
		RunningExporter.await().until(() -> orders() == 1);
		assertThat(this.control.position().paused()).isTrue();
		for (int i = 0; i < 8; i++) {
			this.control.faster();
		}
		assertThat(this.control.position().time()).isEqualTo(BEGINNING);
		this.control.pauseOrGoOn();
		RunningExporter.await().until(() -> this.control.position().ended());
		assertThat(orders()).isEqualTo(SECONDS);
		assertThat(this.control.position().paused()).isFalse();
	}

	@Test
	void itGoesForwardToATimeAndStaysPausedThere() {
		this.control.pauseOrGoOn();
		play();
		assertThat(this.control.seek(Duration.ofSeconds(200))).isTrue();
		assertThat(this.control.seek(Duration.ofSeconds(100))).isTrue();
		awaitPosition(300);
		assertThat(orders()).isEqualTo(301);
		assertThat(this.control.position().paused()).isTrue();
		// Each event came at its own time
		assertThat(RecordedFrames.series(this.model, "orders").snapshot(Window.ALL).rates().tenSeconds()).isCloseTo(1,
				within(0.2));
	}

	@Test
	void marksHaveTheTimeOfTheRecordingAndThoseBehindATimeAreForgottenOnTheWayBackToIt() throws IOException {
		Path file = this.directory.resolve("pauses.bin");
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		SeriesKey pause = new SeriesKey(Kind.HISTOGRAM, "jvm.gc.pause", Map.of("cause", "System.gc()"));
		for (int i = 0; i < 300; i++) {
			frames.writeBytes(RecordedFrames.frames(i, i + 1));
			if (i % 100 == 50) {
				frames.writeBytes(FrameEncoder.encode(pause, Operation.RECORD_HISTOGRAM,
						Double.doubleToRawLongBits(i / 1000.0 + 0.01), RecordedFrames.SECOND + i, 0));
			}
		}
		Files.write(file, frames.toByteArray());
		this.recording.close();
		open(file.toString(), 1);
		this.control.pauseOrGoOn();
		play();
		this.control.seek(Duration.ofSeconds(200));
		awaitPosition(200);
		assertThat(this.model.marks()).extracting((mark) -> mark.time() - BEGINNING, Mark::sentence)
			.containsExactly(tuple(50_000_000_000L, "GC pause of 60 ms: System.gc()"),
					tuple(150_000_000_000L, "GC pause of 160 ms: System.gc()"));
		this.control.seek(Duration.ofSeconds(-100));
		awaitPosition(100);
		assertThat(this.model.marks()).extracting(Mark::sentence).containsExactly("GC pause of 60 ms: System.gc()");
	}

	@Test
	void itGoesBackAndTheValuesAreThoseOfThatTime() {
		this.control.pauseOrGoOn();
		play();
		this.control.seek(Duration.ofMinutes(5));
		awaitPosition(300);
		assertThat(this.control.seek(Duration.ofSeconds(-100))).isTrue();
		assertThat(this.control.seek(Duration.ofSeconds(-50))).isTrue();
		awaitPosition(150);
		assertThat(orders()).isEqualTo(151);
		assertThat(RecordedFrames.series(this.model, "stock").snapshot(Window.ALL).value()).isEqualTo(150);
		assertThat(this.model.targets()).hasSize(1);
		assertThat(this.model.generation()).isPositive();
		this.control.seek(Duration.ofSeconds(-1000));
		awaitPosition(0);
		assertThat(orders()).isEqualTo(1);
	}

	@Test
	void itGoesBackFromTheEnd() throws IOException {
		this.recording.close();
		open(this.directory.resolve("run.bin.zst").toString(), ReplayClock.MAX_SPEED);
		play();
		RunningExporter.await().until(() -> this.control.position().ended());
		assertThat(this.control.position().progress()).isOne();
		this.control.pauseOrGoOn();
		assertThat(this.control.seek(Duration.ofSeconds(-99))).isTrue();
		awaitPosition(SECONDS - 100);
		assertThat(orders()).isEqualTo(SECONDS - 99);
		assertThat(this.control.position().ended()).isFalse();
		this.control.pauseOrGoOn();
		RunningExporter.await().until(() -> this.control.position().ended());
		assertThat(orders()).isEqualTo(SECONDS);
	}

	@Test
	void beyondTheEndItEnds() {
		this.control.pauseOrGoOn();
		play();
		this.control.seek(Duration.ofDays(1));
		RunningExporter.await().until(() -> this.control.position().ended());
		assertThat(this.control.position().seeking()).isFalse();
		assertThat(orders()).isEqualTo(SECONDS);
	}

	@Test
	void theSpeedGoesByStepsFromAQuarterTo64AndToNoWaiting() {
		List<Double> speeds = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			this.control.faster();
			speeds.add(this.control.position().speed());
		}
		assertThat(speeds).containsExactly(2.0, 4.0, 8.0, 16.0, 32.0, 64.0, ReplayClock.MAX_SPEED,
				ReplayClock.MAX_SPEED);
		speeds.clear();
		for (int i = 0; i < 10; i++) {
			this.control.slower();
			speeds.add(this.control.position().speed());
		}
		assertThat(speeds).containsExactly(64.0, 32.0, 16.0, 8.0, 4.0, 2.0, 1.0, 0.5, 0.25, 0.25);
	}

	@Test
	void theEndIsKnownOnceAllIsRead() {
		assertThat(this.control.position().end()).isZero();
		assertThat(this.control.position().progress()).isNaN();
		this.control.findEnd();
		assertThat(this.control.position().end()).isEqualTo(BEGINNING + (SECONDS - 1) * 1_000_000_000L);
		assertThat(this.control.position().progress()).isZero();
	}

	@Test
	void theEndIsThatOfTheLastFileWithAnEventAndNoOtherFileIsRead() throws IOException {
		this.recording.close();
		Path first = Files.write(this.directory.resolve("a.bin"), RecordedFrames.frames(10));
		Path second = Files.write(this.directory.resolve("b.bin"), RecordedFrames.frames(10, 20));
		Path empty = Files.createFile(this.directory.resolve("c.bin"));
		open(List.of(first.toString(), second.toString(), empty.toString()), 1);
		Files.delete(first);
		this.control.findEnd();
		assertThat(this.control.position().end()).isEqualTo(BEGINNING + 19 * 1_000_000_000L);
	}

	@Test
	void whatComesFromAnotherProgramGoesForwardAlone() throws IOException {
		this.recording.close();
		InputStream in = System.in;
		System.setIn(new ByteArrayInputStream(Files.readAllBytes(this.directory.resolve("run.bin.zst"))));
		try {
			open(Recording.STANDARD_INPUT, 1);
			this.control.pauseOrGoOn();
			play();
			assertThat(this.control.seek(Duration.ofSeconds(10))).isTrue();
			awaitPosition(10);
			assertThat(this.control.seek(Duration.ofSeconds(-1))).isFalse();
			this.control.findEnd();
			assertThat(this.control.position().progress()).isNaN();
			assertThat(orders()).isEqualTo(11);
		}
		finally {
			System.setIn(in);
		}
	}

	private void awaitPosition(int second) {
		RunningExporter.await()
			.until(() -> !this.control.position().seeking() && this.model.series()
				.stream()
				.anyMatch((each) -> each.name().equals("stock") && each.snapshot(Window.ALL).value() == second));
		assertThat(this.control.position().time()).isEqualTo(BEGINNING + second * 1_000_000_000L);
	}

	private long orders() {
		return this.model.series()
			.stream()
			.filter((each) -> each.name().equals("orders"))
			.mapToLong((each) -> each.snapshot(Window.ALL).total())
			.sum();
	}

}
