package io.github.metricstcp.internal.stream;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A thread emits into an ingress with room for one event while the event loop polls:
 * whatever was taken is polled, complete and in order.
 */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "All that was taken, in order")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost, twice, torn or out of order")
@State
public class PollStress {

	private final Queues queues = new Queues(1);

	private final SampleSeries samples = this.queues.samples("samples");

	private int taken;

	private int polled;

	private double last;

	private boolean ordered = true;

	@Actor
	public void application() {
		for (int i = 1; i <= 3; i++) {
			this.taken += this.queues.ingress.offer(this.samples, i) ? 1 : 0;
		}
	}

	@Actor
	public void eventLoop() {
		poll();
		poll();
	}

	private boolean poll() {
		RecordedEvent event = this.queues.ingress.poll();
		if (event == null) {
			return false;
		}
		this.polled++;
		this.ordered &= event.series == this.samples && event.value > this.last && event.monotonicTime != 0;
		this.last = event.value;
		return true;
	}

	@Arbiter
	public void quiescence(ZZ_Result result) {
		while (poll()) {
			// Goes on
		}
		result.r1 = (this.polled == this.taken);
		result.r2 = this.ordered;
	}

}
