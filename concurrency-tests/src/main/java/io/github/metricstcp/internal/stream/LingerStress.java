package io.github.metricstcp.internal.stream;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZIJ_Result;

/**
 * A thread fills more than half of the ingress while the event loop, which has polled
 * what there is, begins to linger. The event loop never lingers over that: it sees it
 * before, or is woken once.
 */
@JCStressTest
@Outcome(id = "true, [01], 3", expect = Expect.ACCEPTABLE, desc = "It saw that much waits, or was woken once")
@Outcome(expect = Expect.FORBIDDEN, desc = "It lingers while much waits, was woken twice, or an event is lost")
@State
public class LingerStress {

	private final Queues queues = new Queues(4);

	private final CounterSeries counter = this.queues.counter();

	private boolean awake;

	public LingerStress() {
		this.queues.ingress.listening = true;
	}

	@Actor
	public void application() {
		this.counter.increment(1);
		this.counter.increment(1);
		this.counter.increment(1);
	}

	@Actor
	public void eventLoop() {
		this.queues.drain();
		// As TurnScheduler.goOn does
		this.queues.ingress.signal().linger();
		this.awake = this.queues.ingress.isUrgent() && this.queues.ingress.signal().awake();
	}

	@Arbiter
	public void quiescence(ZIJ_Result result) {
		result.r2 = this.queues.wakeUps.get();
		// The third event found two that waited
		result.r1 = this.queues.ingress.size() < 3 || this.awake || result.r2 == 1;
		this.queues.drain();
		result.r3 = this.queues.published.total(0);
	}

}
