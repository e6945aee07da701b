package io.github.metricstcp.stream;

import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.jctools.queues.QueueProgressIndicators;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
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
	 * The queue as the sink has it: in whatever wrapper a hook of the application puts
	 * around Reactor's queues.
	 */
	private final Queue<RecordedEvent> outlet;

	private final Sinks.Many<RecordedEvent> sink;

	/**
	 * Whether the sink signals each event: not if a hook of the application stands
	 * between it and its subscriber.
	 */
	private final boolean fused;

	private final Consumer<CounterSeries> flagged;

	/**
	 * Whether the event loop must be woken for what comes in.
	 */
	private final AtomicBoolean sleeping = new AtomicBoolean();

	private final LongAdder folded = new LongAdder();

	private final LongAdder dropped = new LongAdder();

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
		this.queue = (limit == UNLIMITED) ? new MpscUnboundedAtomicArrayQueue<>(1024) : new BoundedQueue<>(limit);
		this.outlet = Hooks.wrapQueue(this.queue);
		this.sink = Sinks.unsafe().many().unicast().onBackpressureBuffer(this.queue);
		Alarm alarm = new Alarm();
		this.sink.asFlux().subscribe(alarm);
		this.fused = alarm.fused;
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
		if (this.limit != UNLIMITED && this.queue.size() >= this.limit) {
			return false;
		}
		RecordedEvent event = new RecordedEvent(series, value, this.clock.monotonicTime());
		boolean taken = (this.sink.tryEmitNext(event) == Sinks.EmitResult.OK);
		if (taken && !this.fused) {
			wake();
		}
		return taken;
	}

	/**
	 * Counts an increment that was not taken, and sees to it that the event loop reads
	 * it.
	 */
	void folded(CounterSeries series) {
		this.folded.increment();
		// Either this thread sees the lowered flag, or the event loop, which lowers it
		// before it reads, sees the increment: both sides need store before load
		VarHandle.fullFence();
		if (series.raiseFlag()) {
			this.flagged.accept(series);
			wake();
		}
	}

	/**
	 * Counts a sample that was not taken.
	 */
	void dropped() {
		this.dropped.increment();
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
		return ((QueueProgressIndicators) this.queue).currentProducerIndex();
	}

	/**
	 * Returns how many events were polled: the position of the next one.
	 */
	long polled() {
		return ((QueueProgressIndicators) this.queue).currentConsumerIndex();
	}

	@Nullable RecordedEvent poll() {
		return this.outlet.poll();
	}

	int size() {
		return this.queue.size();
	}

	boolean isEmpty() {
		return this.queue.isEmpty();
	}

	long foldedCount() {
		return this.folded.sum();
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

	void wake() {
		if (awake()) {
			try {
				this.wakeUp.run();
			}
			catch (RejectedExecutionException ex) {
				// The event loop has ended, which is no concern of who records
			}
		}
	}

	/**
	 * The sink's subscriber: it takes nothing itself, but wakes the one who does.
	 */
	private final class Alarm implements CoreSubscriber<RecordedEvent> {

		private boolean fused;

		@Override
		public void onSubscribe(Subscription subscription) {
			this.fused = subscription instanceof Fuseable.QueueSubscription<?> queue
					&& queue.requestFusion(Fuseable.ASYNC) == Fuseable.ASYNC;
			if (this.fused) {
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
	 * A queue whose bound is exact: JCTools rounds its capacity up to a power of two.
	 */
	private static final class BoundedQueue<E> extends MpscAtomicArrayQueue<E> {

		private final int limit;

		BoundedQueue(int limit) {
			super(Math.max(2, limit));
			this.limit = limit;
		}

		@Override
		public boolean offer(E event) {
			return offerIfBelowThreshold(event, this.limit);
		}

	}

}
