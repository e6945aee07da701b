package io.github.metricstcp.autoconfigure;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.testing.ExporterThreads;
import io.github.metricstcp.testing.StreamClient;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for applications that stop, start again, and live side by side.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LifecycleTests {

	@Test
	void everythingRecordedUntilTheLastMomentIsSent() {
		ConfigurableApplicationContext context = run(Busy.class, 0);
		Counter counter = context.getBean(MeterRegistry.class).counter("work");
		try (StreamClient client = connect(context)) {
			await().untilAsserted(() -> assertThat(client.counter("work")).isPositive());
			context.close();
			await().until(client::hasEnded);
			assertThat(client.failure()).isNull();
			assertThat(client.counter("work")).isEqualTo((long) counter.count());
		}
	}

	@Test
	void applicationThatIsRestartedInItsJvmListensOnTheSamePort() {
		ConfigurableApplicationContext first = run(Quiet.class, 0);
		int port = port(first);
		first.close();
		for (int i = 0; i < 3; i++) {
			// As developer tools do: the old context is closed, then there is a new one
			ConfigurableApplicationContext context = run(Quiet.class, port);
			try (StreamClient client = connect(context)) {
				assertThat(port(context)).isEqualTo(port);
				context.getBean(MeterRegistry.class).counter("orders").increment();
				await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(1));
				context.close();
				await().until(client::hasEnded);
				assertThat(client.failure()).isNull();
			}
		}
		await().untilAsserted(() -> assertThat(ExporterThreads.names()).isEmpty());
	}

	@Test
	void checkpointAndRestoreGoOnOnTheSamePort() {
		ConfigurableApplicationContext first = run(Quiet.class, 0);
		int port = port(first);
		first.close();
		try (ConfigurableApplicationContext context = run(Quiet.class, port)) {
			Counter counter = context.getBean(MeterRegistry.class).counter("orders");
			for (int i = 0; i < 3; i++) {
				try (StreamClient client = connect(context)) {
					counter.increment();
					await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo((long) counter.count()));
					context.stop();
					await().until(client::hasEnded);
					assertThat(client.failure()).isNull();
				}
				// At a checkpoint neither sockets nor threads may be open
				await().untilAsserted(() -> assertThat(ExporterThreads.names()).isEmpty());
				counter.increment();
				context.start();
				assertThat(port(context)).isEqualTo(port);
			}
		}
	}

	@Test
	void applicationThatIsPausedGoesOn() {
		Method pause = ReflectionUtils.findMethod(ConfigurableApplicationContext.class, "pause");
		Method restart = ReflectionUtils.findMethod(ConfigurableApplicationContext.class, "restart");
		assumeThat(pause).as("Spring Framework 7 has it").isNotNull();
		try (ConfigurableApplicationContext context = run(Quiet.class, 0)) {
			Counter counter = context.getBean(MeterRegistry.class).counter("orders");
			for (int i = 0; i < 3; i++) {
				counter.increment();
				try (StreamClient client = connect(context)) {
					await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo((long) counter.count()));
					ReflectionUtils.invokeMethod(pause, context);
					counter.increment();
				}
				ReflectionUtils.invokeMethod(restart, context);
			}
			try (StreamClient client = connect(context)) {
				await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(6));
			}
		}
	}

	@Test
	void twoApplicationsInOneJvmHaveTheirOwnStreams() {
		ConfigurableApplicationContext one = run(Quiet.class, 0);
		try (ConfigurableApplicationContext other = run(Quiet.class, 0);
				StreamClient ofOne = connect(one);
				StreamClient ofOther = connect(other)) {
			one.getBean(MeterRegistry.class).counter("orders").increment(1);
			other.getBean(MeterRegistry.class).counter("orders").increment(2);
			await().untilAsserted(() -> assertThat(ofOne.counter("orders")).isEqualTo(1));
			await().untilAsserted(() -> assertThat(ofOther.counter("orders")).isEqualTo(2));
			one.close();
			await().until(ofOne::hasEnded);
			other.getBean(MeterRegistry.class).counter("orders").increment(2);
			await().untilAsserted(() -> assertThat(ofOther.counter("orders")).isEqualTo(4));
			assertThat(ofOther.hasEnded()).isFalse();
		}
	}

	@Test
	void applicationStopsWhileAGaugeHangs() throws InterruptedException {
		CountDownLatch hanging = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		ConfigurableApplicationContext context = run(Quiet.class, 0);
		Gauge.builder("hanging", () -> {
			hanging.countDown();
			awaitUninterruptibly(release);
			return 1;
		}).register(context.getBean(MeterRegistry.class));
		try (StreamClient client = connect(context)) {
			hanging.await();
			context.close();
			await().until(client::hasEnded);
			assertThat(client.failure()).isNull();
		}
		finally {
			release.countDown();
		}
		await().untilAsserted(() -> assertThat(ExporterThreads.names()).isEmpty());
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static ConfigurableApplicationContext run(Class<?> configuration, int port) {
		return new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE)
			.properties("metrics-tcp.polling-frequency=1h")
			.run("--metrics-tcp.server.port=" + port);
	}

	private static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.metrics-tcp.port", Integer.class);
	}

	private static StreamClient connect(ConfigurableApplicationContext context) {
		MetricsTcpExporter exporter = context.getBean(MetricsTcpExporter.class);
		StreamClient client = StreamClient.connect(exporter.address());
		await().until(() -> exporter.clientCount() > 0);
		return client;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Quiet {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Busy {

		@Bean
		Worker worker(MeterRegistry registry) {
			return new Worker(registry.counter("work"));
		}

	}

	/**
	 * Threads that record until the very end of the life cycle phase right before the
	 * exporter's.
	 */
	static class Worker implements SmartLifecycle {

		private final Counter counter;

		private final AtomicReference<List<Thread>> threads = new AtomicReference<>(List.of());

		private volatile boolean running;

		Worker(Counter counter) {
			this.counter = counter;
		}

		@Override
		public void start() {
			this.running = true;
			List<Thread> started = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				Thread thread = new Thread(this::work, "worker");
				started.add(thread);
				thread.start();
			}
			this.threads.set(started);
		}

		private void work() {
			while (this.running) {
				this.counter.increment();
			}
		}

		@Override
		public void stop() {
			this.running = false;
			try {
				for (Thread thread : this.threads.get()) {
					thread.join();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
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

}
