package io.github.metricstcp.kafka;

import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Clauses for failures of Kafka's clients: what happened, and which setting to look at.
 *
 * @since 0.1.0
 */
public final class KafkaFailures {

	private static final String CONFIG = "--kafka-config";

	private final KafkaSettings settings;

	private final String option;

	private final String permission;

	/**
	 * Creates clauses.
	 * @param settings the settings that are used
	 * @param option the name by which a user knows the setting of brokers and topic
	 * @param permission the permission that is needed on the topic
	 */
	public KafkaFailures(KafkaSettings settings, String option, String permission) {
		this.settings = settings;
		this.option = option;
		this.permission = permission;
	}

	/**
	 * Returns the exception itself, without those that only carry it.
	 */
	static Throwable unwrap(Throwable failure) {
		boolean carries = failure instanceof ExecutionException
				|| failure.getClass() == org.apache.kafka.common.KafkaException.class;
		return (carries && failure.getCause() != null) ? unwrap(failure.getCause()) : failure;
	}

	/**
	 * Returns the clause for a failure, without a full stop.
	 * @param thrown the exception
	 * @return the clause, which goes on behind the name of the brokers
	 */
	public String clause(Throwable thrown) {
		Throwable failure = unwrap(thrown);
		String message = String.valueOf(failure.getMessage());
		if (failure instanceof ConfigException) {
			return message.contains("bootstrap") ? "has no address: are the names in %s right?".formatted(this.option)
					: "a property is wrong: %s (%s)".formatted(message, CONFIG);
		}
		if (failure instanceof SaslAuthenticationException) {
			return "refuses the login: %s (sasl.jaas.config and sasl.mechanism in %s)".formatted(message, CONFIG);
		}
		if (failure instanceof SslAuthenticationException) {
			return "does not get through TLS: %s (security.protocol and ssl.truststore.location in %s)"
				.formatted(message, CONFIG);
		}
		return (failure instanceof AuthorizationException) ? unauthorized(failure) : other(failure, message);
	}

	/**
	 * Returns what to ask about TLS: without it, a broker that wants it says nothing that
	 * Kafka's client understands.
	 */
	private String tls() {
		return this.settings.properties().containsKey(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG) ? ""
				: ", one without TLS (security.protocol in %s)".formatted(CONFIG);
	}

	private String unauthorized(Throwable failure) {
		if (failure instanceof ClusterAuthorizationException) {
			return "does not permit this: permit IdempotentWrite on the cluster, which older brokers ask for, and Create "
					+ "on topic %s if it is not there".formatted(this.settings.topic());
		}
		return "does not permit this: permit %s on topic %s".formatted(this.permission, this.settings.topic());
	}

	private String other(Throwable failure, String message) {
		if (failure instanceof UnknownTopicOrPartitionException) {
			return "has no topic %s: does a relay write to it?".formatted(this.settings.topic());
		}
		if (failure instanceof NotEnoughReplicasException || failure instanceof NotEnoughReplicasAfterAppendException) {
			return "has too few replicas of topic %s in sync: start the other brokers, or lower its min.insync.replicas"
				.formatted(this.settings.topic());
		}
		if (failure instanceof InvalidReplicationFactorException || failure instanceof PolicyViolationException) {
			return "does not create topic %s: %s. Create it yourself".formatted(this.settings.topic(), message);
		}
		if (failure instanceof TimeoutException || failure instanceof DisconnectException) {
			return "does not answer (%s): is a broker there%s, and can the address be reached that it advertises?"
				.formatted(this.option, tls());
		}
		if (failure instanceof UnsupportedVersionException) {
			return "is too old: " + message;
		}
		if (failure instanceof OutOfMemoryError) {
			// The length of an answer is taken from bytes that are an alert of TLS
			return "sends more than there is memory for: does it want TLS (security.protocol in %s), or is -Xmx too small?"
				.formatted(CONFIG);
		}
		return "fails: " + ((failure.getMessage() != null) ? message : failure.toString());
	}

}
