package io.github.metricstcp.internal.stream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Linger}.
 */
class LingerTests {

	private static final long LONGEST = TimeUnit.MICROSECONDS.toNanos(2500);

	private final Linger linger = new Linger(Duration.ofMillis(1), 512);

	@Test
	void fewEventsWaitForTwoAndAHalfLingers() {
		assertThat(this.linger.afterWork(1)).isEqualTo(LONGEST);
		assertThat(this.linger.afterWork(250)).isEqualTo(LONGEST);
	}

	@Test
	void looksComeCloserTogetherWhenTheIngressWouldFillUp() {
		assertThat(this.linger.afterWork(512)).isEqualTo(LONGEST / 2);
		assertThat(this.linger.afterWork(256)).as("the same rate").isEqualTo(LONGEST / 2);
		assertThat(this.linger.afterWork(128)).as("half of it").isEqualTo(LONGEST);
	}

	@Test
	void looksDoNotComeCloserTogetherThanPays() {
		assertThat(this.linger.afterWork(1_000_000)).isEqualTo(TimeUnit.MICROSECONDS.toNanos(100));
	}

	@Test
	void nothingComesAsFewEventsDo() {
		assertThat(this.linger.afterWork(512)).isLessThan(LONGEST);
		assertThat(this.linger.afterNothing()).isEqualTo(LONGEST);
	}

	@Test
	void aLongLingerDoesNotGrow() {
		Linger other = new Linger(Duration.ofMillis(10), 512);
		assertThat(other.afterWork(1)).isEqualTo(Duration.ofMillis(10).toNanos());
		assertThat(other.afterNothing()).isEqualTo(Duration.ofMillis(10).toNanos());
	}

	@Test
	void longSilenceEndsInSleep() {
		long waited = 0;
		for (long delay = this.linger.afterNothing(); delay != Linger.SLEEP; delay = this.linger.afterNothing()) {
			waited += delay;
		}
		assertThat(Duration.ofNanos(waited)).isEqualTo(Duration.ofMillis(200));
		assertThat(this.linger.afterNothing()).as("a new silence").isPositive();
	}

	@ParameterizedTest
	@CsvSource({ "PT0.0001S, PT0.2S", "PT0.01S, PT0.2S", "PT0.1S, PT0.2S" })
	void silenceIsOfTheSameLengthForEachLinger(Duration linger, Duration silence) {
		Linger other = new Linger(linger, 512);
		long waited = 0;
		for (long delay = other.afterNothing(); delay != Linger.SLEEP; delay = other.afterNothing()) {
			assertThat(delay).isBetween(linger.toNanos(), Math.max(2_500_000, linger.toNanos()));
			waited += delay;
		}
		assertThat(Duration.ofNanos(waited)).isEqualTo(silence);
	}

	@Test
	void anEventEndsTheSilence() {
		for (int i = 0; i < 1000; i++) {
			assertThat(this.linger.afterNothing()).isPositive();
			this.linger.afterWork(1);
		}
	}

	@Test
	void withoutALingerEachSilenceIsSlept() {
		Linger none = new Linger(Duration.ZERO, 512);
		assertThat(none.afterWork(1)).isZero();
		assertThat(none.afterNothing()).isEqualTo(Linger.SLEEP);
	}

}
