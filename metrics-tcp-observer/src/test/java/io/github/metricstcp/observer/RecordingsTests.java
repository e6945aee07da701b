package io.github.metricstcp.observer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

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
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

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
			assertThat(recordings.progress()).extracting(RecordingProgress::file)
				.containsExactly(this.directory.resolve("127.0.0.1-5000-20261124-120007.bin.gz"),
						this.directory.resolve("1-5000-20261124-120007.bin.gz"));
			recordings.toggle();
			receive(first);
			assertThat(recordings.progress()).isEmpty();
		}
		assertThat(recorded("127.0.0.1-5000-20261124-120007.bin.gz")).hasSize(2 * FRAME.length);
		assertThat(recorded("1-5000-20261124-120007.bin.gz")).isEqualTo(FRAME);
		assertThat(this.said).containsExactly(
				"Recorded to %s, %s.".formatted(this.directory.resolve("127.0.0.1-5000-20261124-120007.bin.gz"),
						this.directory.resolve("1-5000-20261124-120007.bin.gz")));
		assertThat(this.session.exitCode()).isZero();
	}

	@Test
	void targetsWithTheSameNameInAFileAreNumbered() throws IOException {
		try (Recordings recordings = recordings(this.directory)) {
			Recorder[] recorders = Stream.of("a/b", "a-b", "a-b-2", "a b", "...", "\u2615")
				.map(recordings::add)
				.toArray(Recorder[]::new);
			recordings.toggle();
			assertThat(recordings.progress()).extracting((each) -> each.file().getFileName().toString())
				.containsExactly("a-b-20261124-120007.bin.gz", "a-b-2-20261124-120007.bin.gz",
						"a-b-2-2-20261124-120007.bin.gz", "a-b-3-20261124-120007.bin.gz",
						"target-20261124-120007.bin.gz", "target-2-20261124-120007.bin.gz");
			receive(recorders[1]);
		}
		assertThat(recorded("a-b-20261124-120007.bin.gz")).isEmpty();
		assertThat(recorded("a-b-2-20261124-120007.bin.gz")).isEqualTo(FRAME);
		assertThat(this.said).as("at the end of the run")
			.singleElement(STRING)
			.contains("target-2-20261124-120007.bin.gz");
	}

	private byte[] recorded(String name) throws IOException {
		try (InputStream in = new GZIPInputStream(Files.newInputStream(this.directory.resolve(name)))) {
			return in.readAllBytes();
		}
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
			assertThat(this.said).as("the user named the file").isEmpty();
			recordings.toggle();
			assertThat(recordings.progress()).extracting((each) -> each.file().getFileName().toString())
				.containsExactly("app-5000-20261124-120007.bin.gz");
		}
	}

	@Test
	void aTargetThatJoinsIsRecordedFromThenOn() throws IOException {
		try (Recordings recordings = recordings(this.directory)) {
			Recorder first = recordings.add("a:5000");
			recordings.toggle();
			receive(first);
			Recorder second = recordings.add("b:5000");
			receive(second);
			recordings.remove("b:5000");
			receive(recordings.add("b:5000"));
			assertThat(recordings.progress()).extracting((each) -> each.file().getFileName().toString())
				.containsExactly("a-5000-20261124-120007.bin.gz", "b-5000-2-20261124-120007.bin.gz");
			recordings.toggle();
			receive(recordings.add("c:5000"));
			assertThat(recordings.progress()).as("none goes on").isEmpty();
		}
		assertThat(recorded("b-5000-20261124-120007.bin.gz")).isEqualTo(FRAME);
		assertThat(recorded("b-5000-2-20261124-120007.bin.gz")).isEqualTo(FRAME);
		assertThat(this.said).as("also of one that is not there any more")
			.singleElement(STRING)
			.containsSubsequence("b-5000-20261124", "a-5000-20261124", "b-5000-2-20261124");
		try (Stream<Path> files = Files.list(this.directory)) {
			assertThat(files).hasSize(3);
		}
	}

	@Test
	void aRecordingMayBeginBeforeThereIsATarget() throws IOException {
		try (Recordings recordings = recordings(this.directory)) {
			recordings.toggle();
			receive(recordings.add("a:5000"));
			assertThat(recordings.progress()).hasSize(1);
		}
		assertThat(recorded("a-5000-20261124-120007.bin.gz")).isEqualTo(FRAME);
		try (Recordings recordings = recordings(this.directory)) {
			recordings.toggle();
			recordings.toggle();
			receive(recordings.add("a:5000"));
			assertThat(recordings.progress()).isEmpty();
		}
	}

	@Test
	void eachTargetOfATopicHasAFileWhoseNameIsMadeOfTheOneThatTheUserGave() throws IOException {
		try (Recordings recordings = recordings(this.directory)) {
			recordings.startEach(new RecordingFile(this.directory.resolve("run.bin.gz"), Recorder.UNLIMITED));
			receive(recordings.add("shop"));
			receive(recordings.add("store"));
			recordings.startEach(new RecordingFile(this.directory.resolve("run"), Recorder.UNLIMITED));
			recordings.add("shop/a");
			assertThat(recordings.progress()).extracting((each) -> each.file().getFileName().toString())
				.containsExactly("run-shop.bin.gz", "run-store.bin.gz", "run-shop-a");
			assertThat(this.session.exitCode()).isZero();
		}
		try (Recordings recordings = recordings(this.directory)) {
			recordings.startEach(new RecordingFile(this.directory.resolve("run.bin.gz"), Recorder.UNLIMITED));
			recordings.add("shop");
		}
		assertThat(recorded("run-shop.bin.gz")).isEqualTo(FRAME);
		assertThat(this.said).containsExactly(
				this.directory.resolve("run-shop.bin.gz") + " already exists: remove it, or record to another file.");
		assertThat(this.session.exitCode()).as("the user named it").isNotZero();
	}

	@Test
	void whatCannotBeStartedIsSaidAndNoFailure() throws IOException {
		Path file = Files.createFile(this.directory.resolve("app-5000-20261124-120007.bin.gz"));
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
