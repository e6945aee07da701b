package io.github.metricstcp.kafka;

import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

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

	/**
	 * Returns the properties of a client that asks for topics. It refuses
	 * {@code request.timeout.ms} above {@code default.api.timeout.ms}: if the user has
	 * set one of them, the other one goes with it.
	 * @param settings brokers, and the user's properties
	 * @param timeoutMillis the default of both, in milliseconds
	 */
	static Map<String, Object> ofAdmin(KafkaSettings settings, int timeoutMillis) {
		int request = number(settings, AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMillis);
		int all = number(settings, AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMillis);
		return of(settings, Map.of(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(timeoutMillis, all),
				AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.max(timeoutMillis, request)));
	}

	/**
	 * Returns one of the user's properties that is a number.
	 * @param otherwise the number if it is not set, or is none that an integer can hold:
	 * Kafka's client says what is wrong with it
	 */
	static int number(KafkaSettings settings, String property, int otherwise) {
		return number(settings.properties().get(property), otherwise);
	}

	static int number(@Nullable String value, int otherwise) {
		try {
			return (value != null) ? Integer.parseInt(value.trim()) : otherwise;
		}
		catch (NumberFormatException ex) {
			return otherwise;
		}
	}

}
