package io.github.metricstcp.internal.stream;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/**
 * A counter is removed while it is incremented: what was recorded before the removal is
 * before its position in the stream, what the same thread recorded after it is not sent,
 * and the counter itself counts all.
 */
@JCStressTest
@Outcome(id = "3, 2, 0", expect = Expect.ACCEPTABLE, desc = "The concurrent increment came before")
@Outcome(id = "3, 1, 0", expect = Expect.ACCEPTABLE, desc = "It came after and was not streamed")
@Outcome(id = "3, 1, 1", expect = Expect.ACCEPTABLE, desc = "It came after and is discarded")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost, twice, or sent after the removal")
@State
public class RemovalStress {

	private final Queues queues = new Queues(8);

	private final CounterSeries counter = this.queues.counter();

	private long position;

	public RemovalStress() {
		this.queues.ingress.listening = true;
	}

	@Actor
	public void application() {
		this.counter.increment(1);
	}

	@Actor
	public void remover() {
		this.counter.increment(1);
		this.counter.removed = true;
		this.position = this.queues.ingress.position();
		this.counter.increment(1);
	}

	@Arbiter
	public void quiescence(JJJ_Result result) {
		result.r1 = (long) this.counter.count();
		while (this.queues.ingress.polled() < this.position && this.queues.poll() != null) {
			// Goes on
		}
		result.r2 = this.queues.published.total(0);
		this.queues.ingress.release();
		result.r3 = this.queues.ingress.size();
	}

}
