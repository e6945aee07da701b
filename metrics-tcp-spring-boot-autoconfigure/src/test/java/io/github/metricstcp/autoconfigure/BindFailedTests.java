package io.github.metricstcp.autoconfigure;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

import io.github.metricstcp.BindFailedException;
import io.github.metricstcp.MetricsTcpExporter;
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
	void takenDefaultPortIsAWarning(CapturedOutput output) throws IOException {
		try (ServerSocket other = new ServerSocket()) {
			takeDefaultPort(other);
			try (ConfigurableApplicationContext context = this.application.web(WebApplicationType.SERVLET)
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
