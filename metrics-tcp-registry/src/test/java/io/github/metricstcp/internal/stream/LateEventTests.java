package io.github.metricstcp.internal.stream;

import java.util.AbstractQueue;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Hooks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for events that come late: when the event loop has just found nothing to poll, a
 * moment that is found by a wrapper around the ingress' queue, or when their series has
 * been removed.
 */
class LateEventTests {

	private static final String HOOK = "late";

	@AfterEach
	void removeHook() {
		Hooks.removeQueueWrapper(HOOK);
	}

	/**
	 * The event loop finds nothing a few times before it sleeps. After the last one of
	 * them nobody else looks, and a thread that records sees it awake.
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

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void eventBehindTheRemovalOfItsSeriesIsDiscarded(boolean lagging) {
		ManualStream manual = new ManualStream(1024);
		CounterSeries removed = manual.counter("removed");
		CounterSeries other = manual.counter("other");
		ManualClient client = lagging ? manual.connectStalled() : manual.connect();
		removed.increment(1);
		manual.eventLoop.runOnce();
		manual.stream.remove(removed);
		// By a thread that had not yet seen that it is removed
		assertThat(manual.stream.ingress.offer(removed, 100)).isTrue();
		other.increment(1);
		manual.eventLoop.runAll();
		manual.readAll(client);
		assertThat(client.totals).containsOnly(Map.entry("removed", 1L), Map.entry("other", 1L));
		assertThat(manual.stream.counts().accepted()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 1024, EventStream.UNLIMITED })
	void seriesIsAddedBeforeItsFirstEventIfBothComeJustBeforeThatIsPolled(int bufferSize) {
		Moment moment = new Moment();
		ManualStream manual = stream(bufferSize, moment);
		ManualClient client = manual.connect();
		moment.beforeNext(() -> manual.counter("late").increment(2));
		manual.eventLoop.runAll();
		assertThat(client.received).containsExactly(0L, 2L);
	}

	private static ManualStream stream(int bufferSize, Moment moment) {
		Hooks.addQueueWrapper(HOOK, moment::wrap);
		ManualStream stream = new ManualStream(bufferSize);
		Hooks.removeQueueWrapper(HOOK);
		return stream;
	}

	/**
	 * The moment before something is looked for in a queue, or after it was and was not
	 * found.
	 */
	private static final class Moment {

		private int times;

		private int hidden;

		private Runnable event = () -> {
		};

		private @Nullable Runnable before;

		/**
		 * Has an event come just before the queue is looked at.
		 */
		void beforeNext(Runnable event) {
			this.before = event;
		}

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
					Runnable before = Moment.this.before;
					if (before != null) {
						Moment.this.before = null;
						before.run();
					}
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
