package io.github.metricstcp.internal.server;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.github.metricstcp.testing.CapturedLog;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RateLimitedWarning}.
 */
class RateLimitedWarningTests {

	@Test
	void isLoggedOnceAMinuteAndSaysHowOftenItWasMeant() {
		AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);
		RateLimitedWarning warning = new RateLimitedWarning(LoggerFactory.getLogger(RateLimitedWarningTests.class),
				clock::get);
		try (CapturedLog log = CapturedLog.start()) {
			warning.log("First.");
			clock.addAndGet(Duration.ofSeconds(59).toNanos());
			warning.log("Second.");
			warning.log("Third.");
			assertThat(log.warnings()).singleElement().asString().contains("First. (1 so far");
			clock.addAndGet(Duration.ofSeconds(1).toNanos());
			warning.log("Fourth.");
			warning.log("Fifth.");
			assertThat(log.warnings()).hasSize(2).last().asString().contains("Fourth. (4 so far");
		}
	}

}
