package io.github.metricstcp.internal.stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests for {@link EventQueue} on one thread. Many threads: {@code EventQueueStress} and
 * {@link IngressConcurrencyTests}.
 */
class EventQueueTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 63, 64, 65, 1000, 1024 })
	void holdsAsManyAsItsLimitAllowsAndNoMore(int limit) {
		EventQueue<Integer> queue = new EventQueue<>(limit);
		for (int round = 0; round < 5; round++) {
			assertThat(queue.isEmpty()).isTrue();
			for (int i = 0; i < limit; i++) {
				assertThat(queue.offer(i)).isTrue();
				assertThat(queue).hasSize(i + 1);
			}
			assertThat(queue.offer(-1)).isFalse();
			for (int i = 0; i < limit; i++) {
				assertThat(queue.peek()).isEqualTo(i);
				assertThat(queue.poll()).isEqualTo(i);
			}
			assertThat(queue.peek()).isNull();
			assertThat(queue.poll()).isNull();
		}
	}

	@Test
	void roomIsGivenBackWhenItIsReleased() {
		EventQueue<String> queue = new EventQueue<>(2);
		queue.offer("a");
		queue.offer("b");
		queue.poll();
		assertThat(queue.offer("c")).as("not yet").isFalse();
		queue.release();
		assertThat(queue.offer("c")).isTrue();
		assertThat(queue.offer("d")).isFalse();
	}

	@Test
	void roomIsGivenBackWhenThereIsNothingMoreToPoll() {
		EventQueue<String> queue = new EventQueue<>(2);
		queue.offer("a");
		queue.poll();
		assertThat(queue.isEmpty()).isFalse();
		assertThat(queue.poll()).isNull();
		assertThat(queue.isEmpty()).isTrue();
	}

	@Test
	void countsWhatWasOfferedAndPolled() {
		EventQueue<String> queue = new EventQueue<>(2);
		queue.offer("a");
		queue.offer("b");
		queue.offer("too much");
		queue.poll();
		assertThat(queue.produced()).isEqualTo(2);
		assertThat(queue.consumed()).isEqualTo(1);
	}

	@Test
	void nullIsRefusedAndTakesNoPlace() {
		EventQueue<String> queue = new EventQueue<>(1);
		assertThatNullPointerException().isThrownBy(() -> queue.offer(null));
		assertThat(queue.isEmpty()).isTrue();
		assertThat(queue.offer("a")).isTrue();
		assertThat(queue.poll()).isEqualTo("a");
	}

	@Test
	void cannotBeIterated() {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> new EventQueue<String>(1).iterator());
	}

}
