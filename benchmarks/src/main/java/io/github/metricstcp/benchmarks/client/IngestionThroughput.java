package io.github.metricstcp.benchmarks.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.ThreadMXBean;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.model.Window;
import io.github.metricstcp.client.wire.FrameDecoder;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;

/**
 * The throughput of the client library, from memory and without a network: the events a
 * second that one thread decodes, and that it decodes and keeps in a model while another
 * thread takes snapshots of all series four times a second; the bytes that an event
 * allocates, and the heap in use.
 */
public final class IngestionThroughput {

	private static final int EVENTS = 20_000;

	private static final int CHUNK = 1 << 16;

	private static final int WARM_UP_SECONDS = 2;

	private static final long READING_INTERVAL = TimeUnit.MILLISECONDS.toNanos(250);

	private final int series;

	private final double seconds;

	private IngestionThroughput(int series, double seconds) {
		this.series = series;
		this.seconds = seconds;
	}

	/**
	 * Measures, and prints a line for each measurement.
	 * @param args the number of series, 100 by default, a third of each kind; and the
	 * seconds of each measurement, 5 by default
	 * @throws IOException if the stream is not decoded
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		int series = (args.length > 0) ? Integer.parseInt(args[0]) : 100;
		double seconds = (args.length > 1) ? Double.parseDouble(args[1]) : 5;
		IngestionThroughput throughput = new IngestionThroughput(series, seconds);
		throughput.decode("decoded", Kind.values());
		throughput.keep("counters", Kind.COUNTER);
		throughput.keep("gauges", Kind.GAUGE);
		throughput.keep("histograms", Kind.HISTOGRAM);
		throughput.keep("mixed", Kind.values());
	}

	private void decode(String name, Kind... kinds) throws IOException {
		EventCount count = new EventCount();
		Ingestion result = ingest(count, stream(kinds));
		System.out.printf(Locale.ROOT, "%-10s %6d series: %,12.0f events/s, %.2f B/event%n", name, this.series,
				result.rate, result.bytesPerEvent);
		if (count.events < result.events) {
			throw new IllegalStateException("Events were lost");
		}
	}

	private void keep(String name, Kind... kinds) throws IOException, InterruptedException {
		ObserverModel model = new ObserverModel(TimeSource.system(), this.series);
		TargetModel target = model.addTarget("measured");
		target.opened("memory");
		Thread reader = new Thread(() -> {
			while (!Thread.currentThread().isInterrupted()) {
				long took = snapshots(model);
				LockSupport.parkNanos(Math.max(1, READING_INTERVAL - took));
			}
		});
		reader.start();
		Ingestion result = ingest(target, stream(kinds));
		reader.interrupt();
		reader.join();
		long snapshots = snapshots(model);
		System.gc();
		long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
		System.out.printf(Locale.ROOT,
				"%-10s %6d series: %,12.0f events/s, %.2f B/event, all snapshots %,d us, heap %,d KiB%n", name,
				this.series, result.rate, result.bytesPerEvent, TimeUnit.NANOSECONDS.toMicros(snapshots), used / 1024);
		if (target.snapshot().events() < result.events) {
			throw new IllegalStateException("Events were lost");
		}
	}

	private static long snapshots(ObserverModel model) {
		long begin = System.nanoTime();
		model.series().forEach((each) -> each.snapshot(Window.ONE_MINUTE));
		return System.nanoTime() - begin;
	}

	private <S> Ingestion ingest(StreamListener<S> listener, byte[] stream) throws IOException {
		FrameDecoder<S> decoder = new FrameDecoder<>(listener, FrameDecoder.DEFAULT_MAX_FRAME_LENGTH, this.series);
		repeat(listener, decoder, stream, Math.min(WARM_UP_SECONDS, this.seconds));
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long allocated = threads.getCurrentThreadAllocatedBytes();
		long begin = System.nanoTime();
		long events = repeat(listener, decoder, stream, this.seconds);
		double rate = events / ((System.nanoTime() - begin) / 1e9);
		allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
		return new Ingestion(events, rate, (double) allocated / events);
	}

	private static <S> long repeat(StreamListener<S> listener, FrameDecoder<S> decoder, byte[] stream, double seconds)
			throws IOException {
		long events = 0;
		long end = System.nanoTime() + (long) (seconds * 1e9);
		while (System.nanoTime() < end) {
			for (int i = 0; i < stream.length; i += CHUNK) {
				int length = Math.min(CHUNK, stream.length - i);
				listener.received(length);
				decoder.decode(ByteBuffer.wrap(stream, i, length));
			}
			events += EVENTS;
		}
		return events;
	}

	private byte[] stream(Kind... kinds) {
		Random random = new Random(1);
		ByteArrayOutputStream stream = new ByteArrayOutputStream();
		for (int i = 0; i < EVENTS; i++) {
			int number = i % this.series;
			Kind kind = kinds[number % kinds.length];
			SeriesKey key = new SeriesKey(kind, "http.server.requests",
					Map.of("method", "GET", "outcome", "SUCCESS", "status", "200", "uri", "/orders/" + number));
			Operation operation = switch (kind) {
				case COUNTER -> Operation.INCREMENT_COUNTER;
				case GAUGE -> Operation.SET_GAUGE;
				case HISTOGRAM -> Operation.RECORD_HISTOGRAM;
			};
			long operand = operation.isWhole() ? 1 : Double.doubleToLongBits(0.01 * Math.exp(random.nextGaussian()));
			stream.writeBytes(
					FrameEncoder.encode(key, operation, operand, 1_700_000_000L + i / 1000, i * 1000 % 1_000_000_000));
		}
		return stream.toByteArray();
	}

	/**
	 * The result of one measurement.
	 *
	 * @param events the number of events
	 * @param rate events a second
	 * @param bytesPerEvent the bytes that the decoding thread allocated for each event
	 */
	private record Ingestion(long events, double rate, double bytesPerEvent) {
	}

	/**
	 * A listener that counts events and keeps nothing else.
	 */
	private static final class EventCount implements StreamListener<SeriesKey> {

		private long events;

		@Override
		public SeriesKey series(SeriesKey key) {
			return key;
		}

		@Override
		public void event(SeriesKey series, Operation operation, long operand, long seconds, int nanos) {
			this.events++;
		}

	}

}
