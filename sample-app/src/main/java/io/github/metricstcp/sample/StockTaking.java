package io.github.metricstcp.sample;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The regular counting and restocking of what is on the shelves. Nights are short here:
 * it comes twice a minute.
 */
@Component
class StockTaking {

	private static final Duration FORGOTTEN = Duration.ofSeconds(20);

	private final Catalogue catalogue;

	private final Shop shop;

	private final LongTaskTimer timer;

	private final CountDownLatch closing = new CountDownLatch(1);

	StockTaking(Catalogue catalogue, Shop shop, MeterRegistry registry) {
		this.catalogue = catalogue;
		this.shop = shop;
		// Unlike a timer, it shows tasks that are still running
		this.timer = LongTaskTimer.builder("shop.stocktaking")
			.description("Counting what is on the shelves")
			.register(registry);
	}

	@Scheduled(initialDelay = 3, fixedDelay = 24, timeUnit = TimeUnit.SECONDS)
	void takeStock() throws InterruptedException {
		LongTaskTimer.Sample sample = this.timer.start();
		try {
			this.shop.cancelForgotten(FORGOTTEN);
			for (Product product : this.catalogue.products()) {
				if (this.closing.await(1, TimeUnit.SECONDS)) {
					return;
				}
				this.catalogue.restock(product);
			}
		}
		finally {
			sample.stop();
		}
	}

	// The context would wait for us as it closes: the rest is left for tomorrow
	@EventListener(ContextClosedEvent.class)
	void close() {
		this.closing.countDown();
	}

}
