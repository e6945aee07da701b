package io.github.metricstcp.stream;

import java.util.AbstractQueue;
import java.util.Iterator;
import java.util.Queue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Hooks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for events that come when the event loop has just found nothing to poll. The
 * moment is found by a wrapper around the ingress' queue.
 */
class LateEventTests {

	private static final String HOOK = "late";

	@AfterEach
	void removeHook() {
		Hooks.removeQueueWrapper(HOOK);
	}

	/**
	 * The event loop finds nothing a few times before it sleeps. After the last one of
	 * them nobody else looks, and who records sees it awake.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 1, 1024, EventStream.UNLIMITED })
	void eventThatComesWhileTheEventLoopFallsAsleepIsSent(int bufferSize) {
		boolean came = true;
		for (int time = 1; came; time++) {
			Moment moment = new Moment();
			ManualStream manual = stream(bufferSize, moment);
			SampleSeries samples = manual.samples("samples");
			ManualClient client = manual.connect();
			moment.await(time, () -> samples.record(1));
			manual.eventLoop.runAll();
			came = moment.hasCome();
			assertThat(client.events).as("after nothing was found %d times", time).isEqualTo(came ? 1 : 0);
			assertThat(time).isLessThan(1000);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 1024, EventStream.UNLIMITED })
	void endOfTheStreamWaitsForAThreadThatIsHeldUpWhileItRecords(int bufferSize) {
		Moment moment = new Moment();
		ManualStream manual = stream(bufferSize, moment);
		SampleSeries samples = manual.samples("samples");
		ManualClient client = manual.connect();
		samples.record(1);
		moment.hide(10);
		manual.stream.complete();
		assertThat(client.events).isEqualTo(1);
		assertThat(client.completed).isTrue();
	}

	private static ManualStream stream(int bufferSize, Moment moment) {
		Hooks.addQueueWrapper(HOOK, moment::wrap);
		ManualStream stream = new ManualStream(bufferSize);
		Hooks.removeQueueWrapper(HOOK);
		return stream;
	}

	/**
	 * The moment after something was looked for in a queue and not found.
	 */
	private static final class Moment {

		private int times;

		private int hidden;

		private Runnable event = () -> {
		};

		/**
		 * Has an event come when nothing was found that many times.
		 */
		void await(int times, Runnable event) {
			this.times = times;
			this.event = event;
		}

		boolean hasCome() {
			return this.times <= 0;
		}

		/**
		 * Has what is there not be found that many times, as if the thread that offers it
		 * were held up in the middle of it.
		 */
		void hide(int times) {
			this.hidden = times;
		}

		<T> Queue<T> wrap(Queue<T> queue) {
			return new AbstractQueue<>() {

				@Override
				public boolean offer(T element) {
					return queue.offer(element);
				}

				@Override
				public @Nullable T poll() {
					T element = (--Moment.this.hidden >= 0) ? null : queue.poll();
					if (element == null && --Moment.this.times == 0) {
						Moment.this.event.run();
					}
					return element;
				}

				@Override
				public @Nullable T peek() {
					return queue.peek();
				}

				@Override
				public int size() {
					return queue.size();
				}

				@Override
				public Iterator<T> iterator() {
					return queue.iterator();
				}

			};
		}

	}

}
