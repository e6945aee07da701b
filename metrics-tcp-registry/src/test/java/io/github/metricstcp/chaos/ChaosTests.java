package io.github.metricstcp.chaos;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.Test;

/**
 * A test with everything at once. It takes the time that the system property
 * {@code chaos.budget} grants, say {@code 20s} or {@code 1h}, and what is decided at
 * random begins with {@code chaos.seed}.
 */
class ChaosTests {

	private static final Duration BUDGET = Duration.parse("PT" + System.getProperty("chaos.budget", "20s"));

	private static final long SEED = Long.getLong("chaos.seed", ThreadLocalRandom.current().nextInt());

	@Test
	void allClientsGetTheRightTotalsAndNothingIsLeftBehind() {
		System.out.printf("Chaos with -Dchaos.seed=%d%n", SEED);
		ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
		// Some of the buffers, of which there are many: to watch all slows down a flood
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
		try (Chaos chaos = new Chaos(SEED, BUDGET)) {
			chaos.run();
		}
		finally {
			ResourceLeakDetector.setLevel(level);
		}
	}

}
