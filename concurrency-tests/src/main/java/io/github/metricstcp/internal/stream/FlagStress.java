package io.github.metricstcp.internal.stream;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JZ_Result;

/**
 * Increments of two threads that find the ingress full are read by the event loop without
 * a sweep over all counters: the flag never stays down over one that was not read, and is
 * raised by one of those that find it down. One actor is both a thread that records and,
 * after that, the event loop.
 */
@JCStressTest
@Outcome(id = "4, true", expect = Expect.ACCEPTABLE, desc = "All four, the first through the ingress")
@Outcome(expect = Expect.FORBIDDEN, desc = "One was forgotten or counted twice, or the flag raised by two")
@State
public class FlagStress {

	private final Queues queues = new Queues(1);

	private final CounterSeries counter = this.queues.counter();

	public FlagStress() {
		this.queues.ingress.listening = true;
		this.counter.increment(1);
	}

	@Actor
	public void application() {
		this.counter.increment(1);
		this.counter.increment(1);
	}

	@Actor
	public void anotherThreadThenEventLoop() {
		this.counter.increment(1);
		this.queues.absorbFlagged();
		this.queues.absorbFlagged();
	}

	@Arbiter
	public void quiescence(JZ_Result result) {
		result.r2 = (this.queues.flagged.size() <= 1);
		this.queues.drain();
		this.queues.absorbFlagged();
		result.r1 = this.queues.published.total(0);
	}

}
