package io.github.metricstcp.rollup;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The properties of Kafka Streams: defaults of ours, the user's over them, and those that
 * are settings of the rollup.
 */
final class StreamsProperties {

	/**
	 * The time after which sums are sent, and what was read is committed with them.
	 */
	private static final long COMMIT_MILLIS = 1_000;

	/**
	 * The time after which the work of a process that was killed goes to others.
	 */
	private static final int SESSION_MILLIS = 10_000;

	private static final long CACHE_BYTES = 64 << 20;

	private static final int ADMIN_MILLIS = 5_000;

	private StreamsProperties() {
	}

	static Properties of(RollupSettings settings) {
		Properties properties = new Properties();
		properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
		properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
		properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_MILLIS);
		properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), SESSION_MILLIS / 4);
		properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "zstd");
		// Brokers may be away for some time: what was read is not lost by that
		properties.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, TimeUnit.MINUTES.toMillis(10));
		properties.putAll(settings.properties());
		properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.brokers());
		properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.application());
		properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
		properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
		return properties;
	}

	/**
	 * Returns the properties of a client that asks for topics. It refuses
	 * {@code request.timeout.ms} above {@code default.api.timeout.ms}: if the user has
	 * set one of them, the other one goes with it.
	 */
	static Map<String, Object> ofAdmin(RollupSettings settings) {
		Map<String, Object> properties = new HashMap<>();
		properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
				Math.max(ADMIN_MILLIS, millis(settings, AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG)));
		properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
				Math.min(ADMIN_MILLIS, millis(settings, AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG)));
		properties.putAll(settings.properties());
		properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.brokers());
		return properties;
	}

	private static int millis(RollupSettings settings, String property) {
		String value = settings.properties().get(property);
		try {
			return (value != null) ? Integer.parseInt(value.trim()) : ADMIN_MILLIS;
		}
		catch (NumberFormatException ex) {
			// Kafka's client says what is wrong with it
			return ADMIN_MILLIS;
		}
	}

}
