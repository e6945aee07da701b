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
	 * @return the number of its partitions, 1 if nobody says it
	 * @throws KafkaException if brokers do not answer or do not permit it
	 */
	int ensure() throws InterruptedException {
		try (Admin admin = Admin.create(ClientProperties.ofAdmin(this.settings, TIMEOUT_MILLIS))) {
			int partitions = partitions(admin);
			if (partitions == 0) {
				partitions = create(admin);
			}
			checkPolicy(admin);
			return partitions;
		}
		catch (ExecutionException ex) {
			throw new KafkaException(ex.getCause());
		}
	}

	/**
	 * Returns the number of partitions, 0 if there is no such topic.
	 */
	private int partitions(Admin admin) throws ExecutionException, InterruptedException {
		try {
			return admin.describeTopics(List.of(this.settings.topic()))
				.allTopicNames()
				.get()
				.values()
				.stream()
				.mapToInt((each) -> each.partitions().size())
				.sum();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof UnknownTopicOrPartitionException) {
				return 0;
			}
			throw ex;
		}
	}

	private int create(Admin admin) throws ExecutionException, InterruptedException {
		NewTopic topic = new NewTopic(this.settings.topic(), Optional.empty(), Optional.empty())
			.configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE));
		try {
			CreateTopicsResult result = admin.createTopics(List.of(topic));
			result.all().get();
			int partitions = partitions(result);
			String said = (partitions == 0) ? ""
					: ", of %s partition%s".formatted(partitions, (partitions == 1) ? "" : "s");
			this.messages.say("created topic %s%s".formatted(this.settings.topic(), said));
			return Math.max(1, partitions);
		}
		catch (ExecutionException ex) {
			// Another relay may have been faster
			if (!(ex.getCause() instanceof TopicExistsException)) {
				throw ex;
			}
			return 1;
		}
	}

	private int partitions(CreateTopicsResult result) throws InterruptedException {
		try {
			return result.numPartitions(this.settings.topic()).get();
		}
		catch (ExecutionException ex) {
			// Only those who may look at the topic's configuration are told
			return 0;
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
