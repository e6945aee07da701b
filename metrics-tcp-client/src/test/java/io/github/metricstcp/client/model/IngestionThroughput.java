package io.github.metricstcp.client.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

import io.github.metricstcp.client.wire.FrameDecoder;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;

/**
 * A measurement, run by hand: how many events a second one thread decodes and keeps while
 * another one looks at all of it, and what memory the series take.
 * {@code IngestionThroughput [series] [seconds]}, by default 100 series, a third of each
 * kind, and 5 seconds for each kind and for all mixed.
 */
final class IngestionThroughput {

	private static final int EVENTS = 20_000;

	private static final int CHUNK = 1 << 16;

	private IngestionThroughput() {
	}

	public static void main(String[] args) throws Exception {
		int series = (args.length > 0) ? Integer.parseInt(args[0]) : 100;
		int seconds = (args.length > 1) ? Integer.parseInt(args[1]) : 5;
		measure("counters", series, seconds, new Kind[] { Kind.COUNTER });
		measure("gauges", series, seconds, new Kind[] { Kind.GAUGE });
		measure("histograms", series, seconds, new Kind[] { Kind.HISTOGRAM });
		measure("mixed", series, seconds, Kind.values());
	}

	private static void measure(String what, int series, int seconds, Kind[] kinds) throws Exception {
		ObserverModel model = new ObserverModel(TimeSource.system(), series);
		TargetModel target = model.addTarget("measured");
		target.opened("memory");
		byte[] stream = stream(series, kinds);
		FrameDecoder<Series> decoder = new FrameDecoder<>(target, FrameDecoder.DEFAULT_MAX_FRAME_LENGTH, series);
		ingest(target, decoder, stream, 2);
		Thread reader = new Thread(() -> {
			while (!Thread.currentThread().isInterrupted()) {
				long begin = System.nanoTime();
				model.series().forEach((each) -> each.snapshot(Window.ONE_MINUTE));
				long took = System.nanoTime() - begin;
				LockSupport.parkNanos(Math.max(1, 250_000_000 - took));
			}
		});
		reader.start();
		long begin = System.nanoTime();
		long events = ingest(target, decoder, stream, seconds);
		double rate = events / ((System.nanoTime() - begin) / 1e9);
		reader.interrupt();
		reader.join();
		long snapshots = System.nanoTime();
		model.series().forEach((each) -> each.snapshot(Window.ONE_MINUTE));
		snapshots = System.nanoTime() - snapshots;
		System.gc();
		long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
		System.out.printf("%-10s %6d series: %,12.0f events/s, all snapshots %,d us, heap %,d KiB%n", what, series,
				rate, snapshots / 1000, used / 1024);
		if (target.snapshot().events() < events) {
			throw new IllegalStateException("Events were lost");
		}
	}

	private static long ingest(TargetModel target, FrameDecoder<Series> decoder, byte[] stream, int seconds)
			throws IOException {
		long events = 0;
		long end = System.nanoTime() + seconds * 1_000_000_000L;
		while (System.nanoTime() < end) {
			for (int i = 0; i < stream.length; i += CHUNK) {
				int length = Math.min(CHUNK, stream.length - i);
				target.received(length);
				decoder.decode(ByteBuffer.wrap(stream, i, length));
			}
			events += EVENTS;
		}
		return events;
	}

	private static byte[] stream(int series, Kind[] kinds) {
		Random random = new Random(1);
		ByteArrayOutputStream stream = new ByteArrayOutputStream();
		for (int i = 0; i < EVENTS; i++) {
			int number = i % series;
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

}
