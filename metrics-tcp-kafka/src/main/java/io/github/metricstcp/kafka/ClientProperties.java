package io.github.metricstcp.kafka;

import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.clients.CommonClientConfigs;

/**
 * The properties of one of Kafka's clients: defaults of ours, and the user's over them.
 */
final class ClientProperties {

	private ClientProperties() {
	}

	/**
	 * Returns the properties.
	 * @param settings brokers, and the user's properties
	 * @param defaults the defaults, which are not Kafka's own
	 */
	static Map<String, Object> of(KafkaSettings settings, Map<String, ?> defaults) {
		Map<String, Object> properties = new HashMap<>(defaults);
		properties.putAll(settings.properties());
		properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.servers());
		return properties;
	}

}
