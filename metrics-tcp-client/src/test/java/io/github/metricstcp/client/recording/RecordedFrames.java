package io.github.metricstcp.client.recording;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.wire.FrameDecoder;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;

/**
 * The stream that is recorded in tests: a counter that grows by one each second, and a
 * gauge that follows.
 */
final class RecordedFrames {

	static final long SECOND = 1_700_000_000L;

	private static final SeriesKey ORDERS = new SeriesKey(Kind.COUNTER, "orders", Map.of("channel", "web"));

	private static final SeriesKey STOCK = new SeriesKey(Kind.GAUGE, "stock", Map.of());

	private RecordedFrames() {
	}

	/**
	 * Returns the stream from its beginning.
	 */
	static byte[] frames(int seconds) {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		frames.writeBytes(FrameEncoder.encode(new Metadata(Kind.COUNTER, "orders", "count", "Orders")));
		frames.writeBytes(frames(0, seconds));
		return frames.toByteArray();
	}

	/**
	 * Returns the part of the stream from one second to another.
	 */
	static byte[] frames(int from, int to) {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (int i = from; i < to; i++) {
			frames.writeBytes(FrameEncoder.encode(ORDERS, Operation.INCREMENT_COUNTER, 1, SECOND + i, 0));
			frames
				.writeBytes(FrameEncoder.encode(STOCK, Operation.SET_GAUGE, Double.doubleToLongBits(i), SECOND + i, 0));
		}
		return frames.toByteArray();
	}

	/**
	 * Returns a decoder that hands what it decodes to a recorder.
	 */
	static FrameDecoder<StreamRelay.Value> decoder(Recorder recorder) {
		return new FrameDecoder<>(recorder, 1 << 20, 100);
	}

	static void decode(FrameDecoder<StreamRelay.Value> decoder, Recorder recorder, byte[] frames) throws IOException {
		decoder.decode(ByteBuffer.wrap(frames));
		recorder.consumed();
	}

	/**
	 * Replays files, as fast as it goes.
	 * @param said takes the sentence about the end, if there is one
	 */
	static ObserverModel replay(List<String> files, List<String> said) {
		try (Recording recording = Recording.open(files)) {
			ReplayClock clock = new ReplayClock(recording.beginning(), ReplayClock.MAX_SPEED);
			ObserverModel model = new ObserverModel(clock, 100);
			String end = new Replay(recording, clock, 100).run(model.addTarget(recording.name()));
			if (end != null) {
				said.add(end);
			}
			return model;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Series series(ObserverModel model, String name) {
		return model.series().stream().filter((each) -> each.name().equals(name)).findFirst().orElseThrow();
	}

}
