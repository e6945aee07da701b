package io.github.metricstcp.rollup.internal.command;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.kafka.CatchUpClock;
import io.github.metricstcp.kafka.KafkaReader;
import io.github.metricstcp.kafka.KafkaSettings;
import io.github.metricstcp.kafka.KafkaSource;

/**
 * A reader of what a rollup writes, which keeps all of it.
 */
final class FleetReader implements AutoCloseable {

	private final List<String> instances = new CopyOnWriteArrayList<>();

	private final KafkaReader reader;

	// Guarded by this. The values of a gauge by their time in seconds

	private final Map<SeriesKey, Long> totals = new HashMap<>();

	private final Map<SeriesKey, NavigableMap<Long, Double>> gauges = new HashMap<>();

	private String twice = "";

	FleetReader(String servers, String topic, Instant from) {
		this(servers, topic, from, Map.of());
	}

	FleetReader(String servers, String topic, Instant from, Map<String, String> login) {
		this.reader = new KafkaReader(new KafkaSource(new KafkaSettings(servers, topic, login), from),
				new CatchUpClock(from), 1_000, this::added, (sentence) -> {
				});
		this.reader.start();
	}

	private StreamListener<SeriesKey> added(TargetNames instance) {
		this.instances.add(instance.name());
		return new StreamListener<>() {

			@Override
			public SeriesKey series(SeriesKey key) {
				return key;
			}

			@Override
			public void event(SeriesKey series, Operation operation, long operand, long seconds, int nanos) {
				accept(series, operation, operand, seconds);
			}

		};
	}

	private synchronized void accept(SeriesKey series, Operation operation, long operand, long seconds) {
		switch (operation) {
			case SET_COUNTER -> this.totals.put(series, operand);
			case INCREMENT_COUNTER -> this.totals.merge(series, operand, Long::sum);
			default -> {
				Double before = this.gauges.computeIfAbsent(series, (key) -> new TreeMap<>())
					.put(seconds, Double.longBitsToDouble(operand));
				if (before != null && before != Double.longBitsToDouble(operand)) {
					this.twice = "%s at %s".formatted(series, seconds);
				}
			}
		}
	}

	/**
	 * Returns the names of the applications that there seem to be.
	 */
	List<String> instances() {
		return this.instances;
	}

	/**
	 * Returns the sum of the totals of all counters of a name.
	 */
	synchronized long total(String name) {
		return this.totals.entrySet()
			.stream()
			.filter((each) -> each.getKey().name().equals(name))
			.mapToLong(Map.Entry::getValue)
			.sum();
	}

	/**
	 * Returns the values of the only gauge of a name, by their times in seconds.
	 */
	synchronized NavigableMap<Long, Double> values(String name) {
		return this.gauges.entrySet()
			.stream()
			.filter((each) -> each.getKey().name().equals(name))
			.map((each) -> (NavigableMap<Long, Double>) new TreeMap<>(each.getValue()))
			.reduce((first, second) -> {
				throw new IllegalStateException("several gauges " + name);
			})
			.orElseGet(TreeMap::new);
	}

	/**
	 * Returns which gauge has had two values for one window, empty if none has.
	 */
	synchronized String twice() {
		return this.twice;
	}

	@Override
	public void close() {
		this.reader.close();
	}

}
