package io.github.metricstcp.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.MetricsTcpMeterRegistry;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.page.LivePage;
import io.github.metricstcp.testing.Ports;
import io.github.metricstcp.testing.TestAuthority;
import io.micrometer.core.instrument.Clock;
import io.netty.handler.ssl.ClientAuth;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link MetricsTcpPageAutoConfiguration}.
 */
@Tag("page")
@ExtendWith(OutputCaptureExtension.class)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MetricsTcpPageAutoConfigurationTests {

	private static final String TOKEN = "0123456789abcdef";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withPropertyValues("metrics-tcp.server.port=0", "metrics-tcp.page.port=0")
		.withUserConfiguration(ClockConfiguration.class)
		.withConfiguration(
				AutoConfigurations.of(MetricsTcpAutoConfiguration.class, MetricsTcpPageAutoConfiguration.class));

	@Test
	void servesThePageAndSaysWhere(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(LivePageLifecycle.class);
			OpenedPage page = page(context);
			assertThat(output).contains("Live metrics: " + page.address()).doesNotContain("WARN");
			assertThat(page.get("").statusCode()).isEqualTo(200);
			assertThat(page.get("").body()).contains("<html");
		});
	}

	@Test
	void backsOffWithoutThePage() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(LivePage.class)).run((context) -> {
			assertThat(context).hasSingleBean(MetricsTcpExporter.class).doesNotHaveBean(LivePageLifecycle.class);
			assertThat(context).doesNotHaveBean(MetricsTcpPageProperties.class);
			assertThat(port(context)).isNull();
		});
	}

	@Test
	void canBeDisabled() {
		this.contextRunner.withPropertyValues("metrics-tcp.page.enabled=false").run((context) -> {
			assertThat(context).hasSingleBean(MetricsTcpExporter.class).doesNotHaveBean(LivePageLifecycle.class);
			assertThat(port(context)).isNull();
			assertThat(ConditionEvaluationReport.find(context.getBeanFactory())
				.getConditionAndOutcomesBySource()
				.get(MetricsTcpPageAutoConfiguration.class.getName())
				.isFullMatch()).isFalse();
		});
	}

	@Test
	void canBeEnabledByName() {
		this.contextRunner.withPropertyValues("metrics-tcp.page.enabled=true")
			.run((context) -> assertThat(page(context).get("").statusCode()).isEqualTo(200));
	}

	@Test
	void backsOffWithoutAnExporter() {
		this.contextRunner.withPropertyValues("metrics-tcp.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LivePageLifecycle.class));
	}

	@Test
	void leavesThePageOfTheParentContextAlone() {
		this.contextRunner.run((parent) -> this.contextRunner.withParent(parent).run((child) -> {
			assertThat(child).hasNotFailed();
			assertThat(child.getBeanFactory().getBeanNamesForType(LivePageLifecycle.class)).isEmpty();
			child.close();
			assertThat(page(parent).get("").statusCode()).isEqualTo(200);
		}));
	}

	// As the documentation says
	@Test
	void anotherPageCanTakeItsPlace() {
		this.contextRunner.withPropertyValues("metrics-tcp.page.enabled=false")
			.withUserConfiguration(AnotherPageConfiguration.class)
			.run((context) -> {
				assertThat(context).hasSingleBean(LivePage.class).doesNotHaveBean(LivePageLifecycle.class);
				OpenedPage page = new OpenedPage(context.getBean(LivePage.class).start(), null);
				assertThat(page.get("").statusCode()).isEqualTo(200);
			});
	}

	@Test
	void hasTheDefaultPortOrAnotherOne() {
		new ApplicationContextRunner().withPropertyValues("metrics-tcp.server.port=0")
			.withUserConfiguration(ClockConfiguration.class)
			.withConfiguration(
					AutoConfigurations.of(MetricsTcpAutoConfiguration.class, MetricsTcpPageAutoConfiguration.class))
			.run((context) -> {
				assertThat(context.getBean(MetricsTcpPageProperties.class).port()).isEqualTo(LivePage.DEFAULT_PORT);
				assertThat(page(context).get("").statusCode()).isEqualTo(200);
			});
	}

	@Test
	void hasThePortThatIsSet(CapturedOutput output) {
		int free = Ports.unused();
		this.contextRunner.withPropertyValues("metrics-tcp.page.port=" + free).run((context) -> {
			assertThat(port(context)).isEqualTo(free);
			assertThat(output).contains("Live metrics: http://127.0.0.1:%d/".formatted(free));
		});
	}

	@Test
	void hasAFreePortIfItsOwnIsTaken(CapturedOutput output) throws IOException {
		try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			int taken = other.getLocalPort();
			this.contextRunner.withPropertyValues("metrics-tcp.page.port=" + taken).run((context) -> {
				assertThat(port(context)).isNotNull().isNotEqualTo(taken);
				assertThat(page(context).get("").statusCode()).isEqualTo(200);
				assertThat(output).contains("WARN")
					.contains("The live page cannot be served at 127.0.0.1:%d: ".formatted(taken))
					.contains("It has port %d instead. Set metrics-tcp.page.port to a free port, or to 0 for any."
						.formatted(port(context)))
					.contains("Live metrics: http://127.0.0.1:%d/".formatted(port(context)));
			});
		}
	}

	@Test
	void addressOfAnotherMachineIsAWarning(CapturedOutput output) {
		// From the range for documentation: not the address of any machine
		this.contextRunner
			.withPropertyValues("metrics-tcp.page.address=192.0.2.1", "metrics-tcp.page.port=5080",
					"metrics-tcp.page.token=" + TOKEN)
			.run((context) -> {
				assertNotStarted(context);
				assertThat(output).contains("WARN")
					.contains("The live page cannot be served at 192.0.2.1:0: ")
					.contains("The application runs without it. Set metrics-tcp.page.address to an address of this "
							+ "machine.");
			});
	}

	@Test
	void widerAddressNeedsAToken(CapturedOutput output) {
		this.contextRunner.withPropertyValues("metrics-tcp.page.address=0.0.0.0").run((context) -> {
			assertNotStarted(context);
			assertThat(output).contains("WARN")
				.contains("The live page is not started: at 0.0.0.0 (metrics-tcp.page.address) all who can reach this "
						+ "machine could read it. Set metrics-tcp.page.token to a secret of 16 or more letters, digits, "
						+ "- and _, metrics-tcp.page.ssl.bundle and metrics-tcp.page.ssl.client-auth=need to ask browsers "
						+ "for certificates, or the address to 127.0.0.1.");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "tooshort", "with.other.signs.than.those" })
	void tokenThatIsNotRightIsExplainedButNotShown(String token, CapturedOutput output) {
		this.contextRunner.withPropertyValues("metrics-tcp.page.token=" + token).run((context) -> {
			assertNotStarted(context);
			assertThat(output).contains("WARN")
				.contains("The live page is not started: metrics-tcp.page.token must have 16 or more letters, digits, "
						+ "- and _, and nothing else.");
			assertThat(token.isEmpty() || !output.toString().contains(token)).isTrue();
		});
	}

	@Test
	void widerAddressAsksForTheToken(CapturedOutput output) {
		this.contextRunner.withPropertyValues("metrics-tcp.page.address=0.0.0.0", "metrics-tcp.page.token=" + TOKEN)
			.run((context) -> {
				assertThat(page(context).get("").statusCode()).isEqualTo(401);
				assertThat(OpenedPage.of(context.getEnvironment(), TOKEN).get("").statusCode()).isEqualTo(200);
				assertThat(output)
					.contains("Live metrics: http://localhost:%d/?token=TOKEN, where TOKEN is that of "
						.formatted(port(context)) + "metrics-tcp.page.token")
					.doesNotContain(TOKEN);
			});
	}

	@Test
	void servesThePageInEachTypeOfApplication() {
		AutoConfigurations configurations = AutoConfigurations.of(MetricsTcpAutoConfiguration.class,
				MetricsTcpPageAutoConfiguration.class);
		String[] properties = { "metrics-tcp.server.port=0", "metrics-tcp.page.port=0" };
		new WebApplicationContextRunner().withPropertyValues(properties)
			.withUserConfiguration(ClockConfiguration.class)
			.withConfiguration(configurations)
			.run((context) -> assertThat(OpenedPage.of(context.getEnvironment()).get("").statusCode()).isEqualTo(200));
		new ReactiveWebApplicationContextRunner().withPropertyValues(properties)
			.withUserConfiguration(ClockConfiguration.class)
			.withConfiguration(configurations)
			.run((context) -> assertThat(OpenedPage.of(context.getEnvironment()).get("").statusCode()).isEqualTo(200));
	}

	@Test
	void threadsOfThePageDoNotKeepAnApplicationRunning() {
		this.contextRunner.run((context) -> {
			page(context).get("");
			assertThat(Thread.getAllStackTraces().keySet())
				.filteredOn((thread) -> thread.getName().startsWith("metrics-tcp"))
				.extracting(Thread::getName)
				.anyMatch((name) -> name.startsWith("metrics-tcp-page"));
			assertThat(Thread.getAllStackTraces().keySet())
				.filteredOn((thread) -> thread.getName().startsWith("metrics-tcp"))
				.allMatch(Thread::isDaemon);
		});
	}

	@Test
	void filesOfThePageAreInANativeImage() {
		RuntimeHints hints = new RuntimeHints();
		new LivePageRuntimeHints().registerHints(hints, getClass().getClassLoader());
		assertThat(new String[] { "index.html", "page.js", "page.css", "uPlot.iife.min.js", "icon.svg" })
			.allSatisfy((file) -> {
				assertThat(LivePage.class.getResource(file)).isNotNull();
				assertThat(hints)
					.matches(RuntimeHintsPredicates.resource().forResource("io/github/metricstcp/page/" + file));
			});
	}

	@Test
	void historyIsThatOfTheProperty() {
		this.contextRunner.withPropertyValues("metrics-tcp.page.history=3MB")
			.run((context) -> assertThat(context.getBean(LivePageLifecycle.class)).extracting("page")
				.extracting("model")
				.extracting("series")
				.extracting("history")
				.extracting("maxBytes")
				.isEqualTo(3L << 20));
	}

	@Test
	void startsAfterTheExporterAndClosesBeforeIt(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(LivePageLifecycle.class).getPhase())
				.isGreaterThan(context.getBean(MetricsTcpExporterLifecycle.class).getPhase());
			MetricsTcpExporter exporter = context.getBean(MetricsTcpExporter.class);
			await().until(() -> exporter.clientCount() == 1);
			int port = port(context);
			context.close();
			assertThat(exporter.clientCount()).isZero();
			assertThat(context.getEnvironment().containsProperty("local.metrics-tcp.page.port")).isFalse();
			// Taken again without a word: it is free
			this.contextRunner.withPropertyValues("metrics-tcp.page.port=" + port)
				.run((again) -> assertThat(port(again)).isEqualTo(port));
		});
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void exporterThatDoesNotListenIsAWarning(CapturedOutput output) throws IOException {
		try (ServerSocket other = new ServerSocket()) {
			takeDefaultPort(other);
			new ApplicationContextRunner().withUserConfiguration(DefaultPortConfiguration.class)
				.withPropertyValues("metrics-tcp.page.port=0")
				.withConfiguration(
						AutoConfigurations.of(MetricsTcpAutoConfiguration.class, MetricsTcpPageAutoConfiguration.class))
				.run((context) -> {
					assertNotStarted(context);
					assertThat(output).contains("The live page is not started: the metrics stream does not listen. "
							+ "Set metrics-tcp.server.port to a free port.");
				});
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

	@Test
	void streamThatDoesNotAllowTheLoopbackAddressIsAWarning(CapturedOutput output) {
		this.contextRunner.withPropertyValues("metrics-tcp.server.allowed-addresses=192.0.2.0/24").run((context) -> {
			assertThat(page(context).get("").statusCode()).isEqualTo(200);
			String address = "127.0.0.1:" + context.getBean(MetricsTcpExporter.class).address().getPort();
			await()
				.untilAsserted(() -> assertThat(output).contains("The live page is without data. The metrics stream at "
						+ address + ": closed before sending anything: this address may not be allowed"));
		});
	}

	@Test
	void exporterWithACertificateOfItsOwnIsAWarning(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(OwnCertificateConfiguration.class).run((context) -> {
			assertNotStarted(context);
			assertThat(output)
				.contains("The live page is not started: the certificate of the metrics stream is not "
						+ "that of an SSL bundle (metrics-tcp.server.ssl.bundle)")
				.contains("Watch the stream with metrics-tcp-observer --web instead.");
		});
	}

	private static void assertNotStarted(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed();
		assertThat(context.isRunning()).isTrue();
		assertThat(port(context)).isNull();
		assertThat(context.getBean(MetricsTcpExporter.class).clientCount()).isZero();
	}

	private static OpenedPage page(AssertableApplicationContext context) {
		return OpenedPage.of(context.getEnvironment());
	}

	private static Integer port(AssertableApplicationContext context) {
		return context.getEnvironment().getProperty("local.metrics-tcp.page.port", Integer.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class ClockConfiguration {

		@Bean
		Clock clock() {
			return Clock.SYSTEM;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DefaultPortConfiguration {

		@Bean
		Clock clock() {
			return Clock.SYSTEM;
		}

		@Bean
		MetricsTcpExporter exporterOfTheDefaultPort(MetricsTcpMeterRegistry registry) {
			return MetricsTcpExporter.builder().registry(registry).port(MetricsTcpExporter.DEFAULT_PORT).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnCertificateConfiguration {

		@Bean
		MetricsTcpExporter exporterWithACertificate(MetricsTcpMeterRegistry registry) {
			TestAuthority authority = new TestAuthority("authority");
			return MetricsTcpExporter.builder()
				.registry(registry)
				.port(0)
				.ssl(authority.context(authority.issue("own")), ClientAuth.NONE)
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnotherPageConfiguration {

		@Bean
		LivePage anotherPage() {
			ObserverModel model = new ObserverModel(TimeSource.system(), 10, "the limit", 1 << 20);
			return LivePage.builder(model).port(0).build();
		}

	}

}
