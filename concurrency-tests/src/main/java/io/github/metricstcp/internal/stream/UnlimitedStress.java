package io.github.metricstcp.internal.stream;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJZ_Result;

/**
 * Two threads emit into an ingress without a limit where its queue goes on into another
 * array, and one of them polls, which may find the other one held up: nothing is lost,
 * and what a thread has recorded is before the position that it reads afterwards.
 */
@JCStressTest
@Outcome(id = "4, 0, true", expect = Expect.ACCEPTABLE, desc = "All of both, at their positions")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost, twice, or not where it was said to be")
@State
public class UnlimitedStress {

	/**
	 * Two events less than the first array holds: 1023, and a link to the next one.
	 */
	private static final int BEFORE = 1021;

	private final Queues queues = new Queues(Ingress.UNLIMITED);

	private final CounterSeries counter = this.queues.counter();

	private boolean sound = true;

	public UnlimitedStress() {
		this.queues.ingress.listening = true;
		for (int i = 0; i < BEFORE; i++) {
			this.queues.ingress.offer(this.counter, 0);
			this.queues.poll();
		}
	}

	@Actor
	public void application() {
		this.counter.increment(1);
		this.counter.increment(1);
	}

	@Actor
	public void eventLoop() {
		this.counter.increment(1);
		long first = this.queues.ingress.position();
		this.counter.increment(1);
		long second = this.queues.ingress.position();
		this.sound &= first > BEFORE && second > first && second <= BEFORE + 4;
		while (this.queues.ingress.polled() < second && this.queues.poll() != null) {
			// Goes on
		}
		this.sound &= this.queues.ingress.polled() <= second;
	}

	@Arbiter
	public void quiescence(JJZ_Result result) {
		this.queues.drain();
		result.r1 = this.queues.published.total(0);
		result.r2 = this.queues.ingress.position() - this.queues.ingress.polled();
		result.r3 = this.sound && this.queues.ingress.isEmpty();
	}

}
