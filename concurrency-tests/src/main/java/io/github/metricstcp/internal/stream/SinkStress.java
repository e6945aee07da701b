package io.github.metricstcp.internal.stream;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;

/**
 * Two threads emit while the event loop sleeps, until one of them has woken it: those
 * events go through the sink, at once with one another and with events that go past it.
 */
@JCStressTest
@Outcome(id = "4, 1, true", expect = Expect.ACCEPTABLE, desc = "All taken, woken once, polled in order")
@Outcome(expect = Expect.FORBIDDEN, desc = "Refused, lost, twice, out of order, or not woken")
@State
public class SinkStress {

	private final TwoProducers producers = new TwoProducers(8);

	public SinkStress() {
		this.producers.queues.ingress.signal().sleep();
	}

	@Actor
	public void application() {
		this.producers.offerFirst();
	}

	@Actor
	public void anotherThread() {
		this.producers.offerSecond();
	}

	@Arbiter
	public void quiescence(IIZ_Result result) {
		result.r1 = this.producers.taken();
		result.r2 = this.producers.queues.wakeUps.get();
		double lastFirst = 0;
		double lastSecond = 0;
		boolean inOrder = true;
		Ingress ingress = this.producers.queues.ingress;
		for (RecordedEvent event = ingress.poll(); event != null; event = ingress.poll()) {
			if (event.series == this.producers.first) {
				inOrder &= (event.value == ++lastFirst);
			}
			else {
				inOrder &= (event.value == ++lastSecond);
			}
		}
		result.r3 = inOrder && lastFirst == this.producers.takenFirst && lastSecond == this.producers.takenSecond;
	}

}
