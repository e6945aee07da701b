package io.github.metricstcp.internal.server;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;

import io.github.metricstcp.ConnectionCounts;
import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.testing.CapturedLog;
import io.github.metricstcp.testing.RunningExporter;
import io.github.metricstcp.testing.StreamClient;
import io.github.metricstcp.testing.TestAuthority;
import io.netty.handler.ssl.ClientAuth;
import io.netty.util.NetUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for the addresses that may connect, and the warning that all may.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AllowedAddressesTests {

	private static final String WARNING = "Anyone who can connect to 0.0.0.0 can read the metrics stream";

	@Test
	void clientThatIsNotAllowedIsSentNothing() throws Exception {
		try (RunningExporter running = start("10.0.0.0/8", "127.0.0.2"); CapturedLog log = CapturedLog.start()) {
			running.registry().counter("orders").increment();
			for (int i = 0; i < 3; i++) {
				try (Socket refused = socket(running)) {
					assertThat(refused.getInputStream().read()).isEqualTo(-1);
				}
			}
			assertThat(running.exporter().connections()).isEqualTo(new ConnectionCounts(0, 3, 0, 0));
			assertThat(log.warnings()).singleElement()
				.asString()
				.contains("/127.0.0.1:")
				.contains("not one of the allowed addresses");
		}
	}

	@Test
	void clientThatIsAllowedIsServed() {
		try (RunningExporter running = start("10.0.0.0/8", "127.0.0.0/8")) {
			running.registry().counter("orders").increment();
			StreamClient client = running.connect();
			await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(1));
			assertThat(running.exporter().connections()).isEqualTo(new ConnectionCounts(1, 0, 0, 0));
		}
	}

	@Test
	void addressDecidesBeforeAHandshake() throws Exception {
		TestAuthority authority = new TestAuthority("authority");
		try (RunningExporter running = RunningExporter
			.start((builder) -> builder.allowedAddresses(List.of("10.0.0.0/8"))
				.ssl(authority.context(authority.issue("server")), ClientAuth.NONE));
				Socket refused = socket(running)) {
			assertThat(refused.getInputStream().read()).isEqualTo(-1);
			assertThat(running.exporter().connections()).isEqualTo(new ConnectionCounts(0, 1, 0, 0));
		}
	}

	@Test
	void ipv4ClientOfASocketForBothIsAnIpv4Client() throws Exception {
		try (RunningExporter running = RunningExporter
			.start((builder) -> builder.address(ipv6("::")).allowedAddresses(List.of("127.0.0.1")))) {
			running.registry().counter("orders").increment();
			StreamClient client = StreamClient
				.connect(new InetSocketAddress(Inet4Address.getByName("127.0.0.1"), running.address().getPort()));
			await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(1));
			client.close();
		}
	}

	@Test
	void ipv6ClientIsMatchedByIpv6Ranges() throws Exception {
		InetAddress loopback = ipv6("::1");
		assumeThat(NetworkInterface.getByInetAddress(loopback)).isNotNull();
		try (RunningExporter running = RunningExporter
			.start((builder) -> builder.address(loopback).allowedAddresses(List.of("::/64")))) {
			running.registry().counter("orders").increment();
			StreamClient client = running.connect();
			await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(1));
		}
		try (RunningExporter running = RunningExporter
			.start((builder) -> builder.address(loopback).allowedAddresses(List.of("0.0.0.0/0", "fd00::/8")));
				Socket refused = socket(running)) {
			assertThat(refused.getInputStream().read()).isEqualTo(-1);
		}
	}

	@Test
	void addressThatIsNoRangeIsNamed() {
		MetricsTcpExporter.Builder builder = MetricsTcpExporter.builder();
		List<String> addresses = List.of("127.0.0.1", "localhost");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.allowedAddresses(addresses))
			.withMessageStartingWith("'localhost' is not an IP address, or a range");
	}

	@Test
	void openToTheNetworkIsAWarning() throws Exception {
		InetAddress any = InetAddress.getByName("0.0.0.0");
		TestAuthority authority = new TestAuthority("authority");
		try (CapturedLog log = CapturedLog.start()) {
			RunningExporter.start((builder) -> builder.address(any).allowedAddresses(List.of("127.0.0.1"))).close();
			RunningExporter
				.start((builder) -> builder.address(any)
					.ssl(authority.context(authority.issue("server")), ClientAuth.NONE))
				.close();
			RunningExporter.start().close();
			assertThat(log.warnings()).isEmpty();
			RunningExporter.start((builder) -> builder.address(any)).close();
			assertThat(log.warnings()).singleElement()
				.asString()
				.contains(WARNING)
				.contains("Use TLS, or restrict the allowed addresses");
		}
	}

	private static Socket socket(RunningExporter running) throws IOException {
		Socket socket = new Socket(running.address().getAddress(), running.address().getPort());
		socket.setSoTimeout(30_000);
		return socket;
	}

	private static InetAddress ipv6(String address) {
		try {
			return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(address));
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static RunningExporter start(String... allowed) {
		return RunningExporter.start((builder) -> builder.allowedAddresses(List.of(allowed)));
	}

}
