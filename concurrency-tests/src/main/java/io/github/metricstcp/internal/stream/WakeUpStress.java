package io.github.metricstcp.internal.stream;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZIJ_Result;

/**
 * A thread emits while the event loop, which slept, polls what there is and falls asleep
 * again. Its events go through the sink while it sees the event loop asleep, and past it
 * while not: none ever waits for one who sleeps, and each sleep is ended once.
 */
@JCStressTest
@Outcome(id = "true, 0, 2", expect = Expect.ACCEPTABLE, desc = "It saw both before it slept")
@Outcome(id = "true, [12], 2", expect = Expect.ACCEPTABLE, desc = "It was woken, or woken again")
@Outcome(expect = Expect.FORBIDDEN, desc = "It sleeps while an event waits, was woken too often, or one is lost")
@State
public class WakeUpStress {

	private final Queues queues = new Queues(8);

	private final CounterSeries counter = this.queues.counter();

	private boolean awake;

	private int wakeUpsBefore;

	public WakeUpStress() {
		this.queues.ingress.listening = true;
		this.queues.ingress.signal().sleep();
	}

	@Actor
	public void application() {
		this.counter.increment(1);
		this.counter.increment(1);
	}

	@Actor
	public void eventLoop() {
		this.queues.ingress.signal().awake();
		this.queues.drain();
		// As TurnScheduler.turn does at its end; what was woken until now is this turn
		this.wakeUpsBefore = this.queues.wakeUps.get();
		this.queues.ingress.signal().sleep();
		this.awake = !this.queues.ingress.isEmpty() && this.queues.ingress.signal().awake();
	}

	@Arbiter
	public void quiescence(ZIJ_Result result) {
		result.r2 = this.queues.wakeUps.get();
		result.r1 = this.queues.ingress.isEmpty() || this.awake || result.r2 > this.wakeUpsBefore;
		this.queues.drain();
		result.r3 = this.queues.published.total(0);
	}

}
