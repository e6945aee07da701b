package io.github.metricstcp.rollup.internal.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.github.metricstcp.client.wire.FrameDecoder;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.kafka.KafkaRelay;
import io.github.metricstcp.kafka.KafkaSettings;

/**
 * Instances of an application, whose streams a relay puts into a topic, and what they
 * have recorded.
 */
final class Fleet implements AutoCloseable {

	private final KafkaRelay relay;

	private final List<Instance> instances = new ArrayList<>();

	private final Random random = new Random(1);

	// By the second in which they were recorded
	private final Map<Long, List<Double>> samples = new TreeMap<>();

	private long orders;

	Fleet(String servers, String topic, int instances) {
		this(servers, topic, instances, Map.of());
	}

	Fleet(String servers, String topic, int instances, Map<String, String> login) {
		// Shorter than by default, so that a broker that is there again is used at once
		Map<String, String> properties = new HashMap<>(login);
		properties.put("reconnect.backoff.max.ms", "200");
		properties.put("request.timeout.ms", "5000");
		this.relay = new KafkaRelay(new KafkaSettings(servers, topic, properties), KafkaRelay.DEFAULT_MEMORY, 1_000,
				(sentence) -> {
				});
		this.relay.start();
		for (int i = 0; i < instances; i++) {
			this.instances
				.add(new Instance(this.relay.addTarget("10.0.0.%d:5000".formatted(i), "shop-" + i), "pod-" + i));
		}
	}

	/**
	 * Records orders, each with its latency, by all instances in turn.
	 */
	void record(int orders) {
		for (int i = 0; i < orders; i++) {
			Instance instance = this.instances.get(i % this.instances.size());
			// Each instance has another distribution: an average of percentiles would be
			// far off
			double latency = Math.exp(this.random.nextGaussian()) * (1 + 10 * (i % this.instances.size()));
			Instant now = Instant.now();
			instance.event(Kind.COUNTER, "orders", Operation.INCREMENT_COUNTER, 1, now);
			instance.event(Kind.HISTOGRAM, "latency", Operation.RECORD_HISTOGRAM, Double.doubleToRawLongBits(latency),
					now);
			this.samples.computeIfAbsent(now.getEpochSecond(), (second) -> new ArrayList<>()).add(latency);
		}
		this.orders += orders;
	}

	/**
	 * Has each instance say that it is there, so that time goes on.
	 */
	void tick() {
		Instant now = Instant.now();
		this.instances.forEach(
				(each) -> each.event(Kind.GAUGE, "stock", Operation.SET_GAUGE, Double.doubleToRawLongBits(5), now));
	}

	/**
	 * Returns the number of orders so far.
	 */
	long orders() {
		return this.orders;
	}

	/**
	 * Returns the samples of all instances, by the second in which they were recorded.
	 */
	Map<Long, List<Double>> samples() {
		return this.samples;
	}

	@Override
	public void close() {
		this.relay.close();
	}

	/**
	 * One instance.
	 */
	private static final class Instance {

		private final StreamListener<?> listener;

		private final FrameDecoder<?> decoder;

		private final String pod;

		Instance(StreamListener<?> listener, String pod) {
			this.listener = listener;
			this.decoder = decoder(listener);
			this.pod = pod;
			listener.opened(pod);
			event(Kind.COUNTER, "orders", Operation.SET_COUNTER, 0, Instant.now());
		}

		private static <S> FrameDecoder<S> decoder(StreamListener<S> listener) {
			return new FrameDecoder<>(listener, FrameDecoder.DEFAULT_MAX_FRAME_LENGTH, 1_000);
		}

		void event(Kind kind, String name, Operation operation, long operand, Instant time) {
			try {
				this.decoder.decode(ByteBuffer
					.wrap(FrameEncoder.encode(new SeriesKey(kind, name, Map.of("uri", "/", "pod", this.pod)), operation,
							operand, time.getEpochSecond(), time.getNano())));
				this.listener.consumed();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
