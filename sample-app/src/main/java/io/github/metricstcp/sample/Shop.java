package io.github.metricstcp.sample;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * The sale of products: orders and their payments, and how they are measured.
 */
@Service
class Shop {

	private final Catalogue catalogue;

	private final PaymentProvider paymentProvider;

	private final Map<Long, Order> openOrders = new ConcurrentHashMap<>();

	private final AtomicLong lastId = new AtomicLong();

	// Meters are made once. Where tags are known only when something happens, a provider
	// looks up, or makes, the meter with these tags
	private final MeterProvider<Counter> ordersPlaced;

	private final MeterProvider<Counter> ordersCancelled;

	private final MeterProvider<Counter> payments;

	private final DistributionSummary orderValue;

	private final DistributionSummary basketSize;

	private final Timer checkout;

	Shop(Catalogue catalogue, PaymentProvider paymentProvider, MeterRegistry registry) {
		this.catalogue = catalogue;
		this.paymentProvider = paymentProvider;
		this.ordersPlaced = Counter.builder("shop.orders.placed")
			.description("Orders placed, by channel and product")
			.withRegistry(registry);
		this.ordersCancelled = Counter.builder("shop.orders.cancelled")
			.description("Orders that came to nothing, by reason")
			.withRegistry(registry);
		this.payments = Counter.builder("shop.payments")
			.description("Attempts to pay, by outcome")
			.withRegistry(registry);
		this.orderValue = DistributionSummary.builder("shop.order.value")
			.description("What an order is worth")
			.baseUnit("euros")
			.register(registry);
		this.basketSize = DistributionSummary.builder("shop.basket.size")
			.description("How many pieces are ordered at once")
			.baseUnit(BaseUnits.OBJECTS)
			.register(registry);
		this.checkout = Timer.builder("shop.checkout")
			.description("From placing an order to having paid it")
			.register(registry);
		Gauge.builder("shop.orders.open", this.openOrders, Map::size)
			.description("Orders that are placed and not yet paid")
			.baseUnit(BaseUnits.TASKS)
			.register(registry);
	}

	Order place(Channel channel, String productId, int quantity) {
		Product product = this.catalogue.take(productId, quantity);
		BigDecimal value = product.price().multiply(BigDecimal.valueOf(quantity));
		Order order = new Order(this.lastId.incrementAndGet(), channel, product, quantity, value, Instant.now());
		this.openOrders.put(order.id(), order);
		// Each value of a tag is a meter of its own: tag with what has few values, such
		// as an enum or a product that exists, never with what a caller makes up
		this.ordersPlaced.withTags("channel", channel.tag(), "product", product.id()).increment();
		this.orderValue.record(value.doubleValue());
		this.basketSize.record(quantity);
		return order;
	}

	/**
	 * Pays an order. One that is declined is cancelled; one that could not be charged
	 * stays open, to be paid later.
	 */
	void pay(long id) {
		Order order = this.openOrders.remove(id);
		if (order == null) {
			throw new NoSuchOrderException(id);
		}
		try {
			this.paymentProvider.charge(order.value());
			this.payments.withTag("outcome", "accepted").increment();
			this.checkout.record(order.age());
		}
		catch (PaymentProvider.DeclinedException ex) {
			this.payments.withTag("outcome", "declined").increment();
			cancel(order, "declined");
			throw ex;
		}
		catch (PaymentProvider.UnavailableException ex) {
			this.payments.withTag("outcome", "failed").increment();
			this.openOrders.put(id, order);
			throw ex;
		}
	}

	/**
	 * Cancels the orders that were not paid in time.
	 */
	void cancelForgotten(Duration age) {
		this.openOrders.forEach((id, order) -> {
			if (order.age().compareTo(age) > 0 && this.openOrders.remove(id, order)) {
				cancel(order, "forgotten");
			}
		});
	}

	private void cancel(Order order, String reason) {
		this.catalogue.putBack(order.product(), order.quantity());
		this.ordersCancelled.withTag("reason", reason).increment();
	}

	enum Channel {

		WEB, APP, PHONE;

		private String tag() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	record Order(long id, Channel channel, Product product, int quantity, BigDecimal value, Instant placedAt) {

		private Duration age() {
			return Duration.between(this.placedAt, Instant.now());
		}

	}

	@ResponseStatus(HttpStatus.NOT_FOUND)
	static class NoSuchOrderException extends RuntimeException {

		NoSuchOrderException(long id) {
			super("No open order " + id);
		}

	}

}
