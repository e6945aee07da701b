package io.github.metricstcp.internal.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.github.metricstcp.BindFailedException;
import io.github.metricstcp.MetricsTcpConfig;
import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.MetricsTcpMeterRegistry;
import io.github.metricstcp.StreamAccess;
import io.github.metricstcp.testing.CapturedLog;
import io.github.metricstcp.testing.Ports;
import io.github.metricstcp.testing.StreamClient;
import io.micrometer.core.instrument.Clock;
import org.junit.jupiter.api.Test;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a port that another program has taken.
 */
class TakenPortTests {

	private final MetricsTcpMeterRegistry registry = new MetricsTcpMeterRegistry(MetricsTcpConfig.DEFAULT,
			Clock.SYSTEM);

	@Test
	void aFreePortOfTheSameAddressIsTakenInPlaceOfOneThatNobodyHasSet() throws IOException {
		try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				CapturedLog log = CapturedLog.start()) {
			MetricsTcpServer server = server(other.getLocalPort(), true);
			for (int i = 1; i <= 2; i++) {
				boolean found = i == 1;
				server.start((announced) -> found);
				InetSocketAddress address = Objects.requireNonNull(server.address());
				assertThat(address.getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
				assertThat(address.getPort()).isNotEqualTo(other.getLocalPort());
				assertThat(log.warnings()).hasSize(i)
					.endsWith(
							"The metrics stream cannot listen on 127.0.0.1:%d: the port is already in use. It listens on "
								.formatted(other.getLocalPort()) + "127.0.0.1:%d instead.".formatted(address.getPort())
									+ (found ? " The command 'metrics-tcp-observer ps' lists it." : ""));
				try (StreamClient client = StreamClient.connect(address)) {
					this.registry.counter("orders").increment();
					int expected = i;
					await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(expected));
					server.stop();
				}
			}
		}
	}

	@Test
	void aPortThatIsFreeAgainIsTakenAgain() throws IOException {
		int port = Ports.unused();
		MetricsTcpServer server = server(port, true);
		try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			server.start((address) -> false);
			assertThat(Objects.requireNonNull(server.address()).getPort()).isNotEqualTo(other.getLocalPort());
			server.stop();
		}
		server.start((address) -> false);
		assertThat(Objects.requireNonNull(server.address()).getPort()).isEqualTo(port);
		server.stop();
	}

	@Test
	void aPortThatIsSetStaysAsItIs() throws IOException {
		try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			MetricsTcpServer server = server(other.getLocalPort(), false);
			assertThatExceptionOfType(BindFailedException.class).isThrownBy(() -> server.start((address) -> false))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(BindFailedException.Reason.PORT_IN_USE));
			assertThat(server.address()).isNull();
		}
	}

	@Test
	void anAddressThatIsNotOfThisMachineIsNoReasonForAnotherPort() throws IOException {
		MetricsTcpServer server = new MetricsTcpServer(StreamAccess.of(this.registry),
				settings(InetAddress.getByName("192.0.2.1"), 5000, true));
		assertThatExceptionOfType(BindFailedException.class).isThrownBy(() -> server.start((address) -> false))
			.satisfies((ex) -> assertThat(ex.getAddress().getPort()).isEqualTo(5000));
	}

	@Test
	void onlyADefaultThatNobodyHasSetMayBecomeAnotherPort() {
		assertThat(MetricsTcpExporter.builder().build()).extracting("server.settings.anyPortIfTaken").isEqualTo(true);
		assertThat(MetricsTcpExporter.builder().port(MetricsTcpExporter.DEFAULT_PORT).build())
			.extracting("server.settings.anyPortIfTaken")
			.isEqualTo(false);
	}

	private MetricsTcpServer server(int port, boolean anyPortIfTaken) {
		return new MetricsTcpServer(StreamAccess.of(this.registry),
				settings(InetAddress.getLoopbackAddress(), port, anyPortIfTaken));
	}

	private static ServerSettings settings(InetAddress address, int port, boolean anyPortIfTaken) {
		return new ServerSettings(address, port, anyPortIfTaken, 64, Duration.ofMinutes(5), Duration.ofSeconds(2),
				List.of(), null);
	}

}
