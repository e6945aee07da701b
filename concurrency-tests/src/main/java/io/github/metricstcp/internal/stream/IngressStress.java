package io.github.metricstcp.internal.stream;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;

/**
 * Two threads emit into an ingress with room for three events: it takes just as many, and
 * they are polled once and in the order of each thread.
 */
@JCStressTest
@Outcome(id = "3, 3, true", expect = Expect.ACCEPTABLE, desc = "Full, and polled")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost, twice, out of order or beyond the limit")
@State
public class IngressStress {

	private final TwoProducers producers = new TwoProducers(3);

	private int polled;

	private double lastFirst;

	private double lastSecond;

	private boolean sound = true;

	@Actor
	public void application() {
		this.producers.offerFirst();
	}

	@Actor
	public void anotherThread() {
		this.producers.offerSecond();
	}

	private boolean poll() {
		this.sound &= this.producers.queues.ingress.size() <= 3;
		RecordedEvent event = this.producers.queues.ingress.poll();
		if (event == null) {
			return false;
		}
		this.polled++;
		if (event.series == this.producers.first) {
			this.sound &= event.value > this.lastFirst;
			this.lastFirst = event.value;
		}
		else {
			this.sound &= event.value > this.lastSecond;
			this.lastSecond = event.value;
		}
		return true;
	}

	@Arbiter
	public void quiescence(IIZ_Result result) {
		while (poll()) {
			// Goes on
		}
		result.r1 = this.producers.taken();
		result.r2 = this.polled;
		result.r3 = this.sound;
	}

}
