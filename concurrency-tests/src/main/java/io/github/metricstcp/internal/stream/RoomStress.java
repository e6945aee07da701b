package io.github.metricstcp.internal.stream;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A thread offers to a queue with room for two while another one polls, gives the room
 * back and offers too: room that was given back is used, no more than that, and an offer
 * is refused only if there is none.
 */
@JCStressTest
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "Full, as one of four was polled and one refused")
@Outcome(expect = Expect.FORBIDDEN, desc = "Beyond the limit, or refused though there was room")
@State
public class RoomStress {

	private final EventQueue<Integer> queue = new EventQueue<>(2);

	private int taken;

	private int takenByConsumer;

	private int polled;

	public RoomStress() {
		this.taken += this.queue.offer(0) ? 1 : 0;
	}

	@Actor
	public void producer() {
		for (int i = 1; i <= 2; i++) {
			this.taken += this.queue.offer(i) ? 1 : 0;
		}
	}

	@Actor
	public void consumer() {
		this.polled += (this.queue.poll() != null) ? 1 : 0;
		this.queue.release();
		this.takenByConsumer += this.queue.offer(3) ? 1 : 0;
	}

	@Arbiter
	public void quiescence(II_Result result) {
		result.r1 = this.queue.size();
		result.r2 = this.taken + this.takenByConsumer - this.polled;
	}

}
