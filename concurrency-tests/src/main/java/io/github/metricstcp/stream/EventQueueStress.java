package io.github.metricstcp.stream;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/**
 * Two threads offer to a queue with room for two, while a third one polls and gives room
 * back: what was taken is polled once, in the order of its thread, and never more than
 * two wait.
 */
@JCStressTest
@Outcome(id = "0, true", expect = Expect.ACCEPTABLE, desc = "All that was taken, once and in order")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost, twice, out of order or beyond the limit")
@State
public class EventQueueStress {

	private static final int LIMIT = 2;

	private final EventQueue<Integer> queue = new EventQueue<>(LIMIT);

	private int takenFirst;

	private int takenSecond;

	private int polled;

	private int lastFirst;

	private int lastSecond = 100;

	private boolean sound = true;

	@Actor
	public void first() {
		for (int i = 1; i <= 3; i++) {
			this.takenFirst += this.queue.offer(i) ? 1 : 0;
		}
	}

	@Actor
	public void second() {
		for (int i = 101; i <= 103; i++) {
			this.takenSecond += this.queue.offer(i) ? 1 : 0;
		}
	}

	@Actor
	public void consumer() {
		for (int i = 0; i < 3; i++) {
			this.sound &= this.queue.size() <= LIMIT;
			if (poll() == null) {
				continue;
			}
			// Now and then for two at a time
			if (i > 0) {
				this.queue.release();
			}
		}
	}

	private @Nullable Integer poll() {
		Integer element = this.queue.poll();
		if (element == null) {
			return null;
		}
		this.polled++;
		if (element < 100) {
			this.sound &= element > this.lastFirst;
			this.lastFirst = element;
		}
		else {
			this.sound &= element > this.lastSecond;
			this.lastSecond = element;
		}
		return element;
	}

	@Arbiter
	public void quiescence(IZ_Result result) {
		while (poll() != null) {
			// Goes on
		}
		this.sound &= this.queue.isEmpty() && this.queue.consumed() == this.queue.produced();
		result.r1 = this.takenFirst + this.takenSecond - this.polled;
		result.r2 = this.sound;
	}

}
