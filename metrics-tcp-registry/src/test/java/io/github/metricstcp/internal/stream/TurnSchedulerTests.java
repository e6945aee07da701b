package io.github.metricstcp.internal.stream;

import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link TurnScheduler}, with an event loop that runs when a test says so.
 */
class TurnSchedulerTests {

	private final ManualEventLoop eventLoop = new ManualEventLoop();

	private final IngressSignal signal = new IngressSignal(new EventQueue<>(1));

	private final CountedTurn turn = new CountedTurn();

	private final TurnScheduler scheduler = new TurnScheduler(this.signal, this.turn,
			new Linger(Duration.ofMillis(1), 512));

	@BeforeEach
	void open() {
		this.scheduler.open(this.eventLoop);
	}

	@Test
	void turnsAsLongAsThereIsWorkAndSomeTimesMore() {
		this.turn.work = 10;
		this.scheduler.begin();
		this.eventLoop.runAll();
		assertThat(this.turn.turns).isGreaterThan(11).isLessThan(200);
		assertThat(this.turn.work).isZero();
	}

	@Test
	void sleepsUntilItIsWoken() {
		this.scheduler.begin();
		this.eventLoop.runAll();
		int before = this.turn.turns;
		this.turn.work = 1;
		this.signal.wake();
		this.signal.wake();
		this.eventLoop.runOnce();
		assertThat(this.turn.turns).as("one turn, however often it was woken").isEqualTo(before + 1);
		this.eventLoop.runAll();
		this.turn.work = 1;
		this.signal.wake();
		this.eventLoop.runAll();
		assertThat(this.turn.work).isZero();
	}

	@Test
	void isNotWokenWhileItTurns() {
		this.scheduler.begin();
		this.signal.wake();
		this.signal.wakeUrgently();
		this.eventLoop.runOnce();
		assertThat(this.turn.turns).isEqualTo(1);
	}

	@Test
	void lingersAfterATurnAndIsNotWokenForAnEvent() {
		this.turn.work = 1;
		this.scheduler.begin();
		this.eventLoop.runOnce();
		assertThat(this.eventLoop.lastDelayNanos()).isEqualTo(2_500_000);
		this.signal.wake();
		assertThat(this.eventLoop.tasks()).as("the next turn alone").isEqualTo(1);
	}

	@Test
	void isWokenFromLingeringWhenMuchWaits() {
		this.turn.work = 2;
		this.scheduler.begin();
		this.eventLoop.runOnce();
		this.signal.wakeUrgently();
		this.signal.wakeUrgently();
		assertThat(this.eventLoop.tasks()).as("the next turn and one wake-up").isEqualTo(2);
		this.eventLoop.runLast();
		assertThat(this.turn.turns).as("not before the I/O").isEqualTo(1);
		assertThat(this.eventLoop.lastDelayNanos()).isZero();
		this.eventLoop.runOnce();
		assertThat(this.turn.turns).as("the turn that was put off is cancelled").isEqualTo(2);
	}

	@Test
	void doesNotLingerOverWhatCameWhileItBeganTo() {
		this.turn.work = 1;
		this.turn.urgent = true;
		this.scheduler.begin();
		this.eventLoop.runOnce();
		assertThat(this.eventLoop.lastDelayNanos()).isZero();
	}

	@Test
	void doesNotLingerWhileSomethingWaitsForItsTurn() {
		this.turn.work = 1;
		this.turn.continuations = 2;
		this.scheduler.begin();
		this.eventLoop.runOnce();
		assertThat(this.eventLoop.lastDelayNanos()).isZero();
	}

	@Test
	void isWokenByTheNextEventWhenNoTurnCouldBeScheduled() {
		this.turn.work = 2;
		this.scheduler.begin();
		this.eventLoop.failToSchedule(1);
		this.eventLoop.runOnce();
		assertThat(this.eventLoop.isIdle()).isTrue();
		this.signal.wake();
		this.eventLoop.runAll();
		assertThat(this.turn.work).isZero();
	}

	@Test
	void goesOnAfterAFailureThatCannotBeRecoveredFrom() {
		this.turn.fails = true;
		this.turn.recovers = false;
		this.turn.work = 1;
		this.scheduler.begin();
		this.eventLoop.runAll();
		assertThat(this.turn.work).isEqualTo(1);
		this.signal.wake();
		this.eventLoop.runAll();
		assertThat(this.turn.work).isZero();
	}

	@Test
	void doesNotSleepOverWorkThatComesWhileItFallsAsleep() {
		this.turn.hidden = 82;
		this.turn.work = 1;
		this.scheduler.begin();
		this.eventLoop.runAll();
		assertThat(this.turn.work).isZero();
	}

	@Test
	void doesNotSpinOverWorkThatCannotBeSeenYet() {
		TurnScheduler withoutLinger = new TurnScheduler(this.signal, this.turn, new Linger(Duration.ZERO, 512));
		this.scheduler.close();
		withoutLinger.open(this.eventLoop);
		this.turn.hidden = 3;
		this.turn.work = 1;
		withoutLinger.begin();
		this.eventLoop.runOnce();
		assertThat(this.eventLoop.lastDelayNanos()).isPositive();
		this.eventLoop.runAll();
		assertThat(this.turn.work).isZero();
	}

	@Test
	void doesNotSleepWhileSomethingWaitsForItsTurn() {
		this.turn.continuations = 100;
		this.scheduler.begin();
		this.eventLoop.runAll();
		assertThat(this.turn.turns).isGreaterThan(100);
	}

	@Test
	void endsWhenThereIsNobodyToWorkFor() {
		this.turn.work = 10;
		this.scheduler.begin();
		this.eventLoop.runOnce();
		this.turn.wanted = false;
		this.eventLoop.runAll();
		assertThat(this.turn.turns).isEqualTo(1);
	}

	@Test
	void goesOnAfterATurnThatFailed() {
		this.turn.fails = true;
		this.turn.work = 2;
		this.scheduler.begin();
		this.eventLoop.runAll();
		assertThat(this.turn.recovered).isNotNull();
		assertThat(this.turn.work).isZero();
	}

	@Test
	void finishesWorkThatCannotBeSeenYet() {
		this.turn.hidden = 5;
		this.turn.work = 1;
		this.scheduler.finish();
		assertThat(this.turn.work).isZero();
	}

	@Test
	void takesOneEventLoopAtATime() {
		ManualEventLoop another = new ManualEventLoop();
		assertThatIllegalStateException().isThrownBy(() -> this.scheduler.open(another));
		this.scheduler.begin();
		this.scheduler.close();
		// Its task is gone with it
		this.eventLoop.shutdown();
		this.scheduler.open(another);
		this.scheduler.begin();
		another.runOnce();
		assertThat(this.turn.turns).isEqualTo(1);
	}

	/**
	 * Work that can be hidden, as an event is whose thread is held up.
	 */
	static final class CountedTurn implements TurnScheduler.Turn {

		private boolean wanted = true;

		private int turns;

		int work;

		int hidden;

		private int continuations;

		private boolean fails;

		private boolean recovers = true;

		private boolean urgent;

		private Throwable recovered;

		@Override
		public boolean hasClients() {
			return this.wanted;
		}

		@Override
		public boolean work() {
			this.turns++;
			if (this.fails) {
				this.fails = false;
				throw new IllegalStateException("Deliberate");
			}
			if (this.work == 0 || --this.hidden >= 0) {
				return false;
			}
			this.work--;
			return true;
		}

		@Override
		public boolean isIdle() {
			return this.work == 0;
		}

		@Override
		public boolean hasContinuation() {
			return --this.continuations > 0;
		}

		@Override
		public long polled() {
			return 1;
		}

		@Override
		public boolean isUrgent() {
			return this.urgent;
		}

		@Override
		public void recover(Throwable failure) {
			this.recovered = failure;
			if (!this.recovers) {
				throw new IllegalStateException("Deliberate", failure);
			}
		}

	}

}
