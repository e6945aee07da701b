package io.github.metricstcp.internal.stream;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StripedCount}. What threads see of it besides:
 * {@code StripedCountStress}.
 */
class StripedCountTests {

	@Test
	void countsTheIncrementsOfAllThreads() throws InterruptedException {
		StripedCount count = new StripedCount();
		List<Thread> threads = new ArrayList<>();
		// More than there are stripes
		for (int i = 0; i < 40; i++) {
			Thread thread = new Thread(() -> {
				for (int j = 0; j < 10_000; j++) {
					count.increment();
				}
			});
			threads.add(thread);
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(count.sum()).isEqualTo(400_000);
	}

}
