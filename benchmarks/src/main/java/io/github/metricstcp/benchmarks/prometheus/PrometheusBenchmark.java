package io.github.metricstcp.benchmarks.prometheus;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Locale;

import io.github.metricstcp.benchmarks.series.ManySeries;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.prometheus.HistogramForm;
import io.github.metricstcp.prometheus.PrometheusEndpoint;

/**
 * The time of a scrape of many series, from the request to the last byte of the answer,
 * and its bytes. Each series has ten more events between two scrapes.
 */
public final class PrometheusBenchmark {

	private static final int EVENTS = 10;

	private static final String TEXT = "text/plain;version=0.0.4";

	private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";

	private static final String PROTOBUF = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
			+ "encoding=delimited";

	private final int count;

	private final int scrapes;

	private final PrintStream out;

	private final HttpClient client = HttpClient.newHttpClient();

	private PrometheusBenchmark(int count, int scrapes, PrintStream out) {
		this.count = count;
		this.scrapes = scrapes;
		this.out = out;
	}

	/**
	 * Measures, and prints what it has measured.
	 * @param args the number of series, 10000 by default; the number of scrapes of each
	 * kind, 60 by default, of which the last two thirds are measured
	 * @throws IOException if a scrape fails
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		int series = (args.length > 0) ? Integer.parseInt(args[0]) : 10_000;
		int scrapes = (args.length > 1) ? Integer.parseInt(args[1]) : 60;
		PrometheusBenchmark benchmark = new PrometheusBenchmark(series, scrapes, System.out);
		benchmark.measure(HistogramForm.CLASSIC, "text", TEXT);
		benchmark.measure(HistogramForm.CLASSIC, "OpenMetrics", OPEN_METRICS);
		benchmark.measure(HistogramForm.CLASSIC, "Protocol Buffers", PROTOBUF);
		benchmark.measure(HistogramForm.NATIVE, "Protocol Buffers", PROTOBUF);
	}

	private void measure(HistogramForm form, String name, String accept) throws IOException, InterruptedException {
		try (PrometheusEndpoint endpoint = PrometheusEndpoint.builder()
			.port(0)
			.histograms(form)
			.maxSeries(this.count, "series")
			.notices(this.out::println)
			.build()) {
			URI uri = endpoint.start();
			ManySeries<?> series = ManySeries.of(endpoint.addTarget(new TargetNames("measured")), this.count);
			HttpRequest request = HttpRequest.newBuilder(uri)
				.header("Accept", accept)
				.header("Accept-Encoding", "gzip")
				.build();
			int before = this.scrapes / 3;
			double[] millis = new double[this.scrapes - before];
			int bytes = 0;
			for (int i = 0; i < this.scrapes; i++) {
				series.feed(EVENTS);
				long begun = System.nanoTime();
				HttpResponse<byte[]> response = this.client.send(request, HttpResponse.BodyHandlers.ofByteArray());
				if (response.statusCode() != 200) {
					throw new IOException("The scrape was answered with %s".formatted(response.statusCode()));
				}
				if (i >= before) {
					millis[i - before] = (System.nanoTime() - begun) / 1e6;
					bytes = response.body().length;
				}
			}
			Arrays.sort(millis);
			this.out.printf(Locale.ROOT, "%s histograms, %s, %d series: %.0f ms (%.0f to %.0f), %,d bytes compressed%n",
					form, name, this.count, millis[millis.length / 2], millis[0], millis[millis.length - 1], bytes);
		}
	}

}
