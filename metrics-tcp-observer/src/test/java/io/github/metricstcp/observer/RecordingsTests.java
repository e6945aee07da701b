package io.github.metricstcp.observer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.recording.Recorder;
import io.github.metricstcp.client.recording.RecordingProgress;
import io.github.metricstcp.client.wire.FrameDecoder;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.observer.ObserverOptions.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Recordings}.
 */
class RecordingsTests {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T12:00:07Z"), ZoneOffset.UTC);

	private static final byte[] FRAME = FrameEncoder.encode(new SeriesKey(Kind.COUNTER, "orders", Map.of()),
			Operation.INCREMENT_COUNTER, 1, 1_700_000_000L, 0);

	private final List<String> said = new ArrayList<>();

	private final Session session = new Session(this.said::add);

	@TempDir
	private Path directory;

	@Test
	void eachTargetIsRecordedToAFileOfItsOwn() throws IOException {
		try (Recordings recordings = recordings(this.directory)) {
			Recorder first = recordings.add("127.0.0.1:5000");
			Recorder second = recordings.add("[::1]:5000");
			recordings.toggle();
			receive(first);
			receive(first);
			receive(second);
			assertThat(recordings.progress()).containsExactly(
					new RecordingProgress(this.directory.resolve("127.0.0.1-5000-20261124-120007.bin"),
							2L * FRAME.length),
					new RecordingProgress(this.directory.resolve("1-5000-20261124-120007.bin"), FRAME.length));
			recordings.toggle();
			receive(first);
			assertThat(recordings.progress()).isEmpty();
		}
		assertThat(Files.size(this.directory.resolve("127.0.0.1-5000-20261124-120007.bin")))
			.isEqualTo(2L * FRAME.length);
		assertThat(this.said).isEmpty();
		assertThat(this.session.exitCode()).isZero();
	}

	@Test
	void aRecordingOfTheCommandLineIsEndedToo() throws IOException {
		Path file = this.directory.resolve("run.bin");
		try (Recordings recordings = recordings(this.directory)) {
			Recorder recorder = recordings.add("app:5000");
			recordings.start(new RecordingFile(file, Recorder.UNLIMITED));
			receive(recorder);
			assertThat(recordings.progress()).containsExactly(new RecordingProgress(file, FRAME.length));
			recordings.toggle();
			assertThat(recordings.progress()).isEmpty();
			recordings.toggle();
			assertThat(recordings.progress()).extracting((each) -> each.file().getFileName().toString())
				.containsExactly("app-5000-20261124-120007.bin");
		}
	}

	@Test
	void whatCannotBeStartedIsSaidAndNoFailure() throws IOException {
		Path file = Files.createFile(this.directory.resolve("app-5000-20261124-120007.bin"));
		try (Recordings recordings = recordings(this.directory)) {
			recordings.add("app:5000");
			recordings.toggle();
			assertThat(recordings.progress()).isEmpty();
		}
		try (Recordings recordings = recordings(this.directory.resolve("absent"))) {
			recordings.add("app:5000");
			recordings.toggle();
		}
		assertThat(this.said).containsExactly(file + " already exists: remove it, or record to another file.",
				this.directory.resolve("absent").resolve(file.getFileName()) + " can't be written: no such directory.");
		assertThat(this.session.exitCode()).isZero();
	}

	private Recordings recordings(Path directory) {
		return new Recordings(100, this.session, false, directory, CLOCK);
	}

	private static void receive(Recorder recorder) throws IOException {
		new FrameDecoder<>(recorder, 1 << 20, 100).decode(ByteBuffer.wrap(FRAME));
		recorder.consumed();
	}

}
