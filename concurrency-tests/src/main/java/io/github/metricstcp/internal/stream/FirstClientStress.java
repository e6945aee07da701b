package io.github.metricstcp.internal.stream;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * An increment while the first client connects is in exactly one of what the event loop
 * read of the unstreamed adder and what it will find.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Found later: in the ingress or in the adder")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Sent to the newcomer")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or counted twice")
@State
public class FirstClientStress {

	private final Queues queues = new Queues(2);

	private final CounterSeries counter = this.queues.counter();

	private long absorbed;

	@Actor
	public void application() {
		this.counter.increment(1);
	}

	@Actor
	public void eventLoop() {
		this.queues.ingress.listening = true;
		this.absorbed = this.counter.absorb(this.queues.published);
	}

	@Arbiter
	public void quiescence(JJ_Result result) {
		result.r1 = this.absorbed;
		this.queues.drain();
		this.counter.absorb(this.queues.published);
		result.r2 = this.queues.published.total(0);
	}

}
