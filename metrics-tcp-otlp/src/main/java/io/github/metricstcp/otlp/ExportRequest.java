package io.github.metricstcp.otlp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;

/**
 * A request as it is sent, again and again if it must be.
 *
 * @param body the message, compressed
 * @param points the number of its data points
 * @param awaiting the series that are to be told when it is taken
 */
@SuppressWarnings("ArrayRecordComponent") // It is never compared
record ExportRequest(byte[] body, int points, List<Awaiting> awaiting) {

	private static final int BUFFER = 1 << 13;

	/**
	 * Returns the request of a message.
	 * @param points the number of its data points
	 * @param awaiting the series that are to be told when it is taken
	 */
	static ExportRequest of(ExportMetricsServiceRequest message, int points, List<Awaiting> awaiting) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(bytes, BUFFER)) {
			message.writeTo(out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new ExportRequest(bytes.toByteArray(), points, awaiting);
	}

	/**
	 * Called when it was taken.
	 */
	void taken() {
		this.awaiting.forEach((each) -> each.series().taken());
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

	/**
	 * A series that is to be told when its data points are taken.
	 *
	 * @param series the series
	 * @param point the number of data points before its first one
	 */
	record Awaiting(ExportedSeries series, int point) {

	}

}
