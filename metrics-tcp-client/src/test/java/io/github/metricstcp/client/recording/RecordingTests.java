package io.github.metricstcp.client.recording;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetState;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.model.Window;
import io.github.metricstcp.client.wire.FrameDecoder;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.MalformedStreamException;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.testing.RunningExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of {@link Recorder}, {@link Replay} and {@link ReplayServer}.
 */
class RecordingTests {

	private static final SeriesKey ORDERS = new SeriesKey(Kind.COUNTER, "orders", Map.of("channel", "web"));

	private static final SeriesKey STOCK = new SeriesKey(Kind.GAUGE, "stock", Map.of());

	private static final long SECOND = 1_700_000_000L;

	private final List<String> said = new ArrayList<>();

	@TempDir
	private Path directory;

	@Test
	void aRecordingIsTheWholeFramesAsTheyCame() throws IOException {
		Path file = this.directory.resolve("run.bin");
		byte[] frames = frames(100);
		try (Recorder recorder = new Recorder(file, Recorder.UNLIMITED, 100, this.said::add)) {
			FrameDecoder<StreamRelay.Value> decoder = new FrameDecoder<>(recorder, 1 << 20, 100);
			for (int i = 0; i < frames.length; i += 7) {
				decoder.decode(ByteBuffer.wrap(frames, i, Math.min(7, frames.length - i)));
				recorder.consumed();
			}
			// A stream that broke
			decoder.decode(ByteBuffer.wrap(frames, 0, 10));
		}
		assertThat(Files.readAllBytes(file)).isEqualTo(frames);
		assertThat(this.said).isEmpty();
	}

	@Test
	void eachFileCanBeReadWithoutTheOnesBeforeIt() throws IOException {
		Path file = this.directory.resolve("run.bin");
		record(file, 1000, 100);
		List<Path> files = new ArrayList<>();
		for (Path each = file; Files.exists(each); each = this.directory.resolve("run.bin." + files.size())) {
			files.add(each);
		}
		assertThat(files).hasSizeGreaterThan(3);
		for (Path each : files) {
			assertThat(Files.size(each)).isLessThanOrEqualTo(1000);
			Series orders = series(replay(each), "orders");
			assertThat(orders.unit()).isEqualTo("count");
		}
		Series orders = series(replay(files.get(files.size() - 1)), "orders");
		assertThat(orders.snapshot(Window.ALL).total()).isEqualTo(100);
		assertThat(series(replay(files.get(files.size() - 1)), "stock").snapshot(Window.ALL).value()).isEqualTo(99);
	}

	@Test
	void theStateOfTheStreamLeavesRoomForMore() throws IOException {
		Path file = this.directory.resolve("run.bin");
		record(file, 10, 20);
		assertThat(this.directory.resolve("run.bin.20")).exists();
		assertThat(this.directory.resolve("run.bin.50")).doesNotExist();
		Path second = this.directory.resolve("second.bin");
		int maxSize = 1000;
		try (Recorder recorder = new Recorder(second, maxSize, 100, this.said::add)) {
			FrameDecoder<StreamRelay.Value> decoder = new FrameDecoder<>(recorder, 1 << 20, 100);
			for (int i = 0; i < 30; i++) {
				SeriesKey key = new SeriesKey(Kind.GAUGE, "gauge", Map.of("number", "" + i));
				decoder.decode(ByteBuffer.wrap(FrameEncoder.encode(key, Operation.SET_GAUGE, 0, SECOND, 0)));
			}
			decoder.decode(ByteBuffer.wrap(frames(100)));
		}
		Path last = this.directory.resolve("second.bin.5");
		assertThat(last).exists();
		assertThat(Files.size(last)).isBetween(maxSize + maxSize / 3L, 3L * maxSize);
		assertThat(this.directory.resolve("second.bin.40")).doesNotExist();
		assertThat(this.said).isEmpty();
	}

	@Test
	void aRecordingThatBeginsInTheMiddleIsCompleteByItself() throws IOException {
		Path file = this.directory.resolve("run.bin");
		try (Recorder recorder = new Recorder(100, this.said::add)) {
			FrameDecoder<StreamRelay.Value> decoder = new FrameDecoder<>(recorder, 1 << 20, 100);
			decoder.decode(ByteBuffer.wrap(frames(10)));
			assertThat(recorder.progress()).isNull();
			recorder.start(file, Recorder.UNLIMITED);
			decoder.decode(ByteBuffer.wrap(FrameEncoder.encode(ORDERS, Operation.INCREMENT_COUNTER, 5, SECOND, 0)));
			recorder.consumed();
			assertThat(recorder.progress()).isEqualTo(new RecordingProgress(file, Files.size(file)));
			assertThatIllegalStateException().isThrownBy(() -> recorder.start(file, Recorder.UNLIMITED));
			recorder.stop();
			assertThat(recorder.progress()).isNull();
			decoder.decode(ByteBuffer.wrap(frames(10)));
			// Nothing comes any more
			Path second = this.directory.resolve("second.bin");
			recorder.start(second, Recorder.UNLIMITED);
			recorder.stop();
			assertThat(series(replay(second), "orders").snapshot(Window.ALL).total()).isEqualTo(25);
			assertThatIOException().isThrownBy(() -> recorder.start(file, Recorder.UNLIMITED))
				.withMessageContaining("already exists");
			assertThat(recorder.progress()).isNull();
		}
		ObserverModel model = replay(file);
		assertThat(series(model, "orders").snapshot(Window.ALL).total()).isEqualTo(15);
		assertThat(series(model, "orders").snapshot(Window.ALL).totalKnown()).isTrue();
		assertThat(series(model, "orders").unit()).isEqualTo("count");
		assertThat(series(model, "stock").snapshot(Window.ALL).value()).isEqualTo(9);
		assertThat(this.said).isEmpty();
	}

	@Test
	void aRecordingBeginsWithTheSeriesOfTheLatestStreamAlone() throws IOException {
		Path file = this.directory.resolve("run.bin");
		int maxSeries = 2;
		try (Recorder recorder = new Recorder(maxSeries, this.said::add)) {
			for (String pod : List.of("a", "b")) {
				recorder.opened("shop");
				FrameDecoder<StreamRelay.Value> decoder = new FrameDecoder<>(recorder, 1 << 20, 100);
				for (String name : List.of("orders", "returns")) {
					SeriesKey key = new SeriesKey(Kind.COUNTER, name, Map.of("pod", pod));
					decoder.decode(ByteBuffer.wrap(FrameEncoder.encode(key, Operation.SET_COUNTER, 7, SECOND, 0)));
				}
				recorder.closed("end", Duration.ZERO);
			}
			recorder.start(file, Recorder.UNLIMITED);
		}
		assertThat(replay(file).series()).extracting((series) -> series.name() + series.labels())
			.containsExactlyInAnyOrder("orders{pod=b}", "returns{pod=b}");
	}

	@Test
	void aFileThatIsThereIsNotOverwritten() throws IOException {
		Path file = Files.writeString(this.directory.resolve("run.bin"), "precious");
		assertThatIOException().isThrownBy(() -> new Recorder(file, Recorder.UNLIMITED, 100, this.said::add))
			.withMessageContaining("already exists");
		assertThat(file).hasContent("precious");
	}

	@Test
	void filesOfAnOlderRecordingAreNotMixedWithTheNewOnes() throws IOException {
		Path file = this.directory.resolve("run.bin");
		Path older = Files.writeString(this.directory.resolve("run.bin.2"), "precious");
		for (long maxSize : List.of(1000L, Recorder.UNLIMITED)) {
			assertThatIOException().isThrownBy(() -> new Recorder(file, maxSize, 100, this.said::add))
				.withMessageStartingWith(older + " already exists");
		}
		assertThat(file).doesNotExist();
		assertThat(older).hasContent("precious");
		Files.move(older, this.directory.resolve("run.bin.2x"));
		record(file, 1000, 100);
		assertThat(this.directory.resolve("run.bin.2")).exists();
		assertThat(this.said).isEmpty();
	}

	@Test
	void aDirectoryThatCannotBeSearchedForOlderFilesIsSaid() throws IOException {
		Path hidden = Files.createDirectory(this.directory.resolve("hidden"));
		assumeThat(hidden.toFile().setReadable(false) && !Files.isReadable(hidden))
			.as("what may not be read can't be, as it can by root")
			.isTrue();
		assertThatIOException().isThrownBy(() -> new Recorder(hidden.resolve("run.bin"), 1000, 100, this.said::add))
			.withMessage(hidden + " can't be searched for files of an older recording: permission denied");
		assertThat(hidden.resolve("run.bin")).doesNotExist();
	}

	@Test
	void whatIsTooLongToBeKeptIsRecordedAndNotRepeated() throws IOException {
		Path file = this.directory.resolve("run.bin");
		SeriesKey tooLong = new SeriesKey(Kind.COUNTER, "x".repeat(SeriesKey.MAX_LENGTH + 1), Map.of());
		try (Recorder recorder = new Recorder(file, 4500, 100, this.said::add)) {
			FrameDecoder<StreamRelay.Value> decoder = new FrameDecoder<>(recorder, 1 << 20, 100);
			decoder.decode(
					ByteBuffer.wrap(FrameEncoder.encode(new Metadata(Kind.COUNTER, "a", "unit", "y".repeat(4096)))));
			decoder.decode(ByteBuffer.wrap(FrameEncoder.encode(tooLong, Operation.INCREMENT_COUNTER, 1, SECOND, 0)));
			decoder.decode(ByteBuffer.wrap(frames(10)));
		}
		assertThat(Files.size(file)).isGreaterThan(4096);
		Path last = this.directory.resolve("run.bin.2");
		assertThat(Files.readString(last, StandardCharsets.ISO_8859_1)).contains("unit").doesNotContain("xxxx", "yyyy");
	}

	@Test
	void aFullDiskIsSaid() throws IOException {
		Path full = Path.of("/dev/full");
		assumeThat(full).exists();
		record(full, Recorder.UNLIMITED, 100);
		assertThat(this.said).hasSize(1);
		assertThat(this.said.get(0)).startsWith("The recording has ended: /dev/full can't be written: No space left");
	}

	@Test
	void aReplayIsWhatWasRecorded() throws IOException {
		Path file = Files.write(this.directory.resolve("run.bin"), frames(50));
		ObserverModel model = replay(file);
		assertThat(series(model, "orders").snapshot(Window.ALL).total()).isEqualTo(50);
		assertThat(model.time().nanos()).isEqualTo(SECOND * 1_000_000_000 + 49 * 1_000_000_000L);
	}

	@Test
	void aTornEndLosesNothingBeforeIt() throws IOException {
		byte[] frames = frames(50);
		Path file = Files.write(this.directory.resolve("torn.bin"), Arrays.copyOf(frames, frames.length - 3));
		ObserverModel model = replay(file);
		assertThat(series(model, "orders").snapshot(Window.ALL).total()).isEqualTo(50);
		assertThat(series(model, "stock").snapshot(Window.ALL).value()).isEqualTo(48);
		assertThat(this.said).hasSize(1);
		assertThat(this.said.get(0)).contains("ends in the middle of a frame").contains("all 100 frames before");
	}

	@Test
	void whatIsNoRecordingIsSaid() throws IOException {
		Path garbage = Files.writeString(this.directory.resolve("text"), "\u0003abc".repeat(100));
		assertThatExceptionOfType(MalformedStreamException.class).isThrownBy(() -> replay(garbage));
		Path empty = Files.createFile(this.directory.resolve("empty"));
		assertThatIOException().isThrownBy(() -> replay(empty)).withMessageContaining("holds no whole frame");
		assertThatIOException().isThrownBy(() -> replay(this.directory.resolve("absent")))
			.withMessageContaining("no such file");
	}

	@Test
	void anEventIsDeliveredOnceItsTimeHasCome() throws IOException {
		Path file = Files.write(this.directory.resolve("run.bin"), frames(50));
		try (Recording recording = Recording.open(file.toString())) {
			ReplayClock clock = new ReplayClock(recording.beginning(), 1000);
			List<Long> early = new ArrayList<>();
			List<Long> seconds = new ArrayList<>();
			new Replay(recording, clock, 100).run(new StreamListener<SeriesKey>() {

				@Override
				public SeriesKey series(SeriesKey key) {
					return key;
				}

				@Override
				public void event(SeriesKey series, Operation operation, long operand, long second, int nanos) {
					seconds.add(second);
					if (clock.nanos() < second * 1_000_000_000) {
						early.add(second);
					}
				}

			});
			assertThat(early).isEmpty();
			assertThat(seconds).hasSize(100).isSorted();
		}
	}

	@Test
	void nothingIsDeliveredOnceAReplayIsStopped() throws Exception {
		PipedOutputStream out = new PipedOutputStream();
		InputStream in = System.in;
		System.setIn(new PipedInputStream(out, 1 << 16));
		try {
			out.write(frames(10));
			Recording recording = Recording.open(Recording.STANDARD_INPUT);
			ReplayClock clock = new ReplayClock(recording.beginning(), ReplayClock.MAX_SPEED);
			ObserverModel model = new ObserverModel(clock, 100);
			TargetModel target = model.addTarget(recording.name());
			Replay replay = new Replay(recording, clock, 100);
			Thread thread = new Thread(() -> assertThatNoException().isThrownBy(() -> replay.run(target)));
			thread.start();
			RunningExporter.await()
				.until(() -> model.seriesCount() > 1 && series(model, "stock").snapshot(Window.ALL).value() == 9);
			replay.stop();
			out.write(frames(20));
			out.close();
			thread.join();
			assertThat(series(model, "orders").snapshot(Window.ALL).total()).isEqualTo(10);
			assertThat(target.snapshot().state()).isEqualTo(TargetState.CONNECTED);
		}
		finally {
			System.setIn(in);
		}
	}

	@Test
	void aServerIsNotDesertedForAsLongAsThereIsAClient() throws Exception {
		byte[] frames = new byte[1 << 24];
		ReplayServer server = new ReplayServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100,
				this.said::add);
		CompletableFuture<Void> deserted = server.deserted().toCompletableFuture();
		try (Socket client = new Socket(server.address().getAddress(), server.address().getPort())) {
			server.awaitClient();
			server.consumed();
			server.frame(frames, 0, frames.length);
			server.consumed();
			Thread closing = new Thread(server::close);
			closing.start();
			RunningExporter.await()
				.until(() -> Thread.getAllStackTraces()
					.keySet()
					.stream()
					.noneMatch((each) -> each.getName().equals("replay-server")));
			assertThat(deserted).isNotDone();
			assertThat(client.getInputStream().readAllBytes()).hasSize(frames.length);
			closing.join();
		}
		RunningExporter.await().until(deserted::isDone);
	}

	@Test
	void aServedReplayIsWhatWasRecorded() throws Exception {
		byte[] frames = frames(5000);
		Path file = Files.write(this.directory.resolve("run.bin"), frames);
		ReplayServer server = new ReplayServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100,
				this.said::add);
		try (Socket first = new Socket(server.address().getAddress(), server.address().getPort());
				Recording recording = Recording.open(file.toString())) {
			server.awaitClient();
			Thread serving = new Thread(() -> {
				try (server) {
					new Replay(recording, new ReplayClock(recording.beginning(), ReplayClock.MAX_SPEED), 100)
						.run(server);
				}
				catch (IOException ex) {
					this.said.add(ex.getMessage());
				}
			});
			serving.start();
			try (InputStream in = first.getInputStream()) {
				assertThat(in.readAllBytes()).isEqualTo(frames);
			}
			serving.join();
		}
		assertThat(this.said).isEmpty();
	}

	@Test
	void aLaterClientOfAServedReplayGetsWhatWasBefore() throws Exception {
		ReplayServer server = new ReplayServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100,
				this.said::add);
		FrameDecoder<StreamRelay.Value> decoder = new FrameDecoder<>(server, 1 << 20, 100);
		decoder.decode(ByteBuffer.wrap(frames(10)));
		server.consumed();
		try (Socket late = new Socket(server.address().getAddress(), server.address().getPort())) {
			server.awaitClient();
			server.consumed();
			decoder.decode(ByteBuffer.wrap(FrameEncoder.encode(ORDERS, Operation.INCREMENT_COUNTER, 5, SECOND, 0)));
			server.consumed();
			Thread closing = new Thread(server::close);
			closing.start();
			byte[] received = late.getInputStream().readAllBytes();
			closing.join();
			Path file = Files.write(this.directory.resolve("late.bin"), received);
			assertThat(series(replay(file), "orders").snapshot(Window.ALL).total()).isEqualTo(15);
			assertThat(series(replay(file), "orders").unit()).isEqualTo("count");
		}
	}

	@Test
	void aServedReplayEndsOnceItIsReadToItsEnd() throws Exception {
		byte[] frames = new byte[1 << 24];
		ReplayServer server = new ReplayServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100,
				this.said::add);
		try (Socket client = connect(server)) {
			server.frame(frames, 0, frames.length);
			server.consumed();
			Thread closing = new Thread(server::close);
			closing.start();
			RunningExporter.await()
				.until(closing::getState,
						(state) -> state == Thread.State.TIMED_WAITING || state == Thread.State.TERMINATED);
			assertThat(closing.isAlive()).as("It waits for its client").isTrue();
			assertThat(client.getInputStream().readAllBytes()).hasSize(frames.length);
			closing.join();
		}
	}

	@Test
	void whoReadsNothingIsDisconnectedAndTheOthersAreServed() throws Exception {
		byte[] frames = new byte[1 << 18];
		int blocks = 100;
		ReplayServer server = new ReplayServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100,
				Duration.ofSeconds(3), this.said::add);
		try (Socket stalled = connect(server); Socket reading = connect(server)) {
			Thread serving = new Thread(() -> {
				try (server) {
					for (int i = 0; i < blocks; i++) {
						server.frame(frames, 0, frames.length);
						server.consumed();
					}
				}
			});
			serving.start();
			assertThat(reading.getInputStream().transferTo(OutputStream.nullOutputStream()))
				.isEqualTo((long) blocks * frames.length);
			RunningExporter.await().until(() -> !serving.isAlive());
			assertThat(receivedBy(stalled)).isLessThan((long) blocks * frames.length);
		}
	}

	/**
	 * Connects a client with hardly any room for bytes that it does not read, and reads
	 * the state of the stream.
	 */
	private static Socket connect(ReplayServer server) throws Exception {
		server.metadata(new Metadata(Kind.COUNTER, "orders", null, "Orders"));
		Socket client = new Socket();
		client.setReceiveBufferSize(1 << 14);
		client.connect(server.address());
		client.setSoTimeout(30_000);
		InputStream in = client.getInputStream();
		RunningExporter.await().until(() -> {
			server.consumed();
			return in.available() > 0;
		});
		in.skipNBytes(in.available());
		return client;
	}

	private static long receivedBy(Socket client) {
		long received = 0;
		byte[] buffer = new byte[1 << 16];
		try {
			InputStream in = client.getInputStream();
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				received += read;
			}
		}
		catch (IOException ex) {
			// Reset in the middle
			assertThat(ex).isNotInstanceOf(SocketTimeoutException.class);
		}
		return received;
	}

	private void record(Path file, long maxSize, int seconds) throws IOException {
		try (Recorder recorder = new Recorder(file, maxSize, 100, this.said::add)) {
			new FrameDecoder<>(recorder, 1 << 20, 100).decode(ByteBuffer.wrap(frames(seconds)));
			recorder.consumed();
		}
	}

	private ObserverModel replay(Path file) throws IOException {
		try (Recording recording = Recording.open(file.toString())) {
			ReplayClock clock = new ReplayClock(recording.beginning(), ReplayClock.MAX_SPEED);
			ObserverModel model = new ObserverModel(clock, 100);
			TargetModel target = model.addTarget(recording.name());
			String end = new Replay(recording, clock, 100).run(target);
			if (end != null) {
				this.said.add(end);
			}
			return model;
		}
	}

	private static Series series(ObserverModel model, String name) {
		return model.series().stream().filter((each) -> each.name().equals(name)).findFirst().orElseThrow();
	}

	/**
	 * A counter that grows by one each second, and a gauge that follows.
	 */
	private static byte[] frames(int seconds) {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		frames.writeBytes(FrameEncoder.encode(new Metadata(Kind.COUNTER, "orders", "count", "Orders")));
		for (int i = 0; i < seconds; i++) {
			frames.writeBytes(FrameEncoder.encode(ORDERS, Operation.INCREMENT_COUNTER, 1, SECOND + i, 0));
			frames
				.writeBytes(FrameEncoder.encode(STOCK, Operation.SET_GAUGE, Double.doubleToLongBits(i), SECOND + i, 0));
		}
		return frames.toByteArray();
	}

}
