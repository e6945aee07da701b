package io.github.metricstcp.observer.internal.pipe;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * The stream of one target as a recording, for another program to read. A reader that is
 * slow slows the reading of the stream down, and with it the exporter.
 *
 * @since 0.1.0
 */
public final class RecordingOutput implements StreamListener<SeriesKey> {

	private final OutputStream out;

	private final OutputListener end;

	private boolean ended;

	/**
	 * Creates an output.
	 * @param out where the frames go, buffered
	 * @param end called when the output ends
	 */
	public RecordingOutput(OutputStream out, OutputListener end) {
		this.out = out;
		this.end = end;
	}

	@Override
	public SeriesKey series(SeriesKey key) {
		return key;
	}

	@Override
	public void event(SeriesKey series, Operation operation, long operand, long seconds, int nanos) {
		// Its frame was written
	}

	@Override
	public void frame(byte[] bytes, int offset, int length) {
		if (this.ended) {
			return;
		}
		try {
			this.out.write(bytes, offset, length);
		}
		catch (IOException ex) {
			broken(ex);
		}
	}

	@Override
	public void consumed() {
		if (this.ended) {
			return;
		}
		try {
			this.out.flush();
		}
		catch (IOException ex) {
			broken(ex);
		}
	}

	@Override
	public void closed(String reason, @Nullable Duration retryDelay) {
		consumed();
	}

	private void broken(IOException failure) {
		this.ended = true;
		this.end.broken(failure);
	}

}
