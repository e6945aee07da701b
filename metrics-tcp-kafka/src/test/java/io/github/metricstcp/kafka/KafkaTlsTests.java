package io.github.metricstcp.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.kafka.testing.KafkaBroker;
import io.github.metricstcp.kafka.testing.Models;
import io.github.metricstcp.testing.TestAuthority;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.metricstcp.kafka.testing.Viewer.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a broker that talks TLS only, and asks its clients for certificates.
 */
class KafkaTlsTests {

	private static final String TRUST = """
			security.protocol=SSL
			ssl.truststore.type=PEM
			ssl.truststore.location=%s
			""";

	private static final String CERTIFICATE = """
			ssl.keystore.type=PEM
			ssl.keystore.location=%s
			""";

	private static final TestAuthority AUTHORITY = new TestAuthority("authority");

	private static KafkaBroker broker;

	private static Path authority;

	private final List<String> said = new CopyOnWriteArrayList<>();

	@TempDir
	private Path directory;

	@BeforeAll
	static void startBroker(@TempDir Path directory) throws Exception {
		TestAuthority.write(AUTHORITY.root(), directory, "authority");
		authority = directory.resolve("authority.crt");
		broker = KafkaBroker.start(directory.resolve("broker"),
				"listener.security.protocol.map=PLAINTEXT:SSL,CONTROLLER:PLAINTEXT",
				"inter.broker.listener.name=PLAINTEXT", "ssl.client.auth=required", "ssl.keystore.type=PEM",
				"ssl.keystore.location=" + keyStore(AUTHORITY.issue("broker"), directory, "broker"),
				"ssl.truststore.type=PEM", "ssl.truststore.location=" + authority);
	}

	@AfterAll
	static void stopBroker() {
		if (broker != null) {
			broker.close();
		}
	}

	private static Path keyStore(X509Bundle bundle, Path directory, String name) throws Exception {
		return Files.writeString(directory.resolve(name + ".pem"),
				bundle.getPrivateKeyPEM() + bundle.getCertificatePathPEM());
	}

	@Test
	void streamsGoInAndOutOverTls() throws Exception {
		KafkaSettings settings = settings(TRUST.formatted(authority)
				+ CERTIFICATE.formatted(keyStore(AUTHORITY.issue("relay"), this.directory, "relay")));
		CatchUpClock clock = new CatchUpClock(null);
		ObserverModel model = new ObserverModel(clock, 100);
		try (KafkaRelay relay = relay(settings)) {
			new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open().total("orders", 5);
			await().until(() -> relay.counts().records() == 1);
			try (KafkaReader reader = new KafkaReader(new KafkaSource(settings, null), clock, 100, model::addTarget,
					this.said::add)) {
				reader.start();
				await().until(() -> Models.total(model, "shop", "orders") == 5);
			}
		}
		assertThat(this.said).allMatch((each) -> each.contains(": created topic") || each.contains(": connected,"));
	}

	@Test
	void anAuthorityThatIsNotTrustedIsSaid() throws Exception {
		TestAuthority.write(new TestAuthority("other").root(), this.directory, "other");
		try (KafkaRelay relay = relay(settings(TRUST.formatted(this.directory.resolve("other.crt"))))) {
			new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open();
			await().until(() -> !this.said.isEmpty());
			assertThat(this.said.get(0)).startsWith("Kafka %s: does not get through TLS: ".formatted(broker.servers()))
				.contains("(security.protocol and ssl.truststore.location in --kafka-config).");
		}
	}

	@Test
	void aCertificateThatIsMissingIsSaid() throws Exception {
		try (KafkaRelay relay = relay(settings(TRUST.formatted(authority)))) {
			new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open();
			await().until(() -> !this.said.isEmpty());
			assertThat(this.said.get(0)).startsWith("Kafka %s: does not get through TLS: ".formatted(broker.servers()));
		}
	}

	@Test
	void aProtocolThatIsForgottenIsAskedAbout() throws Exception {
		try (KafkaRelay relay = relay(settings(""))) {
			new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open();
			await().until(() -> !this.said.isEmpty());
			assertThat(this.said.get(0))
				.startsWith(("Kafka %s: does not answer (--kafka): is a broker there, one without TLS "
						+ "(security.protocol in --kafka-config), and can ")
					.formatted(broker.servers()));
		}
	}

	@Test
	void aFileThatIsMissingIsNamed() throws Exception {
		Path missing = this.directory.resolve("missing.crt");
		try (KafkaRelay relay = relay(settings(TRUST.formatted(missing)))) {
			new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open();
			await().until(() -> !this.said.isEmpty());
			assertThat(this.said.get(0)).contains(missing.toString());
		}
	}

	private KafkaSettings settings(String properties) throws Exception {
		Path file = Files.writeString(this.directory.resolve("kafka.properties"), properties);
		Map<String, String> read = KafkaSettings.readProperties(file);
		return new KafkaSettings(broker.servers(), "shops", read);
	}

	private KafkaRelay relay(KafkaSettings settings) {
		KafkaRelay relay = new KafkaRelay(settings, KafkaRelay.DEFAULT_MEMORY, 100, this.said::add);
		relay.start();
		return relay;
	}

}
