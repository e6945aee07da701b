package io.github.metricstcp.kafka;

import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what users are given to read when Kafka's clients fail.
 */
class KafkaFailuresTests {

	private final KafkaFailures failures = new KafkaFailures(new KafkaSettings("b:9092", "shops", Map.of()), "--kafka",
			"Write");

	@Test
	void eachFailureNamesWhatToLookAt() {
		assertThat(this.failures.clause(new TimeoutException("60000 ms have passed"))).isEqualTo(
				"does not answer (--kafka): is a broker there, one without TLS (security.protocol in --kafka-config), "
						+ "and can the address be reached that it advertises?");
		KafkaSettings tls = new KafkaSettings("b:9092", "shops", Map.of("security.protocol", "SSL"));
		assertThat(new KafkaFailures(tls, "--kafka", "Write").clause(new TimeoutException("5000 ms"))).isEqualTo(
				"does not answer (--kafka): is a broker there, and can the address be reached that it advertises?");
		assertThat(this.failures.clause(new KafkaException("Failed to construct kafka producer",
				new ConfigException("No resolvable bootstrap urls given in bootstrap.servers"))))
			.isEqualTo("has no address: are the names in --kafka right?");
		assertThat(this.failures.clause(new KafkaException(new ConfigException("Invalid value x for y"))))
			.isEqualTo("a property is wrong: Invalid value x for y (--kafka-config)");
		assertThat(this.failures.clause(new SaslAuthenticationException("Authentication failed"))).isEqualTo(
				"refuses the login: Authentication failed (sasl.jaas.config and sasl.mechanism in --kafka-config)");
		assertThat(this.failures.clause(new SslAuthenticationException("SSL handshake failed"))).isEqualTo(
				"does not get through TLS: SSL handshake failed (security.protocol and ssl.truststore.location in --kafka-config)");
		assertThat(this.failures.clause(new ExecutionException(new TopicAuthorizationException("shops"))))
			.isEqualTo("does not permit this: permit Write on topic shops");
		assertThat(this.failures.clause(new ClusterAuthorizationException("no"))).contains("IdempotentWrite", "Create");
		assertThat(this.failures.clause(new UnknownTopicOrPartitionException("x")))
			.isEqualTo("has no topic shops: does a relay write to it?");
		assertThat(this.failures.clause(new NotEnoughReplicasException("x")))
			.isEqualTo("has too few replicas of topic shops in sync: start the other brokers, or lower its "
					+ "min.insync.replicas");
		assertThat(this.failures.clause(new KafkaException("odd"))).isEqualTo("fails: odd");
	}

}
