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

	private final Queues queues = new Queues(3);

	private final SampleSeries first = this.queues.samples("first");

	private final SampleSeries second = this.queues.samples("second");

	private int takenFirst;

	private int takenSecond;

	private int polled;

	private double lastFirst;

	private double lastSecond;

	private boolean sound = true;

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

	private boolean poll() {
		this.sound &= this.queues.ingress.size() <= 3;
		RecordedEvent event = this.queues.ingress.poll();
		if (event == null) {
			return false;
		}
		this.polled++;
		if (event.series == this.first) {
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
		result.r1 = this.takenFirst + this.takenSecond;
		result.r2 = this.polled;
		result.r3 = this.sound;
	}

}
