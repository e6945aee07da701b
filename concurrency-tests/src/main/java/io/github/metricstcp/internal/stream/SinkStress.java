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

	private final Queues queues = new Queues(8);

	private final SampleSeries first = this.queues.samples("first");

	private final SampleSeries second = this.queues.samples("second");

	private int takenFirst;

	private int takenSecond;

	public SinkStress() {
		this.queues.ingress.signal().sleep();
	}

	@Actor
	public void application() {
		for (int i = 1; i <= 2; i++) {
			this.takenFirst += this.queues.ingress.offer(this.first, i) ? 1 : 0;
		}
	}

	@Actor
	public void anotherThread() {
		for (int i = 1; i <= 2; i++) {
			this.takenSecond += this.queues.ingress.offer(this.second, i) ? 1 : 0;
		}
	}

	@Arbiter
	public void quiescence(IIZ_Result result) {
		result.r1 = this.takenFirst + this.takenSecond;
		result.r2 = this.queues.wakeUps.get();
		double lastFirst = 0;
		double lastSecond = 0;
		boolean inOrder = true;
		for (RecordedEvent event = this.queues.ingress.poll(); event != null; event = this.queues.ingress.poll()) {
			if (event.series == this.first) {
				inOrder &= (event.value == ++lastFirst);
			}
			else {
				inOrder &= (event.value == ++lastSecond);
			}
		}
		result.r3 = inOrder && lastFirst == this.takenFirst && lastSecond == this.takenSecond;
	}

}
