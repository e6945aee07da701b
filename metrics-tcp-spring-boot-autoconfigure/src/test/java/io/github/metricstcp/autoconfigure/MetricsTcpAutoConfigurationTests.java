package io.github.metricstcp.autoconfigure;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import io.github.metricstcp.MetricsTcpConfig;
import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.MetricsTcpMeterRegistry;
import io.github.metricstcp.MetricsTcpMetrics;
import io.github.metricstcp.testing.StreamClient;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.logging.LoggingMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link MetricsTcpAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MetricsTcpAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withPropertyValues("metrics-tcp.server.port=0")
		.withConfiguration(AutoConfigurations.of(MetricsTcpAutoConfiguration.class));

	private final ApplicationContextRunner metricsContextRunner = this.contextRunner.withConfiguration(
			AutoConfigurations.of(MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class, ObservationAutoConfiguration.class));

	@Test
	void backsOffWithoutAClock() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(MetricsTcpMeterRegistry.class)
			.doesNotHaveBean(MetricsTcpExporter.class));
	}

	@Test
	void autoConfiguresAnExporterThatListens() {
		this.contextRunner.withUserConfiguration(BaseConfiguration.class).run((context) -> {
			assertThat(context).hasSingleBean(MetricsTcpConfig.class)
				.hasSingleBean(MetricsTcpMeterRegistry.class)
				.hasSingleBean(MetricsTcpExporter.class)
				.hasSingleBean(MetricsTcpMetrics.class);
			assertThat(exporter(context).registry()).isSameAs(context.getBean(MetricsTcpMeterRegistry.class));
			assertThat(exporter(context).isListening()).isTrue();
		});
	}

	@Test
	void canBeDisabledByDefault() {
		this.contextRunner.withUserConfiguration(BaseConfiguration.class)
			.withPropertyValues("management.defaults.metrics.export.enabled=false")
			.run((context) -> {
				assertDisabled(context);
				assertThat(conditionMessage(context)).contains("management.defaults.metrics.export.enabled is false");
			});
	}

	@Test
	void canBeDisabledByName() {
		this.contextRunner.withUserConfiguration(BaseConfiguration.class)
			.withPropertyValues("metrics-tcp.enabled=false")
			.run((context) -> {
				assertDisabled(context);
				assertThat(conditionMessage(context)).contains("metrics-tcp.enabled is false");
			});
	}

	@Test
	void canBeEnabledByNameWhenExportsAreDisabledByDefault() {
		this.contextRunner.withUserConfiguration(BaseConfiguration.class)
			.withPropertyValues("management.defaults.metrics.export.enabled=false", "metrics-tcp.enabled=true")
			.run((context) -> {
				assertThat(context).hasSingleBean(MetricsTcpExporter.class);
				assertThat(conditionMessage(context)).contains("metrics-tcp.enabled is true");
			});
	}

	@Test
	void isEnabledWhenNothingIsSaid() {
		this.contextRunner.withUserConfiguration(BaseConfiguration.class)
			.run((context) -> assertThat(conditionMessage(context))
				.contains("neither metrics-tcp.enabled nor management.defaults.metrics.export.enabled is set"));
	}

	private static void assertDisabled(ApplicationContext context) {
		assertThat(context.getBeanNamesForType(MetricsTcpConfig.class)).isEmpty();
		assertThat(context.getBeanNamesForType(MetricsTcpMeterRegistry.class)).isEmpty();
		assertThat(context.getBeanNamesForType(MetricsTcpExporter.class)).isEmpty();
		assertThat(context.getBeanNamesForType(MetricsTcpMetrics.class)).isEmpty();
		assertThat(context.getBeanNamesForType(MetricsTcpExporterLifecycle.class)).isEmpty();
	}

	private static String conditionMessage(ApplicationContext context) {
		StringBuilder message = new StringBuilder();
		ConditionEvaluationReport.find(context.getAutowireCapableBeanFactory())
			.getConditionAndOutcomesBySource()
			.get(MetricsTcpAutoConfiguration.class.getName())
			.forEach((outcome) -> message.append(outcome.getOutcome().getMessage()).append('\n'));
		return message.toString();
	}

	@Test
	void backsOffForTheUsersConfig() {
		this.contextRunner.withUserConfiguration(CustomConfigConfiguration.class).run((context) -> {
			assertThat(context).hasSingleBean(MetricsTcpConfig.class).hasBean("customConfig");
			assertThat(exporter(context).bufferSize()).isEqualTo(7);
		});
	}

	@Test
	void backsOffForTheUsersRegistry() {
		this.contextRunner.withUserConfiguration(CustomRegistryConfiguration.class).run((context) -> {
			assertThat(context).hasSingleBean(MetricsTcpMeterRegistry.class).hasBean("customRegistry");
			assertThat(exporter(context).registry()).isSameAs(context.getBean("customRegistry"));
		});
	}

	@Test
	void backsOffForTheUsersExporterAndRunsIt() {
		this.contextRunner.withUserConfiguration(CustomExporterConfiguration.class).run((context) -> {
			assertThat(context).hasSingleBean(MetricsTcpExporter.class).hasBean("customExporter");
			MetricsTcpExporter exporter = exporter(context);
			assertThat(exporter.isListening()).isTrue();
			context.close();
			assertThat(exporter.isListening()).isFalse();
		});
	}

	@Test
	void warnsOfAnExporterWhoseRegistryTheApplicationDoesNotUse(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(ForeignRegistryConfiguration.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("does not stream the application's metrics");
	}

	@Test
	void backsOffForTheUsersOwnMeters() {
		this.contextRunner.withUserConfiguration(CustomMetricsConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(MetricsTcpMetrics.class).hasBean("customMetrics"));
	}

	@Test
	void propertiesAreUsed() {
		this.contextRunner.withUserConfiguration(BaseConfiguration.class)
			.withPropertyValues("metrics-tcp.buffer-size=77", "metrics-tcp.polling-frequency=3s", "metrics-tcp.step=4m",
					"metrics-tcp.server.address=0.0.0.0", "metrics-tcp.server.max-clients=1")
			.run((context) -> {
				MetricsTcpConfig config = context.getBean(MetricsTcpConfig.class);
				assertThat(config.bufferSize()).isEqualTo(77);
				assertThat(config.pollingFrequency()).isEqualTo(Duration.ofSeconds(3));
				assertThat(config.step()).isEqualTo(Duration.ofMinutes(4));
				assertThat(exporter(context).bufferSize()).isEqualTo(77);
				assertThat(exporter(context).address().getAddress()).matches(InetAddress::isAnyLocalAddress);
				try (StreamClient first = connect(context)) {
					await().until(() -> exporter(context).clients().size() == 1);
					try (StreamClient second = connect(context)) {
						await().until(second::hasEnded);
						assertThat(first.hasEnded()).isFalse();
					}
				}
			});
	}

	@Test
	void propertiesThatProtectAnOpenStreamAreNamed(CapturedOutput output) {
		ApplicationContextRunner open = this.contextRunner.withUserConfiguration(BaseConfiguration.class)
			.withPropertyValues("metrics-tcp.server.address=0.0.0.0");
		String hint = "set metrics-tcp.server.ssl.bundle or metrics-tcp.server.allowed-addresses";
		open.withPropertyValues("metrics-tcp.server.allowed-addresses=127.0.0.1")
			.run((context) -> assertThat(exporter(context).isListening()).isTrue());
		assertThat(output).contains("Metrics stream listens on 0.0.0.0:").doesNotContain(hint);
		open.run((context) -> assertThat(exporter(context).isListening()).isTrue());
		assertThat(output).contains("Anyone who can connect to 0.0.0.0").contains(hint);
	}

	@Test
	void snapshotsCanBeSwitchedOff() {
		this.contextRunner.withUserConfiguration(BaseConfiguration.class)
			.withPropertyValues("metrics-tcp.snapshot=false")
			.run((context) -> {
				Counter counter = context.getBean(MetricsTcpMeterRegistry.class).counter("orders");
				counter.increment(5);
				try (StreamClient client = connect(context)) {
					await().until(() -> client.metadata("orders") != null);
					counter.increment(2);
					await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(2));
				}
			});
	}

	@Test
	void stallTimeoutIsUsed() {
		this.contextRunner.withUserConfiguration(BaseConfiguration.class)
			.withPropertyValues("metrics-tcp.server.stall-timeout=100ms")
			.run((context) -> {
				try (StreamClient client = StreamClient.connectStalled(exporter(context).address())) {
					flood(context, () -> exporter(context).clients().isEmpty());
					client.resume();
					await().until(client::hasEnded);
				}
			});
	}

	@Test
	void shutdownTimeoutIsUsed(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(BaseConfiguration.class)
			.withPropertyValues("metrics-tcp.server.shutdown-timeout=123ms")
			.run((context) -> {
				try (StreamClient client = StreamClient.connectStalled(exporter(context).address())) {
					flood(context, () -> exporter(context).clients().get(0).deliveries().coalesced() > 0);
					assertThat(client.hasEnded()).isFalse();
					context.close();
				}
			});
		assertThat(output).contains("within the shutdown timeout of PT0.123S");
	}

	private static void flood(ApplicationContext context, BooleanSupplier enough) {
		Counter counter = exporter(context).registry().counter("flood", "pad", "x".repeat(1000));
		await().until(() -> exporter(context).clients().size() == 1);
		await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> {
			for (int i = 0; i < 1000; i++) {
				counter.increment();
			}
			return enough.getAsBoolean();
		});
	}

	@Test
	void isTheApplicationsRegistryWhenAlone() {
		this.metricsContextRunner.run((context) -> {
			assertThat(context).hasSingleBean(MeterRegistry.class).hasSingleBean(MetricsTcpMeterRegistry.class);
			try (StreamClient client = connect(context)) {
				context.getBean(MeterRegistry.class).counter("orders", "kind", "book").increment(3);
				await().untilAsserted(() -> assertThat(client.counter("orders", "kind", "book")).isEqualTo(3));
			}
		});
	}

	@Test
	void isPartOfTheCompositeNextToOthers() {
		this.metricsContextRunner.withUserConfiguration(OtherRegistryConfiguration.class).run((context) -> {
			assertThat(context).doesNotHaveBean(SimpleMeterRegistry.class);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry).isInstanceOf(CompositeMeterRegistry.class);
			assertThat(((CompositeMeterRegistry) registry).getRegistries()).containsExactlyInAnyOrder(
					context.getBean(MetricsTcpMeterRegistry.class), context.getBean(LoggingMeterRegistry.class));
			try (StreamClient client = connect(context)) {
				registry.counter("orders").increment(3);
				await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(3));
			}
		});
	}

	@Test
	void ownMetersAreBoundToTheApplicationsRegistry() {
		this.metricsContextRunner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("metrics.tcp.clients").gauge().value()).isZero();
			try (StreamClient client = connect(context)) {
				await().until(() -> registry.get("metrics.tcp.clients").gauge().value() == 1);
				await().untilAsserted(() -> assertThat(client.gauge("metrics.tcp.clients")).isEqualTo(1));
			}
		});
	}

	@Test
	void customizersFiltersAndCommonTagsApply() {
		this.metricsContextRunner.withUserConfiguration(CustomizerConfiguration.class)
			.withPropertyValues("management.metrics.tags.region=north")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				try (StreamClient client = connect(context)) {
					registry.counter("denied").increment();
					registry.counter("orders").increment();
					await().untilAsserted(() -> assertThat(
							client.counter("orders", "customized", "yes", "filtered", "yes", "region", "north"))
						.isEqualTo(1));
					assertThat(client.metrics("denied")).isEmpty();
				}
			});
	}

	@Test
	void observationsAreStreamedAsTimers() {
		this.metricsContextRunner.run((context) -> {
			ObservationRegistry observations = context.getBean(ObservationRegistry.class);
			try (StreamClient client = connect(context)) {
				await().until(() -> exporter(context).clients().size() == 1);
				Observation.createNotStarted("work", observations)
					.lowCardinalityKeyValue("kind", "hard")
					.observe(() -> {
					});
				await().untilAsserted(
						() -> assertThat(client.samples("work", "error", "none", "kind", "hard")).hasSize(1));
			}
		});
	}

	@Test
	void closesEverythingWithTheContext() {
		this.metricsContextRunner.run((context) -> {
			MetricsTcpMeterRegistry registry = context.getBean(MetricsTcpMeterRegistry.class);
			MetricsTcpExporter exporter = exporter(context);
			assertThat(registry.isClosed()).isFalse();
			assertThat(exporter.isListening()).isTrue();
			context.close();
			assertThat(registry.isClosed()).isTrue();
			assertThat(exporter.isListening()).isFalse();
		});
	}

	@Test
	void clientsAreSentWhatIsRecordedWhileTheApplicationStops() {
		this.metricsContextRunner.withBean(LastWords.class).run((context) -> {
			Counter counter = context.getBean(MeterRegistry.class).counter("last.words");
			try (StreamClient client = connect(context)) {
				await().untilAsserted(() -> assertThat(client.counter("last.words")).isEqualTo(0));
				context.close();
				assertThat(counter.count()).isEqualTo(1);
				await().until(client::hasEnded);
				assertThat(client.failure()).isNull();
				assertThat(client.counter("last.words")).isEqualTo(1);
			}
		});
	}

	@Test
	void startsAgainAfterItWasStopped() {
		this.metricsContextRunner.run((context) -> {
			for (int i = 1; i <= 3; i++) {
				int port = exporter(context).address().getPort();
				assertThat(context.getEnvironment().getProperty("local.metrics-tcp.port", Integer.class))
					.isEqualTo(port);
				try (StreamClient client = connect(context)) {
					context.getBean(MeterRegistry.class).counter("rounds").increment();
					int round = i;
					await().untilAsserted(() -> assertThat(client.counter("rounds")).isEqualTo(round));
					context.stop();
					await().until(client::hasEnded);
				}
				assertThat(exporter(context).isListening()).isFalse();
				assertThat(context.getEnvironment().containsProperty("local.metrics-tcp.port")).isFalse();
				context.start();
			}
		});
	}

	@Test
	void stopsWhenTheApplicationFailsToStart() {
		AtomicReference<MetricsTcpExporter> exporter = new AtomicReference<>();
		this.contextRunner.withUserConfiguration(BaseConfiguration.class)
			.withBean(Failing.class, () -> new Failing(exporter))
			.run((context) -> {
				assertThat(context).getFailure().hasRootCauseMessage("Meant to fail");
				assertThat(exporter.get().isListening()).isFalse();
			});
	}

	@Test
	void leavesTheExporterOfTheParentContextAlone() {
		this.contextRunner.withUserConfiguration(BaseConfiguration.class)
			.run((parent) -> this.contextRunner.withParent(parent).run((child) -> {
				assertThat(child).hasNotFailed();
				assertThat(child.getBeanFactory().getBeanNamesForType(MetricsTcpExporter.class)).isEmpty();
				child.close();
				assertThat(exporter(parent).isListening()).isTrue();
			}));
	}

	@Test
	void startsFirstAndStopsLast() {
		this.contextRunner.withUserConfiguration(BaseConfiguration.class)
			.run((context) -> assertThat(context.getBean(MetricsTcpExporterLifecycle.class).getPhase())
				.isEqualTo(Integer.MIN_VALUE));
	}

	@Test
	void isNotDisturbedByKubernetesServiceVariables() {
		Map<String, Object> variables = Map.of("METRICS_TCP_PORT", "tcp://10.0.0.1:5000", "METRICS_TCP_SERVICE_HOST",
				"10.0.0.1", "METRICS_TCP_SERVICE_PORT", "5000", "METRICS_TCP_PORT_5000_TCP", "tcp://10.0.0.1:5000",
				"METRICS_TCP_PORT_5000_TCP_PROTO", "tcp", "METRICS_TCP_PORT_5000_TCP_PORT", "5000",
				"METRICS_TCP_PORT_5000_TCP_ADDR", "10.0.0.1",
				// That these variables are looked at at all
				"METRICS_TCP_BUFFER_SIZE", "7");
		this.contextRunner.withUserConfiguration(BaseConfiguration.class)
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", variables)))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(exporter(context).isListening()).isTrue();
				assertThat(exporter(context).bufferSize()).isEqualTo(7);
			});
	}

	private static MetricsTcpExporter exporter(ApplicationContext context) {
		return context.getBean(MetricsTcpExporter.class);
	}

	private static StreamClient connect(ApplicationContext context) {
		return StreamClient.connect(exporter(context).address());
	}

	@Configuration(proxyBeanMethods = false)
	static class BaseConfiguration {

		@Bean
		Clock clock() {
			return Clock.SYSTEM;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(BaseConfiguration.class)
	static class CustomConfigConfiguration {

		@Bean
		MetricsTcpConfig customConfig() {
			return (key) -> "metrics-tcp.bufferSize".equals(key) ? "7" : null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(BaseConfiguration.class)
	static class CustomRegistryConfiguration {

		@Bean
		MetricsTcpMeterRegistry customRegistry(MetricsTcpConfig config, Clock clock) {
			return new MetricsTcpMeterRegistry(config, clock);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(BaseConfiguration.class)
	static class CustomExporterConfiguration {

		@Bean
		MetricsTcpExporter customExporter(MetricsTcpMeterRegistry registry) {
			return MetricsTcpExporter.builder().registry(registry).port(0).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(BaseConfiguration.class)
	static class ForeignRegistryConfiguration {

		@Bean
		MetricsTcpExporter foreignExporter() {
			return MetricsTcpExporter.builder().port(0).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(BaseConfiguration.class)
	static class CustomMetricsConfiguration {

		@Bean
		MetricsTcpMetrics customMetrics(MetricsTcpExporter exporter) {
			return new MetricsTcpMetrics(exporter);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherRegistryConfiguration {

		@Bean
		LoggingMeterRegistry otherRegistry() {
			return new LoggingMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizerConfiguration {

		@Bean
		MeterRegistryCustomizer<MetricsTcpMeterRegistry> customizer() {
			return (registry) -> registry.config().commonTags("customized", "yes");
		}

		@Bean
		MeterFilter tagging() {
			return MeterFilter.commonTags(List.of(Tag.of("filtered", "yes")));
		}

		@Bean
		MeterFilter denying() {
			return MeterFilter.denyNameStartsWith("denied");
		}

	}

	/**
	 * Life cycle that starts right after the exporter, and stops right before it.
	 */
	abstract static class Neighbour implements SmartLifecycle {

		private volatile boolean running;

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return Integer.MIN_VALUE + 1;
		}

	}

	static class LastWords extends Neighbour {

		private final Counter counter;

		LastWords(MeterRegistry registry) {
			this.counter = registry.counter("last.words");
		}

		@Override
		public void stop() {
			this.counter.increment();
			super.stop();
		}

	}

	static class Failing extends Neighbour implements ApplicationContextAware {

		private final AtomicReference<MetricsTcpExporter> exporter;

		Failing(AtomicReference<MetricsTcpExporter> exporter) {
			this.exporter = exporter;
		}

		@Override
		public void setApplicationContext(ApplicationContext context) {
			this.exporter.set(exporter(context));
		}

		@Override
		public void start() {
			assertThat(this.exporter.get().isListening()).isTrue();
			throw new IllegalStateException("Meant to fail");
		}

	}

}
