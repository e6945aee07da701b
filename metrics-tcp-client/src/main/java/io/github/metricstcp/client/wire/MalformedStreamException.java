package io.github.metricstcp.client.wire;

import java.io.IOException;

/**
 * Bytes that are not the stream of a metrics exporter. There is no way to find the next
 * frame behind them.
 *
 * @since 0.1.0
 */
public final class MalformedStreamException extends IOException {

	MalformedStreamException(String message) {
		super(message);
	}

}
