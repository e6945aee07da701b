package io.github.metricstcp.rollup.internal.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.kafka.testing.KafkaBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.metricstcp.kafka.testing.Viewer.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a broker that permits nothing by itself: what is documented to be needed is
 * enough, and what is missing is said.
 */
class RollupSecurityTests {

	private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required "
			+ "username=\"%s\" password=\"%s\"%s;";

	@TempDir
	private Path directory;

	@Test
	void whatIsNotPermittedIsSaidAndWhatIsDocumentedIsEnough() throws Exception {
		List<String> properties = new ArrayList<>(List.of(RollupProcess.BROKER));
		properties.addAll(List.of("listener.security.protocol.map=PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
				"sasl.enabled.mechanisms=PLAIN", "sasl.mechanism.inter.broker.protocol=PLAIN",
				"inter.broker.listener.name=PLAINTEXT",
				"listener.name.plaintext.plain.sasl.jaas.config="
						+ LOGIN.formatted("admin", "a", " user_admin=\"a\" user_rollup=\"r\""),
				"authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
				"super.users=User:admin;User:ANONYMOUS"));
		Map<String, Object> administration = new HashMap<>(login("admin", "a"));
		try (KafkaBroker broker = KafkaBroker.start(this.directory.resolve("broker"),
				properties.toArray(String[]::new))) {
			administration.put("bootstrap.servers", broker.servers());
			try (Admin admin = Admin.create(administration)) {
				admin.createTopics(List.of(new NewTopic("shops", 2, (short) 1))).all().get(30, TimeUnit.SECONDS);
				assertRefused(broker, "wrong", "refuses the login");
				assertRefused(broker, "r", "does not permit this");
				admin.createAcls(permissions()).all().get(30, TimeUnit.SECONDS);
				try (Fleet fleet = new Fleet(broker.servers(), "shops", 2, login("admin", "a"));
						RollupProcess rollup = start(broker, "r");
						FleetReader reader = new FleetReader(broker.servers(), "fleet", Instant.now(),
								login("admin", "a"))) {
					await().untilAsserted(() -> {
						fleet.record(10);
						assertThat(reader.total("orders")).as(() -> String.join("\n", rollup.lines())).isPositive();
					});
				}
			}
		}
	}

	private void assertRefused(KafkaBroker broker, String password, String clause) throws Exception {
		try (RollupProcess rollup = start(broker, password)) {
			await().untilAsserted(() -> assertThat(rollup.lines()).anyMatch((line) -> line.contains(clause)));
			assertThat(rollup.lines()).allMatch((line) -> line.startsWith("metrics-tcp-rollup: "));
		}
	}

	private RollupProcess start(KafkaBroker broker, String password) throws Exception {
		return RollupProcess.start(broker, this.directory.resolve("rollup"), login("rollup", password), "--source",
				"shops", "--output", "fleet");
	}

	private static List<AclBinding> permissions() {
		List<AclBinding> permissions = new ArrayList<>();
		permit(permissions, ResourceType.TOPIC, "shops", PatternType.LITERAL, AclOperation.READ);
		permit(permissions, ResourceType.TOPIC, "fleet", PatternType.PREFIXED, AclOperation.READ, AclOperation.WRITE,
				AclOperation.CREATE, AclOperation.DELETE, AclOperation.DESCRIBE_CONFIGS);
		permit(permissions, ResourceType.GROUP, "fleet", PatternType.LITERAL, AclOperation.READ);
		permit(permissions, ResourceType.TRANSACTIONAL_ID, "fleet", PatternType.PREFIXED, AclOperation.WRITE);
		return permissions;
	}

	private static void permit(List<AclBinding> permissions, ResourceType type, String name, PatternType pattern,
			AclOperation... operations) {
		for (AclOperation operation : operations) {
			permissions.add(new AclBinding(new ResourcePattern(type, name, pattern),
					new AccessControlEntry("User:rollup", "*", operation, AclPermissionType.ALLOW)));
		}
	}

	private static Map<String, String> login(String user, String password) {
		return Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN", "sasl.jaas.config",
				LOGIN.formatted(user, password, ""));
	}

}
