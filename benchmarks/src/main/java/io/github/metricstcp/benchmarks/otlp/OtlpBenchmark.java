package io.github.metricstcp.benchmarks.otlp;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.metricstcp.benchmarks.series.ManySeries;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.otlp.OtlpExport;
import io.github.metricstcp.otlp.Temporality;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * The cost of an export of many series to a collector: processor time of the threads that
 * make and send it, and bytes. Half of the series are histograms, a quarter counters and
 * a quarter gauges, with ten events each between two exports, of four labels. The
 * collector throws away what it receives, and its time is not counted.
 */
public final class OtlpBenchmark {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final int EVENTS = 10;

	private final int count;

	private final int exports;

	private final PrintStream out;

	private final AtomicLong requests = new AtomicLong();

	private final AtomicLong bytes = new AtomicLong();

	private OtlpBenchmark(int count, int exports, PrintStream out) {
		this.count = count;
		this.exports = exports;
		this.out = out;
	}

	/**
	 * Measures, and prints what it has measured.
	 * @param args the number of series, 10000 by default; the number of exports of each
	 * temporality, 30 by default, of which the last two thirds are measured
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void main(String[] args) throws InterruptedException {
		int series = (args.length > 0) ? Integer.parseInt(args[0]) : 10_000;
		int exports = (args.length > 1) ? Integer.parseInt(args[1]) : 30;
		OtlpBenchmark benchmark = new OtlpBenchmark(series, exports, System.out);
		for (Temporality temporality : Temporality.values()) {
			benchmark.measure(temporality);
		}
	}

	private void measure(Temporality temporality) throws InterruptedException {
		DisposableServer server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.handle((request, response) -> request.receive().aggregate().asByteArray().flatMap((body) -> {
				this.requests.incrementAndGet();
				this.bytes.addAndGet(body.length);
				return response.status(200).sendByteArray(Mono.just(new byte[0])).then();
			}))
			.bindNow();
		try (OtlpExport export = OtlpExport.builder("http://127.0.0.1:" + server.port())
			.interval(INTERVAL)
			.temporality(temporality)
			.maxSeries(this.count, "series")
			.notices(this.out::println)
			.build()) {
			export.start();
			run(export.addTarget(new TargetNames("measured")), temporality);
		}
		finally {
			server.disposeNow();
		}
	}

	private void run(StreamListener<?> target, Temporality temporality) throws InterruptedException {
		ManySeries<?> series = ManySeries.of(target, this.count);
		int before = this.exports / 3;
		feed(series, before);
		long processor = processorNanos();
		long bytes = this.bytes.get();
		long requests = this.requests.get();
		int measured = this.exports - before;
		feed(series, measured);
		this.out.printf(Locale.ROOT, "%s, %d series: %.1f ms of a processor, %,d bytes in %.1f requests an export%n",
				temporality, this.count, (processorNanos() - processor) / 1e6 / measured,
				(this.bytes.get() - bytes) / measured, (double) (this.requests.get() - requests) / measured);
	}

	private static void feed(ManySeries<?> series, int exports) throws InterruptedException {
		for (int export = 0; export < exports; export++) {
			long begun = System.nanoTime();
			series.feed(EVENTS);
			TimeUnit.NANOSECONDS.sleep(INTERVAL.toNanos() - (System.nanoTime() - begun));
		}
	}

	private static long processorNanos() {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		long nanos = 0;
		for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
			if (thread != null && thread.getThreadName().startsWith("metrics-tcp-otlp")) {
				nanos += threads.getThreadCpuTime(thread.getThreadId());
			}
		}
		return nanos;
	}

}
