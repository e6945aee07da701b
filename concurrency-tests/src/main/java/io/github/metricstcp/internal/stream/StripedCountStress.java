package io.github.metricstcp.internal.stream;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JIJ_Result;

/**
 * Two threads count, and one of them, or the event loop after it, reads the sum: it has
 * what that thread has counted, and a thread that reads another one's increment sees what
 * came before it.
 */
@JCStressTest
@Outcome(id = "1, 0, 2", expect = Expect.ACCEPTABLE, desc = "Only its own")
@Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "Only its own, and already what comes before the other")
@Outcome(id = "2, 1, 2", expect = Expect.ACCEPTABLE, desc = "Both, and what came before")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or counted before what came first")
@State
public class StripedCountStress {

	private final StripedCount count = new StripedCount();

	private int before;

	private long seen;

	private int seenBefore;

	@Actor
	public void application() {
		this.before = 1;
		this.count.increment();
	}

	@Actor
	public void anotherThread() {
		this.count.increment();
		this.seen = this.count.sum();
		this.seenBefore = this.before;
	}

	@Arbiter
	public void quiescence(JIJ_Result result) {
		result.r1 = this.seen;
		result.r2 = this.seenBefore;
		result.r3 = this.count.sum();
	}

}
