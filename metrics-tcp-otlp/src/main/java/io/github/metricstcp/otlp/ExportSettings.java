package io.github.metricstcp.otlp;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * The settings of an export.
 *
 * @param url the address that requests are sent to
 * @param urlName the name by which a user knows that setting
 * @param headers the headers of each request
 * @param headersName the name by which a user knows that setting
 * @param sslContext the context of connections, {@code null} for one that trusts what the
 * JVM trusts
 * @param interval the time between two exports
 * @param timeout the time within which a request must be answered
 * @param longestRetryDelay the time between two attempts, unless the collector asks for
 * more
 * @param temporality the time that sums and histograms are of
 * @param maxPoints the number of data points after which another request is begun
 */
record ExportSettings(URI url, String urlName, Map<String, String> headers, String headersName,
		@Nullable SSLContext sslContext, Duration interval, Duration timeout, Duration longestRetryDelay,
		Temporality temporality, int maxPoints) {

	// Not the headers, which are secret
	@Override
	public String toString() {
		return "%s each %s, %s".formatted(this.url, this.interval, this.temporality);
	}

}
