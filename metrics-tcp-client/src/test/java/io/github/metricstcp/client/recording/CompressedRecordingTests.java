package io.github.metricstcp.client.recording;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

import com.github.luben.zstd.ZstdInputStream;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Window;
import io.github.metricstcp.client.wire.FrameDecoder;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.testing.RunningExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of recordings that are compressed.
 */
class CompressedRecordingTests {

	private final List<String> said = new ArrayList<>();

	private final Random random = new Random(14);

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { ".gz", ".zst" })
	void aCompressedRecordingIsTheSameFrames(String suffix) throws IOException {
		Path file = this.directory.resolve("run.bin" + suffix);
		byte[] frames = RecordedFrames.frames(1000);
		record(file, frames);
		assertThat(decompressed(file)).isEqualTo(frames);
		assertThat(Files.size(file)).isLessThan(frames.length / 3);
		// Its name does not matter
		Path renamed = Files.move(file, this.directory.resolve("run"));
		assertThat(orders(replay(renamed))).isEqualTo(1000);
		assertThat(this.said).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { ".gz", ".zst" })
	void whatWasReceivedIsInTheFileSoonAndCanBeReadIfTheRestIsMissing(String suffix) throws IOException {
		Path file = this.directory.resolve("run.bin" + suffix);
		Path copy = this.directory.resolve("copy");
		try (Recorder recorder = new Recorder(file, Recorder.UNLIMITED, 100, this.said::add)) {
			FrameDecoder<StreamRelay.Value> decoder = RecordedFrames.decoder(recorder);
			RecordedFrames.decode(decoder, recorder, RecordedFrames.frames(50));
			RunningExporter.await().until(() -> Files.size(file) > 100);
			Files.copy(file, copy);
			RecordedFrames.decode(decoder, recorder, RecordedFrames.frames(50, 100));
		}
		assertThat(orders(replay(copy))).isEqualTo(50);
		assertThat(this.said)
			.containsExactly(copy + " ends in the middle of its compressed bytes: all 101 frames before that are used");
		this.said.clear();
		byte[] whole = Files.readAllBytes(file);
		for (int length = whole.length - 1; length >= Files.size(copy); length -= 7) {
			Path cut = Files.write(this.directory.resolve("cut"), Arrays.copyOf(whole, length));
			assertThat(orders(replay(cut))).isBetween(50L, 100L);
			assertThat(this.said).hasSize(1);
			this.said.clear();
		}
		Path beginning = Files.write(this.directory.resolve("cut"), Arrays.copyOf(whole, 5));
		assertThatIOException().isThrownBy(() -> open(beginning)).withMessageContaining("holds no whole frame");
	}

	@ParameterizedTest
	@ValueSource(strings = { ".gz", ".zst" })
	void bytesThatAreWrongAreNotTakenForMissingOnes(String suffix) throws IOException {
		Path file = this.directory.resolve("run.bin" + suffix);
		record(file, noise(20_000));
		byte[] bytes = Files.readAllBytes(file);
		Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 2000, (byte) 0xFF);
		Files.write(file, bytes);
		assertThatIOException().isThrownBy(() -> open(file));
	}

	@ParameterizedTest
	@CsvSource({ ".gz, 200000", ".zst, 200000", ".gz, 20000", ".zst, 20000", ".gz, 1000", ".zst, 1000" })
	void theFilesOfARotatedRecordingAreReadByThemselvesAndTogether(String suffix, int maxSize) throws IOException {
		Path file = this.directory.resolve("run.bin" + suffix);
		try (Recorder recorder = new Recorder(file, maxSize, 100, this.said::add)) {
			FrameDecoder<StreamRelay.Value> decoder = RecordedFrames.decoder(recorder);
			RecordedFrames.decode(decoder, recorder, RecordedFrames.frames(10));
			for (int i = 0; i < 100; i++) {
				RecordedFrames.decode(decoder, recorder, noise(1000));
				RecordedFrames.decode(decoder, recorder, RecordedFrames.frames(10 + i, 11 + i));
			}
		}
		List<String> files = Recording.filesOf(file.toString());
		assertThat(files).hasSizeGreaterThan(2)
			.startsWith(file.toString(), this.directory.resolve("run.bin.1" + suffix).toString(),
					this.directory.resolve("run.bin.2" + suffix).toString());
		for (String each : files.subList(0, files.size() - 1)) {
			assertThat(Files.size(Path.of(each))).isBetween(maxSize - 300L, (long) maxSize);
		}
		assertThat(orders(RecordedFrames.replay(files, this.said))).isEqualTo(110);
		assertThat(orders(replay(Path.of(files.get(files.size() - 1))))).isEqualTo(110);
		assertThat(this.said).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { ".gz", ".zst" })
	void whatCompressesWellFillsTheFilesToo(String suffix) throws IOException {
		Path file = this.directory.resolve("run.bin" + suffix);
		try (Recorder recorder = new Recorder(file, 5000, 100, this.said::add)) {
			FrameDecoder<StreamRelay.Value> decoder = RecordedFrames.decoder(recorder);
			for (int i = 0; i < 2000; i++) {
				RecordedFrames.decode(decoder, recorder, RecordedFrames.frames(i, i + 1));
			}
		}
		List<String> files = Recording.filesOf(file.toString());
		assertThat(files).hasSizeGreaterThan(2);
		for (String each : files.subList(0, files.size() - 1)) {
			assertThat(Files.size(Path.of(each))).isBetween(4700L, 5000L);
		}
		assertThat(orders(RecordedFrames.replay(files, this.said))).isEqualTo(2000);
	}

	@Test
	void filesThatSomebodyHasCompressedLaterAreFoundTooInTheOrderOfTheirNumbers() throws IOException {
		for (String name : List.of("r.bin", "r.bin.1.gz", "r.bin.2", "r.bin.2.gz", "r.bin.10.zst", "r.bin.9", "r.bin.x",
				"r.bin.1.bak", "other.bin.1")) {
			Files.createFile(this.directory.resolve(name));
		}
		for (int i = 3; i <= 8; i++) {
			Files.createFile(this.directory.resolve("r.bin." + i));
		}
		assertThat(Recording.filesOf(this.directory.resolve("r.bin").toString()))
			.extracting((file) -> Path.of(file).getFileName().toString())
			.containsExactly("r.bin", "r.bin.1.gz", "r.bin.2", "r.bin.3", "r.bin.4", "r.bin.5", "r.bin.6", "r.bin.7",
					"r.bin.8", "r.bin.9", "r.bin.10.zst");
		assertThat(Recording.filesOf(Recording.STANDARD_INPUT)).containsExactly("-");
	}

	@Test
	void filesBehindAMissingNumberAreNotOfTheRecording() throws IOException {
		for (String name : List.of("r.bin", "r.bin.1", "r.bin.3", "other.bin", "other.bin.2")) {
			Files.createFile(this.directory.resolve(name));
		}
		assertThat(Recording.filesOf(this.directory.resolve("r.bin").toString()))
			.extracting((file) -> Path.of(file).getFileName().toString())
			.containsExactly("r.bin", "r.bin.1");
		assertThat(Recording.filesOf(this.directory.resolve("other.bin").toString())).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".gz", ".zst" })
	void filesThatWereJoinedAreReadFromAPipe(String suffix) throws IOException {
		Path first = this.directory.resolve("first" + suffix);
		Path second = this.directory.resolve("second" + suffix);
		record(first, RecordedFrames.frames(20));
		record(second, RecordedFrames.frames(20, 50));
		InputStream in = System.in;
		PipedOutputStream out = new PipedOutputStream();
		System.setIn(new PipedInputStream(out, 1 << 16));
		try {
			out.write(Files.readAllBytes(first));
			out.write(Files.readAllBytes(second));
			out.close();
			assertThat(orders(RecordedFrames.replay(List.of(Recording.STANDARD_INPUT), this.said))).isEqualTo(50);
		}
		finally {
			System.setIn(in);
		}
		assertThat(this.said).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { ".gz", ".zst" })
	void aFileThatIsClosedHasNoDecompressorAnyMore(String suffix) throws IOException {
		Path file = this.directory.resolve("run.bin" + suffix);
		record(file, RecordedFrames.frames(20));
		RecordingPart part = RecordingPart.open(file.toString());
		assertThat(part.read(new byte[1])).isOne();
		part.close();
		assertThatIOException().isThrownBy(() -> part.read(new byte[1])).withMessage("Stream closed");
	}

	@Test
	void aPartThatIsTornDoesNotKeepTheNextOnesFromBeingRead() throws IOException {
		byte[] frames = RecordedFrames.frames(20);
		Path first = Files.write(this.directory.resolve("first"), Arrays.copyOf(frames, frames.length - 3));
		Path second = Files.write(this.directory.resolve("second"), RecordedFrames.frames(20, 50));
		assertThat(orders(RecordedFrames.replay(List.of(first.toString(), second.toString()), this.said)))
			.isEqualTo(50);
		assertThat(this.said).hasSize(1);
		assertThat(this.said.get(0)).startsWith(first + " ends in the middle of a frame");
	}

	@Test
	void aFullDiskIsSaid() throws IOException {
		assumeThat(Path.of("/dev/full")).exists();
		Path full = Files.createSymbolicLink(this.directory.resolve("full.zst"), Path.of("/dev/full"));
		record(full, RecordedFrames.frames(100));
		assertThat(this.said).hasSize(1);
		assertThat(this.said.get(0))
			.startsWith("The recording has ended: " + full + " can't be written: No space left");
	}

	@Test
	void withoutTheLibraryOfZstdASentenceSaysWhatIsMissing() throws Exception {
		Path file = this.directory.resolve("run.bin.zst");
		URL[] path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.contains("zstd-jni"))
			.map((entry) -> url(Path.of(entry)))
			.toArray(URL[]::new);
		try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
			Constructor<?> recorder = loader.loadClass(Recorder.class.getName())
				.getConstructor(Path.class, long.class, int.class, Consumer.class);
			Consumer<String> failed = this.said::add;
			assertThat(catchThrowableOfType(InvocationTargetException.class,
					() -> recorder.newInstance(file, Recorder.UNLIMITED, 100, failed)))
				.cause()
				.isInstanceOf(IOException.class)
				.hasMessage(file + " can't be written: zstd needs com.github.luben:zstd-jni on the class path");
		}
		assertThat(file).doesNotExist();
	}

	private static URL url(Path path) {
		try {
			return path.toUri().toURL();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Frames that can hardly be compressed.
	 */
	private byte[] noise(int frames) {
		SeriesKey key = new SeriesKey(Kind.HISTOGRAM, "noise", Map.of());
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (int i = 0; i < frames; i++) {
			bytes.writeBytes(FrameEncoder.encode(key, Operation.RECORD_HISTOGRAM,
					Double.doubleToLongBits(this.random.nextDouble()), RecordedFrames.SECOND, 0));
		}
		return bytes.toByteArray();
	}

	private void record(Path file, byte[] frames) throws IOException {
		try (Recorder recorder = new Recorder(file, Recorder.UNLIMITED, 100, this.said::add)) {
			RecordedFrames.decode(RecordedFrames.decoder(recorder), recorder, frames);
		}
	}

	private static byte[] decompressed(Path file) throws IOException {
		try (InputStream in = Files.newInputStream(file);
				InputStream decompressed = file.toString().endsWith(".gz") ? new GZIPInputStream(in)
						: new ZstdInputStream(in)) {
			return decompressed.readAllBytes();
		}
	}

	private ObserverModel replay(Path file) {
		return RecordedFrames.replay(List.of(file.toString()), this.said);
	}

	/**
	 * Opens and plays a file that cannot be played to its end.
	 */
	private void open(Path file) throws IOException {
		try (Recording recording = Recording.open(file.toString())) {
			ReplayClock clock = new ReplayClock(recording.beginning(), ReplayClock.MAX_SPEED);
			new Replay(recording, clock, 100).run(new ObserverModel(clock, 100).addTarget(recording.name()));
		}
	}

	private static long orders(ObserverModel model) {
		return RecordedFrames.series(model, "orders").snapshot(Window.ALL).total();
	}

}
