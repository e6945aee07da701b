package io.github.metricstcp.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The properties of a relay's producer: defaults of ours, and the user's over them.
 */
final class ProducerProperties {

	/**
	 * It takes less time than Kafka's default of 3, and of a busy stream it makes fewer
	 * bytes: 1 to 2 % with zstd 1.5.7. Of one with few events a second it makes 3 % more.
	 */
	private static final int ZSTD_LEVEL = 1;

	/**
	 * The least bytes of a batch: that is Kafka's default.
	 */
	static final int LEAST_BATCH_BYTES = 16 << 10;

	private static final int BATCH_BYTES = 256 << 10;

	private static final int BUFFER_BYTES = 16 << 20;

	private static final int LINGER_MILLIS = 50;

	private static final int REQUEST_MILLIS = 10_000;

	private static final int DELIVERY_MILLIS = 30_000;

	private ProducerProperties() {
	}

	/**
	 * Returns the properties. Those that depend on one of the user's, and that the user
	 * has not set, are made to go with it: a producer refuses {@code delivery.timeout.ms}
	 * below {@code linger.ms} and {@code request.timeout.ms} together, and has no room
	 * for a batch larger than {@code buffer.memory}.
	 * @param settings brokers, and the user's properties
	 * @param partitions the number of the topic's partitions
	 */
	static Map<String, Object> of(KafkaSettings settings, int partitions) {
		int linger = ClientProperties.number(settings, ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
		int delivery = ClientProperties.number(settings, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
		int request = ClientProperties.number(settings, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
				Math.max(1, Math.min(REQUEST_MILLIS, delivery - linger)));
		Map<String, Object> defaults = new HashMap<>(
				Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
						ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd", ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG,
						ZSTD_LEVEL, ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS, ProducerConfig.BUFFER_MEMORY_CONFIG,
						BUFFER_BYTES, ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000));
		defaults.put(ProducerConfig.BATCH_SIZE_CONFIG, batchBytes(settings, partitions));
		defaults.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, request);
		defaults.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
				(int) Math.min(Integer.MAX_VALUE, Math.max(DELIVERY_MILLIS, (long) linger + request)));
		// What is known of brokers that are away is kept, or each record would block and
		// fail
		defaults.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
		return ClientProperties.of(settings, defaults);
	}

	/**
	 * Returns the bytes of a batch. A producer takes so many for each partition that it
	 * has a record of, however small that is, and keeps them while the partition fails.
	 * All partitions together may have half of its memory, so that it does not wait for
	 * more while many of them fail.
	 * @param settings the user's properties
	 * @param partitions the number of the topic's partitions
	 */
	static int batchBytes(KafkaSettings settings, int partitions) {
		boolean set = settings.properties().containsKey(ProducerConfig.BUFFER_MEMORY_CONFIG);
		int buffer = ClientProperties.number(settings, ProducerConfig.BUFFER_MEMORY_CONFIG,
				set ? Integer.MAX_VALUE : BUFFER_BYTES);
		long share = Math.min(BATCH_BYTES, buffer / (2L * partitions));
		return (int) Math.min(buffer, Math.max(LEAST_BATCH_BYTES, share));
	}

	/**
	 * Returns the time within which a producer says what has come of a record.
	 * @param properties the properties of the producer
	 * @return nanoseconds; the default if it is not set to a number
	 */
	static long deliveryNanos(Map<String, Object> properties) {
		String millis = String.valueOf(properties.get(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG));
		return TimeUnit.MILLISECONDS.toNanos(ClientProperties.number(millis, DELIVERY_MILLIS));
	}

	/**
	 * Returns whether one of the user's properties must not be set.
	 */
	static boolean isReserved(String property) {
		return List
			.of(ProducerConfig.ACKS_CONFIG, ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
					ProducerConfig.TRANSACTIONAL_ID_CONFIG, ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
					ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG)
			.contains(property);
	}

	/**
	 * Returns whether Kafka's own producer places records by their keys. Where the user's
	 * class does, nobody else knows the partitions of targets.
	 */
	static boolean isPlacedByKey(KafkaSettings settings) {
		Map<String, String> properties = settings.properties();
		return !properties.containsKey(ProducerConfig.PARTITIONER_CLASS_CONFIG)
				&& !Boolean.parseBoolean(properties.get(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG));
	}

}
