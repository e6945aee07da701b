package io.github.metricstcp.kafka;

import java.util.concurrent.TimeUnit;

import io.github.metricstcp.kafka.SessionOrder.Turn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the sessions of an instance of which not all records have come.
 */
class SessionOrderTests {

	private static final long START = 1_800_000_000_000L;

	private static final long OLD = session(START - 600_000);

	private SessionOrder order = new SessionOrder();

	private long time = START;

	@ParameterizedTest
	@EnumSource(value = Content.class, names = "END", mode = EnumSource.Mode.EXCLUDE)
	void aSessionWhoseBeginningIsMissingIsReadFromItsFirstRecordOn(Content content) {
		assertThat(accept(OLD, 70, Content.SNAPSHOT)).isEqualTo(Turn.BEGINS);
		assertThat(this.order.missing()).isZero();
		long next = session(this.time + 5_000);
		// Whatever the outage took
		this.time += SessionOrder.LONGEST_PAUSE - 1;
		assertThat(accept(next, 480, content)).isEqualTo(Turn.TAKES_OVER);
		assertThat(this.order.missing()).isEqualTo(480);
		assertThat(accept(next, 481, Content.EVENTS)).isEqualTo(Turn.NEXT);
		assertThat(accept(OLD, 71, Content.EVENTS)).isEqualTo(Turn.DUPLICATE);
		assertThat(this.order.missing()).isZero();
	}

	@Test
	void aSessionOfWhichOnlyTheEndIsThereEndsTheOneBeforeIt() {
		accept(OLD, 70, Content.SNAPSHOT);
		RecordDescription end = record(session(START + 5_000), 3, Content.END, "has closed the connection");
		this.time += 10_000;
		assertThat(this.order.accept(end, this.time)).isEqualTo(Turn.TAKES_OVER);
		assertThat(this.order.end(end, this.time)).isFalse();
		assertThat(this.order.isOpen()).isFalse();
	}

	@Test
	void aSessionThatHasBegunBeforeTheLastRecordIsAnotherRelays() {
		accept(OLD, 70, Content.SNAPSHOT);
		long beside = session(START - 1);
		assertThat(accept(beside, 30, Content.EVENTS)).isEqualTo(Turn.UNKNOWN);
		assertThat(accept(beside, 31, Content.SNAPSHOT)).isEqualTo(Turn.DUPLICATE);
		assertThat(accept(beside, 32, Content.EVENTS)).isEqualTo(Turn.DUPLICATE);
		assertThat(accept(OLD, 71, Content.EVENTS)).isEqualTo(Turn.NEXT);
	}

	@Test
	void ofTwoRelaysThatGoOnWhenReadingBeginsTheOtherOneIsKnown() {
		accept(OLD, 70, Content.SNAPSHOT);
		long other = session(START - 30_000);
		accept(other, 31, Content.SNAPSHOT);
		SessionOrder restored = new SessionOrder();
		restored.restore(this.order.state());
		this.order = restored;
		accept(other, 32, Content.EVENTS);
		RecordDescription end = record(OLD, 71, Content.END, KafkaRelay.ENDED);
		assertThat(this.order.accept(end, this.time)).isEqualTo(Turn.NEXT);
		assertThat(this.order.end(end, this.time)).isTrue();
		assertThat(accept(other, 33, Content.EVENTS)).isEqualTo(Turn.NEXT);
		assertThat(this.order.missing()).isZero();
	}

	@Test
	void afterAnEndWhatHasNoSnapshotCantBeRead() {
		accept(OLD, 0, Content.SNAPSHOT);
		RecordDescription end = record(OLD, 1, Content.END, "has closed the connection");
		this.order.accept(end, this.time);
		this.order.end(end, this.time);
		long next = session(START + 1);
		assertThat(accept(next, 2, Content.EVENTS)).isEqualTo(Turn.UNKNOWN);
		assertThat(accept(next, 3, Content.SNAPSHOT)).isEqualTo(Turn.BEGINS);
	}

	@Test
	void thoseThatGoOnAreKeptLongest() {
		accept(OLD, 0, Content.SNAPSHOT);
		long beside = session(START - 1);
		accept(beside, 0, Content.SNAPSHOT);
		accept(OLD, 1, Content.EVENTS);
		for (int i = 1; i <= 20; i++) {
			// Each is connected again, and read then
			this.time += 1_000;
			accept(session(this.time), 0, Content.SNAPSHOT);
			assertThat(accept(OLD, 1 + i, Content.EVENTS)).isEqualTo(Turn.DUPLICATE);
		}
	}

	private Turn accept(long session, long sequence, Content content) {
		return this.order.accept(record(session, sequence, content, null), this.time);
	}

	private static RecordDescription record(long session, long sequence, Content content, String reason) {
		return new RecordDescription("10.0.0.7:5000", "shop", session, sequence, 0, 0, content, reason);
	}

	private static long session(long time) {
		return TimeUnit.MILLISECONDS.toNanos(time);
	}

}
