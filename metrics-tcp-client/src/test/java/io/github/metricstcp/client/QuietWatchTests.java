package io.github.metricstcp.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.github.metricstcp.client.wire.KeyListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QuietWatch} with a clock that is moved by hand.
 */
class QuietWatchTests {

	private static final String BUSY = "nothing received for more than 30 s, and the stream was busy";

	private final AtomicLong time = new AtomicLong(1_000_000_000_000L);

	private final List<@Nullable String> remarks = new ArrayList<>();

	private final ClientSettings settings = new ClientSettings(new TargetAddress("127.0.0.1", 5000), 10,
			Duration.ofMillis(250), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(5),
			Duration.ofSeconds(30));

	private final QuietWatch watch = new QuietWatch(this.settings, new ConnectionFailures("--tls", null),
			new Remarks(this.remarks), this.time::get);

	private long frames;

	private long receivedAt = this.time.get();

	@Test
	void withoutAFrameItAsksForThePort() {
		check(5);
		check(5);
		assertThat(this.remarks).containsExactly("nothing received: is this the metrics port? does it need --tls?");
	}

	@Test
	void junkWithoutAWholeFrameChangesTheRemarkAndEndsNone() {
		check(5);
		pass(5);
		for (int i = 0; i < 3; i++) {
			this.watch.check(0, true);
		}
		assertThat(this.remarks).containsExactly("nothing received: is this the metrics port? does it need --tls?",
				"no metrics received: is this the metrics port? does it need --tls?");
	}

	@Test
	void aWholeFrameEndsTheRemark() {
		check(5);
		receive(0);
		check(5);
		assertThat(this.remarks).containsExactly("nothing received: is this the metrics port? does it need --tls?",
				null);
	}

	@Test
	void aBusyStreamThatFallsQuietIsRemarkedUponAfterHalfAMinute() {
		receiveEach(1, 60);
		check(29);
		assertThat(this.remarks).isEmpty();
		check(1);
		check(5);
		assertThat(this.remarks).containsExactly(BUSY);
		receive(1);
		assertThat(this.remarks).containsExactly(BUSY, null);
	}

	@Test
	void theSnapshotAloneIsNoBusyStream() {
		for (int i = 0; i < 100; i++) {
			receive(0.001);
		}
		checkUntil(7200);
		assertThat(this.remarks).isEmpty();
	}

	@Test
	void aStreamThatIsBusyForSomeSecondsOnlyIsNotRemarkedUpon() {
		receiveEach(1, 20);
		checkUntil(7200);
		assertThat(this.remarks).isEmpty();
	}

	@Test
	void aStreamThatWasBusyAnHourAgoIsNotRemarkedUponAnyMore() {
		receiveEach(1, 600);
		checkUntil(3595);
		assertThat(this.remarks).containsExactly(BUSY);
		checkUntil(3600);
		assertThat(this.remarks).containsExactly(BUSY, null);
		checkUntil(100_000);
		assertThat(this.remarks).containsExactly(BUSY, null);
	}

	@Test
	void aStreamThatWasBusyAtFirstAndHasAnEventNowAndThenIsRemarkedUponOnce() {
		receiveEach(1, 60);
		for (int i = 0; i < 20; i++) {
			checkUntil(600);
			receive(0);
		}
		assertThat(this.remarks).containsExactly(BUSY, null);
	}

	@Test
	void aStreamThatIsBusyEachHalfHourIsRemarkedUponOnce() {
		for (int i = 0; i < 10; i++) {
			receiveEach(1, 120);
			checkUntil(1800);
		}
		assertThat(this.remarks).containsExactly(BUSY, null);
	}

	@ParameterizedTest
	@ValueSource(ints = { 11, 25 })
	void thePauseIsThreeTimesTheLongestOne(int seconds) {
		receiveEach(seconds, 20);
		checkUntil(3 * seconds - 1);
		assertThat(this.remarks).isEmpty();
		check(1);
		assertThat(this.remarks).containsExactly(BUSY);
	}

	@Test
	void aLongPauseIsForgottenAfterAnHour() {
		receiveEach(1, 60);
		checkUntil(1000);
		receiveEach(1, 3700);
		this.remarks.clear();
		checkUntil(30);
		assertThat(this.remarks).containsExactly(BUSY);
	}

	private void receiveEach(double seconds, int times) {
		for (int i = 0; i < times; i++) {
			receive(seconds);
		}
	}

	private void receive(double seconds) {
		pass(seconds);
		this.frames++;
		this.receivedAt = this.time.get();
		this.watch.received();
	}

	private void check(double seconds) {
		pass(seconds);
		this.watch.check(this.frames, false);
	}

	/**
	 * Checks each second until so many have passed since the last frame.
	 */
	private void checkUntil(int seconds) {
		while (this.time.get() - this.receivedAt < Duration.ofSeconds(seconds).toNanos()) {
			check(1);
		}
	}

	private void pass(double seconds) {
		this.time.addAndGet((long) (seconds * 1e9));
	}

	/**
	 * A listener that keeps the remarks.
	 *
	 * @param remarks where they are kept
	 */
	private record Remarks(List<@Nullable String> remarks) implements KeyListener {

		@Override
		public void quiet(@Nullable String remark) {
			this.remarks.add(remark);
		}

	}

}
