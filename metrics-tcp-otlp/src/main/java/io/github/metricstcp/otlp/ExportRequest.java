package io.github.metricstcp.otlp;

/**
 * A request as it is sent, again and again if it must be.
 *
 * @param body the message, compressed
 * @param points the number of its data points
 */
@SuppressWarnings("ArrayRecordComponent") // It is never compared
record ExportRequest(byte[] body, int points) {
}
