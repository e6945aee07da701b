package io.github.metricstcp.internal.stream;

import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Sinks;

/**
 * The sink in front of the ingress' queue, and what wakes the event loop that polls that
 * queue.
 * <p>
 * The sink is an unsafe unicast one over a multi-producer queue, which is safe for
 * concurrent emits: {@code tryEmitNext} offers to the queue, then drains; and because the
 * subscriber asks for ASYNC fusion, draining is nothing but a signal, which wakes the
 * event loop if it sleeps. {@code publishOn} would do the same, but does not end its
 * batch under a flood, so that writes starve.
 * <p>
 * While the event loop is awake nobody needs that signal, and events go past the sink,
 * into its queue. They may: the sink keeps nothing of what was emitted but in the queue,
 * and an event that comes while the event loop falls asleep is found by its last look at
 * the queue, or wakes it. And they should: {@code tryEmitNext} would make one thread
 * signal for all the others for as long as they emit.
 */
final class IngressSignal {

	/**
	 * The event loop will look at the queue without being woken.
	 */
	private static final int AWAKE = 0;

	/**
	 * The event loop will look at the queue before long. It is woken if much waits.
	 */
	private static final int LINGERING = 1;

	/**
	 * The event loop must be woken for what comes in.
	 */
	private static final int SLEEPING = 2;

	/**
	 * The queue as the sink has it: in whatever wrapper a hook of the application puts
	 * around Reactor's queues.
	 */
	private final Queue<RecordedEvent> outlet;

	private final Sinks.Many<RecordedEvent> sink;

	/**
	 * One of {@link #AWAKE}, {@link #LINGERING} and {@link #SLEEPING}.
	 */
	private final AtomicInteger state = new AtomicInteger();

	private volatile Runnable wakeUp = () -> {
	};

	/**
	 * Puts a sink in front of a queue.
	 * @param queue a queue for many producers and one consumer
	 */
	IngressSignal(Queue<RecordedEvent> queue) {
		this.outlet = Hooks.wrapQueue(queue);
		this.sink = Sinks.unsafe().many().unicast().onBackpressureBuffer(queue);
		this.sink.asFlux().subscribe(new WakeUpSubscriber<>(this::wake));
	}

	/**
	 * Takes an event if there is room, and wakes the event loop if it sleeps.
	 * @param urgent whether the event loop must not go on lingering either
	 * @return whether it was taken
	 */
	boolean offer(RecordedEvent event, boolean urgent) {
		if (this.state.get() == SLEEPING) {
			if (this.sink.tryEmitNext(event) != Sinks.EmitResult.OK) {
				return false;
			}
		}
		else if (!this.outlet.offer(event)) {
			return false;
		}
		wake(urgent ? LINGERING : SLEEPING);
		return true;
	}

	/**
	 * Takes the oldest event, if there is one that can be seen. Called by the event loop.
	 */
	@Nullable RecordedEvent poll() {
		return this.outlet.poll();
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
		this.state.set(SLEEPING);
	}

	/**
	 * Says that from now on the event loop must be woken if much waits.
	 */
	void linger() {
		this.state.set(LINGERING);
	}

	/**
	 * Says that the event loop need not be woken.
	 * @return whether it would have had to be
	 */
	boolean awake() {
		return awake(LINGERING);
	}

	boolean isLingering() {
		return this.state.get() == LINGERING;
	}

	private boolean awake(int least) {
		int state = this.state.get();
		return state >= least && this.state.compareAndSet(state, AWAKE);
	}

	/**
	 * Wakes the event loop if it sleeps. Never fails.
	 */
	void wake() {
		wake(SLEEPING);
	}

	/**
	 * Wakes the event loop if it sleeps or lingers. Never fails.
	 */
	void wakeUrgently() {
		wake(LINGERING);
	}

	private void wake(int least) {
		if (awake(least)) {
			try {
				this.wakeUp.run();
			}
			catch (RejectedExecutionException ex) {
				// The event loop has ended, which is no concern of who records
			}
			catch (Throwable ex) {
				// Out of memory or stack. What is recorded is taken already: the next
				// thread that records has another go
				sleep();
			}
		}
	}

}
