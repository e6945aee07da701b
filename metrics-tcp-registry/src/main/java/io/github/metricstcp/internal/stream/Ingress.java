package io.github.metricstcp.internal.stream;

import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.jctools.queues.QueueProgressIndicators;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Sinks;

/**
 * The way in: a bounded {@code Sinks.many()} that any number of application threads emit
 * into and that the event loop polls in turns of its own.
 * <p>
 * The sink is an unsafe unicast one over a multi-producer queue, which is safe for
 * concurrent emits: {@code tryEmitNext} offers to the queue, then drains; and because the
 * subscriber asks for ASYNC fusion, draining is nothing but a signal, which wakes the
 * event loop if it sleeps. {@code publishOn} would do the same, but does not end its
 * batch under a flood, so that writes starve.
 * <p>
 * While the event loop is awake nobody needs that signal, and events go to the sink's
 * queue directly: {@code tryEmitNext} would make one thread signal for all the others for
 * as long as they emit.
 */
final class Ingress {

	/**
	 * The most that can be called unlimited by the operators.
	 */
	static final int UNLIMITED = Integer.MAX_VALUE;

	private static final long ROOM_PAUSE_NANOS = 100_000;

	/**
	 * Whether anybody listens. All that an event costs while nobody does is reading this.
	 * Written by the event loop when the first client comes and the last one goes.
	 */
	volatile boolean listening;

	private final int limit;

	private final EventClock clock;

	private final Queue<RecordedEvent> queue;

	/**
	 * The queue, if it has a limit.
	 */
	private final @Nullable EventQueue<RecordedEvent> bounded;

	/**
	 * The queue as the sink has it: in whatever wrapper a hook of the application puts
	 * around Reactor's queues.
	 */
	private final Queue<RecordedEvent> outlet;

	private final Sinks.Many<RecordedEvent> sink;

	private final Consumer<CounterSeries> flagged;

	/**
	 * Whether the event loop must be woken for what comes in.
	 */
	private final AtomicBoolean sleeping = new AtomicBoolean();

	private final StripedCount coalesced = new StripedCount();

	private final StripedCount dropped = new StripedCount();

	private volatile Runnable wakeUp = () -> {
	};

	/**
	 * Creates an ingress.
	 * @param limit the most events that wait in it
	 * @param clock the time of events
	 * @param flagged told of each counter that has increments outside the ingress, once
	 * until its flag is lowered
	 */
	Ingress(int limit, EventClock clock, Consumer<CounterSeries> flagged) {
		this.limit = limit;
		this.clock = clock;
		this.flagged = flagged;
		this.bounded = (limit != UNLIMITED) ? new EventQueue<>(limit) : null;
		this.queue = (this.bounded != null) ? this.bounded : new UnboundedQueue<>();
		this.outlet = Hooks.wrapQueue(this.queue);
		this.sink = Sinks.unsafe().many().unicast().onBackpressureBuffer(this.queue);
		this.sink.asFlux().subscribe(new Alarm());
	}

	int limit() {
		return this.limit;
	}

	/**
	 * Takes an event if there is room.
	 * @return whether it was taken: {@code false} means that it was not and never will be
	 */
	boolean offer(Series series, double value) {
		// Asked first, so that an event that will not be taken costs neither clock nor
		// garbage
		if (this.bounded != null && this.bounded.isFull()) {
			return false;
		}
		RecordedEvent event = new RecordedEvent(series, value, this.clock.monotonicTime());
		if (isSleeping()) {
			if (this.sink.tryEmitNext(event) != Sinks.EmitResult.OK) {
				return false;
			}
		}
		else if (!this.outlet.offer(event)) {
			return false;
		}
		wake();
		return true;
	}

	/**
	 * Counts an increment that was not taken, and sees to it that the event loop reads
	 * it.
	 */
	void coalesced(CounterSeries series) {
		this.coalesced.increment();
		// Either this thread sees the lowered flag, or the event loop, which lowers it
		// before it reads the count, sees all that came before the count
		if (series.raiseFlag()) {
			try {
				this.flagged.accept(series);
			}
			catch (Throwable ex) {
				// Out of memory. The increment is taken already: the next one that finds
				// no room has another go
				series.lowerFlag();
			}
		}
		wake();
	}

	/**
	 * Counts a sample that was not taken.
	 */
	void dropped() {
		this.dropped.increment();
		// It sleeps although there is much to do if it ran out of memory
		wake();
	}

	/**
	 * Pauses until there may be room.
	 * @return {@code false} if the thread was interrupted
	 */
	boolean awaitRoom() {
		LockSupport.parkNanos(ROOM_PAUSE_NANOS);
		return !Thread.currentThread().isInterrupted();
	}

	/**
	 * Returns the position in the stream of whatever is recorded from now on.
	 */
	long position() {
		return (this.bounded != null) ? this.bounded.produced()
				: ((QueueProgressIndicators) this.queue).currentProducerIndex();
	}

	/**
	 * Returns how many events were polled: the position of the next one.
	 */
	long polled() {
		return (this.bounded != null) ? this.bounded.consumed()
				: ((QueueProgressIndicators) this.queue).currentConsumerIndex();
	}

	/**
	 * Takes the oldest event. Its room is given back by {@link #release()}, or when there
	 * is nothing more to poll.
	 * @return {@code null} if there is none, or if the thread that records the next one
	 * has been held up in the middle of it
	 */
	@Nullable RecordedEvent poll() {
		return this.outlet.poll();
	}

	/**
	 * Gives the room of what was polled back to those who record.
	 */
	void release() {
		if (this.bounded != null) {
			this.bounded.release();
		}
	}

	int size() {
		return this.queue.size();
	}

	boolean isEmpty() {
		return this.queue.isEmpty();
	}

	long coalescedCount() {
		return this.coalesced.sum();
	}

	long droppedCount() {
		return this.dropped.sum();
	}

	/**
	 * Sets what wakes the event loop.
	 */
	void onWakeUp(Runnable wakeUp) {
		this.wakeUp = wakeUp;
	}

	/**
	 * Says that from now on the event loop must be woken.
	 */
	void sleep() {
		this.sleeping.set(true);
	}

	/**
	 * Says that the event loop need not be woken.
	 * @return whether it slept
	 */
	boolean awake() {
		return this.sleeping.get() && this.sleeping.compareAndSet(true, false);
	}

	private boolean isSleeping() {
		return this.sleeping.get();
	}

	void wake() {
		if (awake()) {
			try {
				this.wakeUp.run();
			}
			catch (RejectedExecutionException ex) {
				// The event loop has ended, which is no concern of who records
			}
			catch (Throwable ex) {
				// Out of memory or stack. What is recorded is taken already: whoever
				// records next has another go
				sleep();
			}
		}
	}

	/**
	 * The sink's subscriber: it takes nothing itself, but wakes the one who does.
	 */
	private final class Alarm implements CoreSubscriber<RecordedEvent> {

		@Override
		public void onSubscribe(Subscription subscription) {
			// Not fused if a hook of the application stands in between: then nothing is
			// asked for, and nothing signalled
			if (subscription instanceof Fuseable.QueueSubscription<?> queue
					&& queue.requestFusion(Fuseable.ASYNC) == Fuseable.ASYNC) {
				subscription.request(Long.MAX_VALUE);
			}
		}

		@Override
		public void onNext(@Nullable RecordedEvent fused) {
			wake();
		}

		@Override
		public void onError(Throwable ex) {
			throw new IllegalStateException("The ingress never ends", ex);
		}

		@Override
		public void onComplete() {
			throw new IllegalStateException("The ingress never ends");
		}

	}

	/**
	 * A queue without a bound that, as the bounded one, does not wait for a thread that
	 * was held up.
	 */
	private static final class UnboundedQueue<E> extends MpscUnboundedAtomicArrayQueue<E> {

		private static final int CHUNK = 1024;

		UnboundedQueue() {
			super(CHUNK);
		}

		@Override
		public @Nullable E poll() {
			return relaxedPoll();
		}

	}

}
