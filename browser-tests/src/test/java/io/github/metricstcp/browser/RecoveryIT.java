package io.github.metricstcp.browser;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of a page whose application, or whose own server, is restarted.
 */
@BrowserTest
class RecoveryIT {

	private static final Duration RECOVERY_TIME = Duration.ofSeconds(20);

	private final Browser browser;

	private final Shop shop = Shop.start();

	RecoveryIT(Browser browser) {
		this.browser = browser;
	}

	@BeforeEach
	void open() {
		this.browser.open(this.shop.link().resolve("#filter=shop.orders"));
		await().until(this::isRunning);
	}

	@AfterEach
	void close() {
		this.browser.open(URI.create("about:blank"));
		this.shop.close();
	}

	/**
	 * Returns whether the target is connected, and there was an order in the last ten
	 * seconds.
	 */
	private boolean isRunning() {
		return this.browser.texts("#targets li.bad").isEmpty()
				&& this.browser.texts(".card dd").stream().findFirst().map(Shown::value).orElse(0.0) > 0;
	}

	@Test
	void pageSaysThatTheApplicationIsGoneAndGoesOn() {
		this.shop.restart(() -> await().until(() -> !this.browser.texts("#targets li.bad").isEmpty()));
		await().atMost(RECOVERY_TIME).until(this::isRunning);
		assertThat(this.browser.text("#trouble")).isEmpty();
	}

	@Test
	void pageReturnsWithItsServer() {
		this.shop.restartPage(() -> await().until(() -> this.browser.text("#trouble").contains("No connection")));
		await().atMost(RECOVERY_TIME)
			.until(() -> this.browser.text("#trouble").isEmpty() && this.browser.documents() > 1);
		assertThat(isRunning()).isTrue();
		List<String> faults = this.browser.faults();
		assertThat(faults).as("only connections that failed").allMatch((fault) -> fault.contains("net::ERR_"));
	}

}
