package io.github.metricstcp.rollup.internal.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

	/**
	 * Takes precedence over all that is permitted.
	 */
	private static final AclBinding DENIED = new AclBinding(
			new ResourcePattern(ResourceType.TOPIC, "fleet", PatternType.LITERAL),
			new AccessControlEntry("User:rollup", "*", AclOperation.WRITE, AclPermissionType.DENY));

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
				admin.createTopics(List.of(new NewTopic("shops", 2, (short) 1), new NewTopic("fleet", 1, (short) 1)))
					.all()
					.get(30, TimeUnit.SECONDS);
				assertRefused(broker, "wrong", "refuses the login");
				assertRefused(broker, "r", "does not permit this: permit Read on topic shops");
				admin.createAcls(permissions()).all().get(30, TimeUnit.SECONDS);
				admin.createAcls(List.of(DENIED)).all().get(30, TimeUnit.SECONDS);
				try (Fleet fleet = new Fleet(broker.servers(), "shops", 2, login("admin", "a"));
						RollupProcess rollup = start(broker, "r");
						FleetReader reader = new FleetReader(broker.servers(), "fleet", Instant.now(),
								login("admin", "a"))) {
					awaitAttempts(admin, fleet, 3);
					admin.deleteAcls(List.of(DENIED.toFilter())).all().get(30, TimeUnit.SECONDS);
					await().untilAsserted(() -> {
						fleet.record(10);
						assertThat(reader.total("orders")).as(() -> String.join("\n", rollup.lines())).isPositive();
						assertThat(rollup.lines()).anyMatch((line) -> line.contains("connected again"));
					});
					assertThat(rollup.lines()).filteredOn((line) -> line.contains("permit") || line.contains("again"))
						.satisfiesExactly((line) -> assertThat(line).contains("permit Write, ", "on topic fleet;"),
								(line) -> assertThat(line).contains("connected again"));
				}
			}
		}
	}

	/**
	 * Waits until a rollup, which is the only one, has joined its group some times anew.
	 */
	private static void awaitAttempts(Admin admin, Fleet fleet, int attempts) {
		Set<String> members = new HashSet<>();
		// The group is not there at first
		await().ignoreExceptions().untilAsserted(() -> {
			fleet.record(10);
			admin.describeConsumerGroups(List.of("fleet"))
				.all()
				.get(30, TimeUnit.SECONDS)
				.get("fleet")
				.members()
				.forEach((each) -> members.add(each.consumerId()));
			assertThat(members).hasSizeGreaterThanOrEqualTo(attempts);
		});
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
