package io.github.metricstcp.sample;

import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The shop's door. Spring Boot times each request: {@code http.server.requests}.
 */
@RestController
class ShopController {

	private final Catalogue catalogue;

	private final Shop shop;

	ShopController(Catalogue catalogue, Shop shop) {
		this.catalogue = catalogue;
		this.shop = shop;
	}

	@GetMapping("/products")
	List<Product> products() {
		return this.catalogue.browse();
	}

	@GetMapping("/products/{id}")
	Product product(@PathVariable String id) {
		return this.catalogue.view(id);
	}

	@PostMapping("/orders")
	@ResponseStatus(HttpStatus.CREATED)
	Shop.Order order(@RequestParam String product, @RequestParam(defaultValue = "1") int quantity,
			@RequestParam(defaultValue = "WEB") Shop.Channel channel) {
		if (quantity < 1) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "Order at least one");
		}
		return this.shop.place(channel, product, quantity);
	}

	@PostMapping("/orders/{id}/payment")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void pay(@PathVariable long id) {
		this.shop.pay(id);
	}

}
