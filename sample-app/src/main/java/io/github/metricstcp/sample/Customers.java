package io.github.metricstcp.sample;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Simulated customers, who use the shop over HTTP as real ones would. A
 * {@link SmartLifecycle} of the default phase starts last and stops first: they come when
 * the web server is ready, and are gone before it closes.
 */
@Component
class Customers implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Customers.class);

	private final int count;

	private final Environment environment;

	private volatile @Nullable ExecutorService threads;

	Customers(@Value("${shop.customers}") int count, Environment environment) {
		this.count = count;
		this.environment = environment;
	}

	@Override
	public void start() {
		String port = this.environment.getProperty("local.server.port");
		if (this.count < 1 || port == null) {
			return;
		}
		RestClient http = RestClient.create("http://localhost:" + port);
		ExecutorService threads = Executors.newFixedThreadPool(this.count, new CustomizableThreadFactory("customer-"));
		this.threads = threads;
		for (int i = 0; i < this.count; i++) {
			threads.execute(() -> keepShopping(http));
		}
	}

	@Override
	public void stop() {
		ExecutorService threads = this.threads;
		this.threads = null;
		if (threads == null) {
			return;
		}
		threads.shutdownNow();
		try {
			if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
				logger.warn("Some customers do not want to leave");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.threads != null;
	}

	private void keepShopping(RestClient http) {
		try {
			while (isRunning()) {
				try {
					visit(http);
				}
				catch (RestClientException ex) {
					// Sold out, declined, or out of order: visible in the shop's metrics
				}
				think();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void visit(RestClient http) throws InterruptedException {
		List<Product> products = Objects.requireNonNull(http.get().uri("/products").retrieve().body(new ProductList()));
		Product product = oneOf(products);
		think();
		http.get().uri("/products/{id}", product.id()).retrieve().toBodilessEntity();
		think();
		if (percent(50)) {
			return;
		}
		Shop.Order order = Objects.requireNonNull(http.post()
			.uri("/orders?product={product}&quantity={quantity}&channel={channel}", product.id(),
					ThreadLocalRandom.current().nextInt(1, 6), oneOf(List.of(Shop.Channel.values())))
			.retrieve()
			.body(Shop.Order.class));
		think();
		if (percent(90)) {
			http.post().uri("/orders/{id}/payment", order.id()).retrieve().toBodilessEntity();
		}
	}

	private static void think() throws InterruptedException {
		Thread.sleep(ThreadLocalRandom.current().nextLong(100, 900));
	}

	private static boolean percent(int chance) {
		return ThreadLocalRandom.current().nextInt(100) < chance;
	}

	private static <T> T oneOf(List<T> choices) {
		return choices.get(ThreadLocalRandom.current().nextInt(choices.size()));
	}

	private static final class ProductList extends ParameterizedTypeReference<List<Product>> {

	}

}
