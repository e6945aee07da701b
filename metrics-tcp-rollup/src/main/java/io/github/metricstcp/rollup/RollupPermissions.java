package io.github.metricstcp.rollup;

import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.jspecify.annotations.Nullable;

/**
 * The permissions that a rollup needs from brokers.
 */
final class RollupPermissions {

	private final RollupSettings settings;

	RollupPermissions(RollupSettings settings) {
		this.settings = settings;
	}

	/**
	 * Returns those on a topic.
	 */
	String of(String topic) {
		if (topic.equals(this.settings.source())) {
			return "Read";
		}
		boolean written = topic.equals(this.settings.output()) || topic.equals(this.settings.sketches());
		return written ? "Write, and Create if it is not there," : "Read, Write, Create, Delete and DescribeConfigs";
	}

	/**
	 * Returns the clause for a failure that names what is not permitted.
	 * @return the clause, {@code null} if the failure names nothing
	 */
	@Nullable String clause(Throwable thrown) {
		AuthorizationException failure = find(thrown);
		if (failure instanceof TopicAuthorizationException ofTopic) {
			return ofTopic.unauthorizedTopics()
				.stream()
				.sorted()
				.findFirst()
				.map((topic) -> clause(of(topic), "topic " + topic))
				.orElse(null);
		}
		if (failure instanceof GroupAuthorizationException) {
			return clause("Read", "the group " + this.settings.application());
		}
		if (failure instanceof TransactionalIdAuthorizationException) {
			return clause("Write", "transactional ids that begin with " + this.settings.application());
		}
		return null;
	}

	private static @Nullable AuthorizationException find(@Nullable Throwable thrown) {
		if (thrown == null || thrown instanceof ClusterAuthorizationException) {
			return null;
		}
		return (thrown instanceof AuthorizationException found) ? found : find(thrown.getCause());
	}

	private static String clause(String permission, String resource) {
		return "does not permit this: permit %s on %s".formatted(permission, resource);
	}

}
