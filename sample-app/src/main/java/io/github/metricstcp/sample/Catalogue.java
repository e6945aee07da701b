package io.github.metricstcp.sample;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.annotation.Observed;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * The products and how many of each are in stock.
 * <p>
 * It measures nothing itself: it has numbers of its own, and as a {@link MeterBinder}
 * says where they can be looked up. Spring Boot hands it the registry.
 */
@Component
class Catalogue implements MeterBinder {

	private static final int FULL = 60;

	private final Map<String, Shelf> shelves = new LinkedHashMap<>();

	Catalogue() {
		add(new Product("house-blend", "House blend, 500 g", new BigDecimal("9.90")));
		add(new Product("dark-roast", "Dark roast, 500 g", new BigDecimal("11.50")));
		add(new Product("decaf", "Decaf, 500 g", new BigDecimal("12.40")));
		add(new Product("cup", "Cup with saucer", new BigDecimal("14.00")));
		add(new Product("moka-pot", "Moka pot", new BigDecimal("34.50")));
		add(new Product("grinder", "Hand grinder", new BigDecimal("129.00")));
	}

	private void add(Product product) {
		this.shelves.put(product.id(), new Shelf(product));
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (Shelf shelf : this.shelves.values()) {
			// A gauge does not keep its object alive: the shelf must be held elsewhere
			Gauge.builder("shop.stock", shelf.stock, AtomicInteger::get)
				.description("What is on the shelf, by product")
				.tag("product", shelf.product.id())
				.baseUnit(BaseUnits.OBJECTS)
				.register(registry);
			// Counted already, to know what is popular: no second count is needed
			FunctionCounter.builder("shop.product.views", shelf.views, LongAdder::sum)
				.description("How often customers looked at a product")
				.tag("product", shelf.product.id())
				.register(registry);
		}
	}

	/**
	 * Returns all products, the most popular first. {@code @Observed} times it, here and
	 * in {@link PaymentProvider}; with tracing on the class path it would make a span,
	 * too.
	 */
	@Observed(name = "shop.catalogue.browse")
	List<Product> browse() {
		return this.shelves.values()
			.stream()
			.sorted(Comparator.comparingLong((Shelf shelf) -> shelf.views.sum()).reversed())
			.map((shelf) -> shelf.product)
			.toList();
	}

	Product view(String id) {
		Shelf shelf = shelf(id);
		shelf.views.increment();
		return shelf.product;
	}

	/**
	 * Takes a product from the shelf.
	 * @throws SoldOutException if there is not as much of it
	 */
	Product take(String id, int quantity) {
		Shelf shelf = shelf(id);
		int before = shelf.stock.getAndUpdate((stock) -> (stock >= quantity) ? stock - quantity : stock);
		if (before < quantity) {
			throw new SoldOutException(shelf.product);
		}
		return shelf.product;
	}

	void putBack(Product product, int quantity) {
		shelf(product.id()).stock.addAndGet(quantity);
	}

	/**
	 * Fills the shelf up if it is less than half full.
	 */
	void restock(Product product) {
		shelf(product.id()).stock.updateAndGet((stock) -> (stock < FULL / 2) ? FULL : stock);
	}

	Collection<Product> products() {
		return this.shelves.values().stream().map((shelf) -> shelf.product).toList();
	}

	private Shelf shelf(String id) {
		Shelf shelf = this.shelves.get(id);
		if (shelf == null) {
			throw new NoSuchProductException(id);
		}
		return shelf;
	}

	private static final class Shelf {

		private final Product product;

		private final AtomicInteger stock = new AtomicInteger(FULL);

		private final LongAdder views = new LongAdder();

		private Shelf(Product product) {
			this.product = product;
		}

	}

	@ResponseStatus(HttpStatus.NOT_FOUND)
	static class NoSuchProductException extends RuntimeException {

		NoSuchProductException(String id) {
			super("No product " + id);
		}

	}

	@ResponseStatus(HttpStatus.CONFLICT)
	static class SoldOutException extends RuntimeException {

		SoldOutException(Product product) {
			super("Not enough of " + product.name());
		}

	}

}
