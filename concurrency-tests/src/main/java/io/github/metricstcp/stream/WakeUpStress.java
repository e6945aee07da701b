package io.github.metricstcp.stream;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/**
 * The event loop never sleeps over an event, and is woken once at the most.
 */
@JCStressTest
@Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "It saw the event before it slept")
@Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "It was woken")
@Outcome(expect = Expect.FORBIDDEN, desc = "It sleeps while an event waits, or was woken twice")
@State
public class WakeUpStress {

	private final Queues queues = new Queues(8);

	private final CounterSeries counter = this.queues.counter();

	private boolean awake;

	public WakeUpStress() {
		this.queues.ingress.listening = true;
	}

	@Actor
	public void application() {
		this.counter.increment(1);
		this.counter.increment(1);
	}

	@Actor
	public void eventLoop() {
		// As EventStream.turn does at its end
		this.queues.ingress.sleep();
		this.awake = !this.queues.ingress.isEmpty() && this.queues.ingress.awake();
	}

	@Arbiter
	public void quiescence(ZI_Result result) {
		result.r1 = this.awake || this.queues.wakeUps.get() > 0;
		result.r2 = this.queues.wakeUps.get();
	}

}
