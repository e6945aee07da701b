package io.github.metricstcp.stream;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * Increments that find the ingress full are read by the event loop without a sweep over
 * all counters: the flag never stays down over one that was not read.
 */
@JCStressTest
@Outcome(id = "3", expect = Expect.ACCEPTABLE, desc = "All three, the first through the ingress")
@Outcome(expect = Expect.FORBIDDEN, desc = "One was forgotten, or counted twice")
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
	public void eventLoop() {
		this.queues.absorbFlagged();
		this.queues.absorbFlagged();
	}

	@Arbiter
	public void quiescence(J_Result result) {
		this.queues.drain();
		this.queues.absorbFlagged();
		result.r1 = this.queues.published.total(0);
	}

}
