package io.github.metricstcp.sample;

import java.math.BigDecimal;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.micrometer.observation.annotation.Observed;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * Someone else's service: fast as a rule, slow at times, and not always there. Only
 * pretended, but for the waiting.
 */
@Component
class PaymentProvider {

	private final double trouble;

	PaymentProvider(@Value("${shop.trouble}") double trouble) {
		this.trouble = trouble;
	}

	/**
	 * Charges an amount. {@code @Observed} times it and tags failures with the exception.
	 * @throws DeclinedException if the customer's bank says no
	 * @throws UnavailableException if the provider does not answer
	 */
	@Observed(name = "shop.payment.charge")
	void charge(BigDecimal amount) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		await(random.nextLong(20, 80));
		if (random.nextDouble() >= this.trouble) {
			return;
		}
		switch (random.nextInt(3)) {
			case 0 -> await(random.nextLong(500, 2000));
			case 1 -> throw new DeclinedException(amount);
			default -> throw new UnavailableException();
		}
	}

	private static void await(long milliseconds) {
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(milliseconds));
	}

	@ResponseStatus(HttpStatus.PAYMENT_REQUIRED)
	static class DeclinedException extends RuntimeException {

		DeclinedException(BigDecimal amount) {
			super("The bank declined to pay " + amount);
		}

	}

	@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
	static class UnavailableException extends RuntimeException {

		UnavailableException() {
			super("The payment provider does not answer");
		}

	}

}
