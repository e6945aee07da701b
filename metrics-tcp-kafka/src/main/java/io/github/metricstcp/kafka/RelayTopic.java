package io.github.metricstcp.kafka;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The topic that a relay writes to: created if it is not there, with the brokers' own
 * number of partitions and replicas. It must not be compacted, which would remove all but
 * the last record of each target.
 */
final class RelayTopic {

	private static final int TIMEOUT_MILLIS = 5_000;

	private final KafkaSettings settings;

	private final RelayMessages messages;

	private boolean compactionSaid;

	RelayTopic(KafkaSettings settings, RelayMessages messages) {
		this.settings = settings;
		this.messages = messages;
	}

	/**
	 * Creates the topic if it is not there. Called by one thread, for each producer.
	 * @throws KafkaException if brokers do not answer or do not permit it
	 */
	void ensure() throws InterruptedException {
		try (Admin admin = Admin.create(ClientProperties.ofAdmin(this.settings, TIMEOUT_MILLIS))) {
			if (!isThere(admin)) {
				create(admin);
			}
			checkPolicy(admin);
		}
		catch (ExecutionException ex) {
			throw new KafkaException(ex.getCause());
		}
	}

	private boolean isThere(Admin admin) throws ExecutionException, InterruptedException {
		try {
			admin.describeTopics(List.of(this.settings.topic())).allTopicNames().get();
			return true;
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof UnknownTopicOrPartitionException) {
				return false;
			}
			throw ex;
		}
	}

	private void create(Admin admin) throws ExecutionException, InterruptedException {
		NewTopic topic = new NewTopic(this.settings.topic(), Optional.empty(), Optional.empty())
			.configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE));
		try {
			CreateTopicsResult result = admin.createTopics(List.of(topic));
			result.all().get();
			this.messages.say("created topic %s%s".formatted(this.settings.topic(), partitions(result)));
		}
		catch (ExecutionException ex) {
			// Another relay may have been faster
			if (!(ex.getCause() instanceof TopicExistsException)) {
				throw ex;
			}
		}
	}

	private String partitions(CreateTopicsResult result) throws InterruptedException {
		try {
			int partitions = result.numPartitions(this.settings.topic()).get();
			return ", of %s partition%s".formatted(partitions, (partitions == 1) ? "" : "s");
		}
		catch (ExecutionException ex) {
			// Only those who may look at the topic's configuration are told
			return "";
		}
	}

	private void checkPolicy(Admin admin) throws ExecutionException, InterruptedException {
		ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, this.settings.topic());
		try {
			Config config = admin.describeConfigs(List.of(topic)).all().get().get(topic);
			ConfigEntry policy = (config != null) ? config.get(TopicConfig.CLEANUP_POLICY_CONFIG) : null;
			boolean compacted = policy != null && policy.value().contains(TopicConfig.CLEANUP_POLICY_COMPACT);
			if (compacted && !this.compactionSaid) {
				this.compactionSaid = true;
				this.messages.say(("topic %s is compacted, which removes all records of a target but the last: "
						+ "set its cleanup.policy to delete")
					.formatted(this.settings.topic()));
			}
		}
		catch (ExecutionException ex) {
			// Not every relay may look at that
			boolean harmless = ex.getCause() instanceof AuthorizationException
					|| ex.getCause() instanceof UnknownTopicOrPartitionException;
			if (!harmless) {
				throw ex;
			}
		}
	}

}
