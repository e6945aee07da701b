package io.github.metricstcp.benchmarks.service;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.metricstcp.benchmarks.run.Conversation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The service that is put under load: Spring MVC on Tomcat, with meters of its own
 * besides those of Spring Boot. It ends when its input does.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(ServiceApplication.OrderController.class)
class ServiceApplication {

	static final String PATH = "/orders";

	public static void main(String[] args) throws IOException {
		System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
		Environment environment = SpringApplication.run(ServiceApplication.class, args).getEnvironment();
		Conversation parent = Conversation.withParent();
		parent.answer(new Ports(environment.getRequiredProperty("local.server.port", Integer.class),
				environment.getProperty("local.metrics-tcp.port", Integer.class, 0)));
		while (parent.word() != null) {
			// There is nothing to say to it
		}
		System.exit(0);
	}

	/**
	 * The ports that the service listens on.
	 *
	 * @param http that for requests
	 * @param stream that of the stream of events, 0 if there is none
	 */
	record Ports(int http, int stream) {

	}

	/**
	 * The target of the requests: it only measures, so that the share of measuring is as
	 * large as it gets.
	 */
	@RestController
	static class OrderController {

		private final List<Counter> counters;

		private final DistributionSummary value;

		private final Timer duration;

		OrderController(MeterRegistry registry) {
			this.counters = IntStream.range(0, 5)
				.mapToObj((number) -> registry.counter("shop.orders.placed", "channel", "app", "instance",
						"shop-7f9c4d8b-x2lqp", "product", "product-" + number))
				.toList();
			this.value = registry.summary("shop.order.value", "channel", "app");
			this.duration = registry.timer("shop.order.duration", "channel", "app");
		}

		@GetMapping(PATH)
		String order() {
			long begin = System.nanoTime();
			for (Counter counter : this.counters) {
				counter.increment();
			}
			this.value.record((double) (begin % 100));
			this.duration.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
			return "placed";
		}

	}

}
