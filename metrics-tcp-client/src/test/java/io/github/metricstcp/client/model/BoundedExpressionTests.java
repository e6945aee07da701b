package io.github.metricstcp.client.model;

import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BoundedExpression}.
 */
class BoundedExpressionTests {

	@Test
	void partOrWholeOfATextIsMatched() {
		Pattern orders = Pattern.compile("order.");
		assertThat(BoundedExpression.ofPart(orders)).accepts("shop.orders", "orders.placed").rejects("order");
		assertThat(BoundedExpression.ofWhole(orders)).accepts("orders").rejects("shop.orders");
	}

	@Test
	void longTextsHaveRoom() {
		assertThat(BoundedExpression.ofWhole(Pattern.compile(".*x.*y"))).accepts("x".repeat(4095) + "y");
	}

	@Test
	void expressionThatLooksAtTooMuchIsGivenUp() {
		BoundedExpression expression = BoundedExpression.ofPart(Pattern.compile("a.*b"), 10);
		assertThat(expression).accepts("ab", "aaab").rejects("a".repeat(20));
		assertThat(expression).as("from then on").rejects("ab");
	}

}
