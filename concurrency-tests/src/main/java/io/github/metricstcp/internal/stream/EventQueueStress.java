package io.github.metricstcp.internal.stream;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/**
 * A thread offers to a queue with room for two, while another one polls and gives room
 * back for several at a time, where the queue's slots end and the first ones, used
 * before, come next: what was taken is polled once and in order, and never more than two
 * wait. Two threads that offer: {@link IngressStress}, {@link RoomStress}. No third
 * actor: jcstress leaves out tests with more actors than there are processors.
 */
@JCStressTest
@Outcome(id = "0, true", expect = Expect.ACCEPTABLE, desc = "All that was taken, once and in order")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost, twice, out of order or beyond the limit")
@State
public class EventQueueStress {

	private static final int LIMIT = 2;

	/**
	 * Two less than the slots of a queue with that limit.
	 */
	private static final int BEFORE = 126;

	private final EventQueue<Integer> queue = new EventQueue<>(LIMIT);

	private int taken;

	private int polled;

	private int last;

	private boolean sound = true;

	public EventQueueStress() {
		for (int i = 0; i < BEFORE; i++) {
			this.queue.offer(i - BEFORE);
			this.queue.poll();
			this.queue.release();
		}
	}

	@Actor
	public void producer() {
		for (int i = 1; i <= 5; i++) {
			this.taken += this.queue.offer(i) ? 1 : 0;
		}
	}

	@Actor
	public void consumer() {
		for (int i = 0; i < 4; i++) {
			this.sound &= this.queue.size() <= LIMIT;
			if (poll() && i % 2 == 1) {
				this.queue.release();
			}
		}
	}

	private boolean poll() {
		Integer element = this.queue.poll();
		if (element == null) {
			return false;
		}
		this.polled++;
		this.sound &= element > this.last;
		this.last = element;
		return true;
	}

	@Arbiter
	public void quiescence(IZ_Result result) {
		while (poll()) {
			// Goes on
		}
		this.sound &= this.queue.isEmpty() && this.queue.consumed() == this.queue.produced();
		result.r1 = this.taken - this.polled;
		result.r2 = this.sound;
	}

}
