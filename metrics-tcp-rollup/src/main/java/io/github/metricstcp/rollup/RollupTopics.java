package io.github.metricstcp.rollup;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

import io.github.metricstcp.kafka.KafkaFailures;
import io.github.metricstcp.kafka.KafkaSettings;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The topics that a rollup reads and writes. Those that it writes are created if they are
 * not there.
 */
final class RollupTopics {

	private static final String OPTION = "brokers";

	private final RollupSettings settings;

	private final Tally tally;

	private final RollupPermissions permissions;

	RollupTopics(RollupSettings settings, Tally tally) {
		this.settings = settings;
		this.tally = tally;
		this.permissions = new RollupPermissions(settings);
	}

	/**
	 * Returns the number of partitions of the topic that is read.
	 * @throws TopicException if it is not there, brokers do not say, or there is state of
	 * another number
	 */
	int partitions(Admin admin) throws TopicException, InterruptedException {
		int partitions;
		try {
			partitions = describe(admin, this.settings.source()).partitions().size();
		}
		catch (ExecutionException ex) {
			throw failure(this.settings.source(), ex);
		}
		requireState(admin, partitions);
		return partitions;
	}

	private void requireState(Admin admin, int partitions) throws TopicException, InterruptedException {
		String state = "%s-%s-changelog".formatted(this.settings.application(), RollupTopology.INSTANCES);
		try {
			int kept = describe(admin, state).partitions().size();
			if (kept != partitions) {
				throw new TopicException(
						"has topic %s with %s partitions, and the state of application %s is of %s: begin anew with another application id"
							.formatted(this.settings.source(), partitions, this.settings.application(), kept),
						null);
			}
		}
		catch (ExecutionException ex) {
			if (!(ex.getCause() instanceof UnknownTopicOrPartitionException)) {
				throw failure(state, ex);
			}
		}
	}

	/**
	 * Creates the topics that are written, if they are not there.
	 * @throws TopicException if brokers do not answer or do not permit it
	 */
	void ensure(Admin admin) throws TopicException, InterruptedException {
		// One application, whose events are in their order
		ensure(admin, this.settings.output(), Optional.of(1));
		ensure(admin, this.settings.sketches(), Optional.empty());
	}

	private void ensure(Admin admin, String topic, Optional<Integer> partitions)
			throws TopicException, InterruptedException {
		try {
			describe(admin, topic);
		}
		catch (ExecutionException ex) {
			if (!(ex.getCause() instanceof UnknownTopicOrPartitionException)) {
				throw failure(topic, ex);
			}
			create(admin, new NewTopic(topic, partitions, Optional.empty())
				.configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE)));
		}
	}

	private static TopicDescription describe(Admin admin, String topic)
			throws ExecutionException, InterruptedException {
		return Objects.requireNonNull(admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
	}

	private void create(Admin admin, NewTopic topic) throws TopicException, InterruptedException {
		try {
			admin.createTopics(List.of(topic)).all().get();
			this.tally.say("created topic " + topic.name());
		}
		catch (ExecutionException ex) {
			// Another rollup may have been faster
			if (!(ex.getCause() instanceof TopicExistsException)) {
				throw failure(topic.name(), ex);
			}
		}
	}

	private TopicException failure(String topic, ExecutionException failure) {
		return new TopicException(clause(topic, failure), failure);
	}

	/**
	 * Returns the clause for a failure.
	 * @param topic the topic that it is about, unless it names another one itself
	 */
	String clause(String topic, Throwable failure) {
		String notPermitted = this.permissions.clause(failure);
		if (notPermitted != null) {
			return notPermitted;
		}
		KafkaSettings settings = new KafkaSettings(this.settings.brokers(), topic, Map.of());
		return new KafkaFailures(settings, OPTION, this.permissions.of(topic)).clause(failure);
	}

	/**
	 * Thrown if a topic cannot be read or written. Its message is a clause for people.
	 */
	static final class TopicException extends Exception {

		TopicException(String message, @Nullable Throwable cause) {
			super(message, cause);
		}

	}

}
