package io.github.metricstcp.rollup;

import java.util.Set;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RollupPermissions}: what is said to be missing is what
 * {@code docs/fleet.md} lists.
 */
class RollupPermissionsTests {

	private final RollupPermissions permissions = new RollupPermissions(RollupDriver.settings()
		.source("shops")
		.output("fleet")
		.sketches("fleet-sketches")
		.application("id")
		.build());

	@Test
	void whatIsNotPermittedIsNamed() {
		assertClause(new TopicAuthorizationException(Set.of("shops")), "Read on topic shops");
		assertClause(new TopicAuthorizationException(Set.of("fleet")),
				"Write, and Create if it is not there, on topic fleet");
		assertClause(new TopicAuthorizationException(Set.of("fleet-sketches")),
				"Write, and Create if it is not there, on topic fleet-sketches");
		assertClause(new TopicAuthorizationException(Set.of("id-windows-repartition")),
				"Read, Write, Create, Delete and DescribeConfigs on topic id-windows-repartition");
		assertClause(GroupAuthorizationException.forGroupId("id"), "Read on the group id");
		assertClause(new TransactionalIdAuthorizationException("no"), "Write on transactional ids that begin with id");
	}

	@Test
	void aFailureThatNamesNothingIsSaidInOtherWords() {
		assertThat(this.permissions.clause(new TopicAuthorizationException("no"))).isNull();
		assertThat(this.permissions.clause(new ClusterAuthorizationException("no"))).isNull();
		assertThat(this.permissions.clause(new KafkaException("no"))).isNull();
	}

	private void assertClause(KafkaException failure, String clause) {
		String expected = "does not permit this: permit " + clause;
		assertThat(this.permissions.clause(failure)).isEqualTo(expected);
		assertThat(this.permissions.clause(new ExecutionException(failure))).isEqualTo(expected);
		assertThat(this.permissions.clause(new StreamsException("task", failure))).isEqualTo(expected);
	}

}
