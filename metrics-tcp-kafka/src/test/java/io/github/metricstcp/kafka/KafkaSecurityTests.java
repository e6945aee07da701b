package io.github.metricstcp.kafka;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.kafka.testing.KafkaBroker;
import io.github.metricstcp.kafka.testing.Models;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.metricstcp.kafka.testing.Viewer.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a broker that asks for a login, and permits nothing by itself.
 */
class KafkaSecurityTests {

	private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required "
			+ "username=\"%s\" password=\"%s\"%s;";

	private static KafkaBroker broker;

	private final List<String> said = new CopyOnWriteArrayList<>();

	@BeforeAll
	static void startBroker(@TempDir Path directory) throws Exception {
		broker = KafkaBroker.start(directory,
				"listener.security.protocol.map=PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
				"sasl.enabled.mechanisms=PLAIN", "sasl.mechanism.inter.broker.protocol=PLAIN",
				"inter.broker.listener.name=PLAINTEXT",
				"listener.name.plaintext.plain.sasl.jaas.config="
						+ LOGIN.formatted("admin", "a", " user_admin=\"a\" user_relay=\"r\""),
				"authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
				"super.users=User:admin;User:ANONYMOUS");
	}

	@AfterAll
	static void stopBroker() {
		if (broker != null) {
			broker.close();
		}
	}

	@Test
	void aLoginThatIsRefusedIsSaid() {
		try (KafkaRelay relay = relay("shops", "wrong")) {
			new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open();
			await().until(() -> !this.said.isEmpty());
			assertThat(this.said.get(0))
				.isEqualTo(("Kafka %s: refuses the login: Authentication failed: Invalid username "
						+ "or password (sasl.jaas.config and sasl.mechanism in --kafka-config). Up to 64 MB are kept meanwhile, "
						+ "then the oldest samples are dropped.")
					.formatted(broker.servers()));
		}
	}

	@Test
	void whatIsNotPermittedIsSaidAndNothingIsLostUntilItIs() throws Exception {
		CatchUpClock clock = new CatchUpClock(null);
		ObserverModel model = new ObserverModel(clock, 100);
		try (KafkaRelay relay = relay("orders", "r"); Admin admin = Admin.create(properties(login("admin", "a")))) {
			FrameSource source = new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open();
			source.total("orders", 5);
			await().until(() -> !this.said.isEmpty());
			assertThat(this.said.get(0))
				.startsWith("Kafka %s: does not permit this: permit Write, Describe and Create on topic orders. Up to"
					.formatted(broker.servers()));
			admin
				.createAcls(List.of(permission("orders", AclOperation.WRITE), permission("orders", AclOperation.CREATE),
						permission("orders", AclOperation.READ)))
				.all()
				.get(30, TimeUnit.SECONDS);
			await().until(() -> relay.counts().records() == 1);
			assertThat(relay.counts().droppedRecords()).isZero();
			try (KafkaReader reader = new KafkaReader(
					new KafkaSource(new KafkaSettings(broker.servers(), "orders", login("relay", "r")), null), clock,
					100, model::addTarget, this.said::add)) {
				reader.start();
				await().until(() -> Models.total(model, "shop", "orders") == 5);
			}
		}
		assertThat(this.said).hasSize(3);
		assertThat(this.said.subList(1, 3)).containsExactly(
				"Kafka %s: created topic orders.".formatted(broker.servers()),
				"Kafka %s: connected, writes to topic orders.".formatted(broker.servers()));
	}

	@Test
	void writeDescribeAndCreateAreEnough() throws Exception {
		try (Admin admin = Admin.create(properties(login("admin", "a")))) {
			admin
				.createAcls(List.of(permission("stock", AclOperation.WRITE), permission("stock", AclOperation.DESCRIBE),
						permission("stock", AclOperation.CREATE)))
				.all()
				.get(30, TimeUnit.SECONDS);
		}
		try (KafkaRelay relay = relay("stock", "r")) {
			new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open().total("orders", 5);
			await().until(() -> relay.counts().records() == 1);
		}
		assertThat(this.said).containsExactly("Kafka %s: created topic stock.".formatted(broker.servers()),
				"Kafka %s: connected, writes to topic stock.".formatted(broker.servers()));
	}

	private static AclBinding permission(String topic, AclOperation operation) {
		return new AclBinding(new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
				new AccessControlEntry("User:relay", "*", operation, AclPermissionType.ALLOW));
	}

	private KafkaRelay relay(String topic, String password) {
		KafkaRelay relay = new KafkaRelay(new KafkaSettings(broker.servers(), topic, login("relay", password)),
				KafkaRelay.DEFAULT_MEMORY, 100, this.said::add);
		relay.start();
		return relay;
	}

	private static Map<String, Object> properties(Map<String, String> login) {
		Map<String, Object> properties = new HashMap<>(login);
		properties.put("bootstrap.servers", broker.servers());
		return properties;
	}

	private static Map<String, String> login(String user, String password) {
		return Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN", "sasl.jaas.config",
				LOGIN.formatted(user, password, ""));
	}

}
