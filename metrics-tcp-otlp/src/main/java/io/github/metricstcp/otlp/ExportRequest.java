package io.github.metricstcp.otlp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;

/**
 * A request as it is sent, again and again if it must be.
 *
 * @param body the message, compressed
 * @param points the number of its data points
 */
@SuppressWarnings("ArrayRecordComponent") // It is never compared
record ExportRequest(byte[] body, int points) {

	private static final int BUFFER = 1 << 13;

	/**
	 * Returns the request of a message.
	 * @param points the number of its data points
	 */
	static ExportRequest of(ExportMetricsServiceRequest message, int points) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(bytes, BUFFER)) {
			message.writeTo(out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new ExportRequest(bytes.toByteArray(), points);
	}

	/**
	 * Returns the message that it was made of.
	 */
	ExportMetricsServiceRequest message() {
		try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(this.body), BUFFER)) {
			return ExportMetricsServiceRequest.parseFrom(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
