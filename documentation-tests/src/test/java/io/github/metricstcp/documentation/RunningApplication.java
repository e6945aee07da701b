package io.github.metricstcp.documentation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application with the starter, as a user has it, for commands and snippets to reach.
 */
final class RunningApplication implements AutoCloseable {

	private final ScheduledExecutorService customers = Executors.newSingleThreadScheduledExecutor();

	private final ConfigurableApplicationContext context;

	RunningApplication() {
		this.context = new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "metrics-tcp.enabled=true", "metrics-tcp.server.port=0",
					"metrics-tcp.page.enabled=false", "management.endpoints.web.exposure.include=metricstcp",
					"management.endpoint.metricstcp.access=unrestricted", "spring.main.banner-mode=off")
			.run();
		MeterRegistry registry = this.context.getBean(MeterRegistry.class);
		Future<?> unused = this.customers.scheduleAtFixedRate(() -> order(registry), 0, 100, TimeUnit.MILLISECONDS);
	}

	/**
	 * Records what a shop would that is visited, and has a fault.
	 */
	private static void order(MeterRegistry registry) {
		registry.counter("shop.orders.placed", "channel", "app").increment();
		registry.timer("http.client.requests", "status", "503", "uri", "/payments").record(Duration.ofMillis(3));
		registry
			.timer("http.server.requests", "error", "none", "exception", "none", "method", "POST", "outcome",
					"SERVER_ERROR", "status", "500", "uri", "/orders")
			.record(Duration.ofMillis(5));
	}

	int streamPort() {
		return port("local.metrics-tcp.port");
	}

	int webPort() {
		return port("local.server.port");
	}

	private int port(String property) {
		return this.context.getEnvironment().getRequiredProperty(property, Integer.class);
	}

	/**
	 * Returns the body of the answer to a GET request.
	 * @param path the path
	 */
	String get(String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + webPort() + path)).build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
	}

	@Override
	public void close() {
		this.customers.shutdownNow();
		this.context.close();
	}

	/**
	 * The application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
