package io.github.metricstcp.autoconfigure;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Objects;

import io.github.metricstcp.BindFailedException;
import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.testing.AnnouncedStreams;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.unix.Errors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import reactor.netty.resources.LoopResources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what happens when the exporter cannot listen. Run once with the native
 * transport, if there is one, and once without: they throw different exceptions.
 */
@Tag("each-transport")
@ExtendWith(OutputCaptureExtension.class)
class BindFailedTests {

	private final SpringApplicationBuilder application = new SpringApplicationBuilder(ApplicationConfiguration.class)
		.web(WebApplicationType.NONE);

	@Test
	void takenPortThatTheUserHasSetStopsTheStart(CapturedOutput output) throws IOException {
		try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThatException()
				.isThrownBy(() -> this.application.run("--metrics-tcp.server.port=" + other.getLocalPort()))
				.havingCause()
				.isInstanceOf(BindFailedException.class)
				.havingRootCause()
				.isInstanceOf(transportsException());
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("on 127.0.0.1:" + other.getLocalPort() + ": the port is already in use.")
				.contains("Stop the program that listens on port " + other.getLocalPort()
						+ ", or set metrics-tcp.server.port to a free port.");
		}
	}

	@Test
	void takenDefaultPortThatTheUserHasSetStopsTheStart() throws IOException {
		try (ServerSocket other = new ServerSocket()) {
			takeDefaultPort(other);
			assertThatException().isThrownBy(() -> this.application.run("--metrics-tcp.server.port=5000"))
				.withCauseInstanceOf(BindFailedException.class);
		}
	}

	@Test
	void takenPortOfTheUsersExporterStopsTheStart() throws IOException {
		try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			MetricsTcpExporter exporter = MetricsTcpExporter.builder().port(other.getLocalPort()).build();
			assertThatException()
				.isThrownBy(() -> this.application.initializers((context) -> ((GenericApplicationContext) context)
					.registerBean(MetricsTcpExporter.class, () -> exporter)).run())
				.withCauseInstanceOf(BindFailedException.class);
		}
	}

	@Test
	void addressOfAnotherMachineStopsTheStart(CapturedOutput output) {
		// From the range for documentation: not the address of any machine
		assertThatException().isThrownBy(() -> this.application.run("--metrics-tcp.server.address=192.0.2.1"))
			.havingCause()
			.isInstanceOf(BindFailedException.class)
			.havingRootCause()
			.isInstanceOf(transportsException());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("on 192.0.2.1:5000: this machine does not have that address.")
			.contains("Set metrics-tcp.server.address to an address of this machine");
	}

	@Test
	void besideATakenDefaultPortAFreeOneIsListenedOnAndAnnounced(CapturedOutput output) throws IOException {
		try (ServerSocket other = new ServerSocket()) {
			takeDefaultPort(other);
			try (ConfigurableApplicationContext context = this.application.web(WebApplicationType.SERVLET)
				.run("--server.port=0", "--management.endpoints.web.exposure.include=metricstcp",
						"--spring.application.name=second")) {
				MetricsTcpExporter exporter = context.getBean(MetricsTcpExporter.class);
				InetSocketAddress address = Objects.requireNonNull(exporter.address());
				assertThat(address.getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
				assertThat(address.getPort()).isNotEqualTo(MetricsTcpExporter.DEFAULT_PORT);
				assertThat(context.getBean(MetricsTcpEndpoint.class).exporter())
					.satisfies((descriptor) -> assertThat(descriptor.listening()).isTrue())
					.satisfies((descriptor) -> assertThat(descriptor.address())
						.isEqualTo("127.0.0.1:" + address.getPort()));
				assertThat(context.getEnvironment().getProperty("local.metrics-tcp.port", Integer.class))
					.isEqualTo(address.getPort());
				assertThat(AnnouncedStreams.ofThisProcess(address.getPort())).hasSize(1)
					.allSatisfy((announced) -> assertThat(announced).containsEntry("name", "second")
						.containsEntry("address", "127.0.0.1")
						.containsEntry("tls", "false"));
				assertThat(output).contains("WARN")
					.contains("The metrics stream cannot listen on 127.0.0.1:5000: the port is already in use. "
							+ "It listens on 127.0.0.1:" + address.getPort() + " instead. "
							+ "The command 'metrics-tcp-observer ps' lists it.")
					.contains("Metrics stream listens on 127.0.0.1:" + address.getPort());
			}
		}
	}

	@Test
	void twoApplicationsWithoutAPortHaveAStreamEach() {
		try (ConfigurableApplicationContext one = this.application.run();
				ConfigurableApplicationContext other = new SpringApplicationBuilder(ApplicationConfiguration.class)
					.web(WebApplicationType.NONE)
					.run()) {
			int ofOne = one.getEnvironment().getRequiredProperty("local.metrics-tcp.port", Integer.class);
			int ofOther = other.getEnvironment().getRequiredProperty("local.metrics-tcp.port", Integer.class);
			assertThat(ofOther).isNotEqualTo(ofOne).isNotEqualTo(MetricsTcpExporter.DEFAULT_PORT);
			assertThat(AnnouncedStreams.ofThisProcess(ofOne)).hasSize(1);
			assertThat(AnnouncedStreams.ofThisProcess(ofOther)).hasSize(1);
			other.stop();
			assertThat(AnnouncedStreams.ofThisProcess(ofOther)).isEmpty();
			assertThat(AnnouncedStreams.ofThisProcess(ofOne)).hasSize(1);
		}
	}

	@Test
	void aStreamThatIsNotToBeFoundIsNotAnnounced() {
		try (ConfigurableApplicationContext context = this.application.run("--metrics-tcp.server.port=0",
				"--metrics-tcp.discovery.enabled=false")) {
			int port = context.getEnvironment().getRequiredProperty("local.metrics-tcp.port", Integer.class);
			assertThat(AnnouncedStreams.ofThisProcess(port)).isEmpty();
		}
	}

	@Test
	void takenDefaultPortOfTheUsersExporterIsAWarning(CapturedOutput output) throws IOException {
		try (ServerSocket other = new ServerSocket()) {
			takeDefaultPort(other);
			MetricsTcpExporter exporter = MetricsTcpExporter.builder().port(MetricsTcpExporter.DEFAULT_PORT).build();
			try (ConfigurableApplicationContext context = this.application.web(WebApplicationType.SERVLET)
				.initializers((initialized) -> ((GenericApplicationContext) initialized)
					.registerBean(MetricsTcpExporter.class, () -> exporter))
				.run("--server.port=0", "--management.endpoints.web.exposure.include=metricstcp")) {
				assertThat(context.getBean(MetricsTcpExporter.class).isListening()).isFalse();
				assertThat(context.getBean(MetricsTcpEndpoint.class).exporter())
					.satisfies((descriptor) -> assertThat(descriptor.listening()).isFalse())
					.satisfies((descriptor) -> assertThat(descriptor.address()).isNull());
				assertThat(context.getEnvironment().containsProperty("local.metrics-tcp.port")).isFalse();
				context.getBean(MeterRegistry.class).counter("orders").increment();
			}
			assertThat(output).contains("WARN")
				.contains("on 127.0.0.1:5000: the port is already in use. The application runs without it.")
				.contains("Set metrics-tcp.server.port to a free port, or metrics-tcp.enabled to false");
		}
	}

	private static void takeDefaultPort(ServerSocket socket) {
		try {
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), MetricsTcpExporter.DEFAULT_PORT));
		}
		catch (IOException ex) {
			// Somebody else has taken it, which is just as good
		}
	}

	private static Class<? extends Throwable> transportsException() {
		boolean withoutNative = "false".equals(System.getProperty("reactor.netty.native"));
		return (withoutNative || !LoopResources.hasNativeSupport()) ? BindException.class
				: Errors.NativeIoException.class;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationConfiguration {

	}

}
