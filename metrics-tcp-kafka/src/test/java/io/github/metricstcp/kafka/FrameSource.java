package io.github.metricstcp.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;

import io.github.metricstcp.client.wire.FrameDecoder;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;

/**
 * The stream of an exporter that tests write event by event.
 */
final class FrameSource {

	static final long SECOND = 1_800_000_000L;

	private final StreamListener<?> listener;

	private FrameDecoder<?> decoder;

	private int nanos;

	FrameSource(StreamListener<?> listener) {
		this.listener = listener;
		this.decoder = decoder(listener);
	}

	private static <S> FrameDecoder<S> decoder(StreamListener<S> listener) {
		return new FrameDecoder<>(listener, FrameDecoder.DEFAULT_MAX_FRAME_LENGTH, 1_000);
	}

	FrameSource open() {
		this.decoder = decoder(this.listener);
		this.listener.opened("127.0.0.1:5000");
		return this;
	}

	void close(String reason) {
		this.listener.closed(reason, null);
	}

	void metadata(Kind kind, String name, String description) {
		decode(FrameEncoder.encode(new Metadata(kind, name, "count", description)));
	}

	void total(String name, long total) {
		event(Kind.COUNTER, name, Operation.SET_COUNTER, total);
	}

	void increment(String name, long amount) {
		event(Kind.COUNTER, name, Operation.INCREMENT_COUNTER, amount);
	}

	void value(String name, double value) {
		event(Kind.GAUGE, name, Operation.SET_GAUGE, Double.doubleToRawLongBits(value));
	}

	void sample(String name, double value) {
		event(Kind.HISTOGRAM, name, Operation.RECORD_HISTOGRAM, Double.doubleToRawLongBits(value));
	}

	private void event(Kind kind, String name, Operation operation, long operand) {
		decode(event(kind, name, Map.of("channel", "web"), operation, operand, this.nanos++));
	}

	void label(String name, String value, long amount) {
		decode(event(Kind.COUNTER, name, Map.of("label", value), Operation.INCREMENT_COUNTER, amount, this.nanos++));
	}

	static byte[] event(Kind kind, String name, Map<String, String> labels, Operation operation, long operand,
			int nanos) {
		return FrameEncoder.encode(new SeriesKey(kind, name, labels), operation, operand, SECOND, nanos);
	}

	void decode(byte[] frames) {
		try {
			this.decoder.decode(ByteBuffer.wrap(frames));
			this.listener.consumed();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
