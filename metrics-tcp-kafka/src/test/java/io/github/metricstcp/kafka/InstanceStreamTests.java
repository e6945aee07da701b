package io.github.metricstcp.kafka;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.model.TargetSnapshot;
import io.github.metricstcp.client.model.TargetState;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.kafka.UnusableRecordException.Fault;
import io.github.metricstcp.kafka.testing.Models;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the streams that are made of an instance's records.
 */
class InstanceStreamTests {

	private static final String TARGET = "10.0.0.7:5000";

	private static final int ROOM = 100;

	/**
	 * A time at which totals are of no time before, in nanoseconds.
	 */
	private static final int LATER = 900_000_000;

	private final ObserverModel model = new ObserverModel(TimeSource.system(), ROOM);

	private final InstanceStream instance = new InstanceStream(TARGET, ROOM,
			() -> this.model.addTarget(new TargetNames("shop", TARGET, "shop")));

	private boolean shown = true;

	private long now = 1_000_000;

	@Test
	void aDuplicateIsSkippedByItsNumber() throws Exception {
		accept(1, 0, Content.SNAPSHOT, total(100));
		accept(1, 1, Content.EVENTS, increment(7));
		accept(1, 1, Content.EVENTS, increment(7));
		accept(1, 0, Content.SNAPSHOT, total(100));
		accept(1, 2, Content.EVENTS, increment(1));
		assertThat(total()).isEqualTo(108);
		assertThat(this.instance.duplicates()).isEqualTo(2);
		assertThat(this.instance.missing()).isZero();
	}

	@Test
	void recordsOfAFormerSessionThatComeAgainAreSkipped() throws Exception {
		for (int i = 0; i < 2; i++) {
			accept(1, 0, Content.SNAPSHOT, total(100));
			accept(1, 1, Content.END);
			accept(2, 0, Content.SNAPSHOT, total(100));
			accept(2, 1, Content.EVENTS, sample());
		}
		assertThat(Models.samples(this.model, "shop", "latency")).isEqualTo(1);
		assertThat(this.instance.duplicates()).isEqualTo(4);
		assertThat(target().connections()).isEqualTo(2);
	}

	@Test
	void whatIsMissingBeforeASnapshotComesWithIt() throws Exception {
		accept(1, 0, Content.SNAPSHOT, total(100));
		accept(1, 1, Content.EVENTS, increment(1));
		accept(1, 4, Content.SNAPSHOT, total(150));
		assertThat(this.instance.missing()).isEqualTo(2);
		assertThat(target().remark()).isNull();
		// But not what is missing within it
		accept(1, 6, Content.SNAPSHOT, total(150));
		assertThat(target().remark()).startsWith("records of its stream are missing: ");
	}

	@Test
	void whatIsMissingIsCountedAndRemarkedUponUntilASnapshot() throws Exception {
		accept(1, 0, Content.SNAPSHOT, total(100));
		accept(1, 4, Content.EVENTS, increment(1));
		assertThat(this.instance.missing()).isEqualTo(3);
		assertThat(target().remark()).startsWith("records of its stream are missing: ");
		accept(1, 5, Content.SNAPSHOT, total(150));
		assertThat(target().remark()).isNull();
		assertThat(total()).isEqualTo(150);
		assertThat(Models.snapshot(this.model, "shop", "orders").summary().sum()).isEqualTo(50);
	}

	@Test
	void readingBeginsWithASnapshot() throws Exception {
		accept(1, 7, Content.EVENTS, increment(1));
		assertThat(this.model.targets()).isEmpty();
		accept(1, 8, Content.SNAPSHOT, total(100));
		assertThat(total()).isEqualTo(100);
		assertThat(this.instance.missing()).isZero();
		assertThat(this.instance.duplicates()).isZero();
		assertThat(this.instance.early()).isEqualTo(1);
	}

	@Test
	void aSessionWhoseBeginningIsMissingIsReadOnAndHealed() throws Exception {
		accept(1, 0, Content.SNAPSHOT, total(100));
		// Its end, and the beginning of the next one, were given up
		long next = TimeUnit.MILLISECONDS.toNanos(this.now + 5_000);
		this.now += 32_000;
		accept(next, 480, Content.EVENTS, LATER, increment(5, LATER), sample(LATER));
		assertThat(total()).isEqualTo(105);
		assertThat(Models.samples(this.model, "shop", "latency")).isEqualTo(1);
		assertThat(this.instance.missing()).isEqualTo(480);
		assertThat(target().remark()).startsWith("records of its stream are missing: ");
		accept(next, 481, Content.SNAPSHOT, LATER, total(190, LATER));
		assertThat(total()).isEqualTo(190);
		assertThat(Models.snapshot(this.model, "shop", "orders").summary().sum()).isEqualTo(90);
		assertThat(target().remark()).isNull();
		assertThat(target().connections()).isEqualTo(1);
		assertThat(this.instance.early()).isZero();
	}

	@Test
	void anApplicationThatWasStartedAgainMeanwhileCountsFromItsBeginning() throws Exception {
		accept(1, 0, Content.SNAPSHOT, total(100));
		long next = TimeUnit.MILLISECONDS.toNanos(this.now + 5_000);
		this.now += 32_000;
		accept(next, 480, Content.SNAPSHOT, LATER, total(20, LATER));
		accept(next, 481, Content.EVENTS, LATER, increment(1, LATER));
		assertThat(total()).isEqualTo(21);
		assertThat(Models.snapshot(this.model, "shop", "orders").summary().sum()).isEqualTo(21);
	}

	@Test
	void ofTwoRelaysThatGoOnWhenReadingBeginsTheOtherOneGoesOnAtOnce() throws Exception {
		accept(1, 500, Content.SNAPSHOT, 1, total(100, 1));
		accept(2, 400, Content.SNAPSHOT, 1, total(100, 1));
		accept(1, 501, Content.EVENTS, 1_000, increment(3, 1_000));
		accept(2, 401, Content.EVENTS, 1_000, increment(3, 1_000));
		end(1, 502, KafkaRelay.ENDED);
		assertThat(target().state()).isEqualTo(TargetState.CONNECTED);
		accept(2, 402, Content.EVENTS, 2_000, increment(4, 2_000));
		assertThat(total()).isEqualTo(107);
		assertThat(this.instance.missing()).isZero();
	}

	@Test
	void aRemarkEndsWithTheSnapshotOfARelayThatTakesOver() throws Exception {
		accept(1, 0, Content.SNAPSHOT, total(100));
		accept(1, 2, Content.EVENTS, increment(1));
		assertThat(target().remark()).isNotNull();
		accept(2, 0, Content.SNAPSHOT, total(150));
		assertThat(target().remark()).isNull();
	}

	@Test
	void whatCameBeforeOnlyMakesTheState() throws Exception {
		this.shown = false;
		accept(1, 0, Content.SNAPSHOT, total(100), sample());
		accept(1, 1, Content.EVENTS, increment(7), sample());
		assertThat(this.model.targets()).isEmpty();
		this.instance.show();
		this.shown = true;
		assertThat(total()).isEqualTo(107);
		assertThat(target().state()).isEqualTo(TargetState.CONNECTED);
		accept(1, 2, Content.EVENTS, increment(1), sample());
		assertThat(total()).isEqualTo(108);
		assertThat(Models.samples(this.model, "shop", "latency")).isEqualTo(1);
	}

	@Test
	void anInstanceThatHasEndedBeforeIsNotShown() throws Exception {
		this.shown = false;
		accept(1, 0, Content.SNAPSHOT, total(100));
		accept(1, 1, Content.END);
		this.instance.show();
		assertThat(this.model.targets()).isEmpty();
		this.shown = true;
		accept(2, 0, Content.SNAPSHOT, total(3));
		assertThat(total()).isEqualTo(3);
	}

	@Test
	void anEndIsShownWithItsReasonAndAnotherSessionGoesOn() throws Exception {
		accept(1, 0, Content.SNAPSHOT, total(100));
		accept(1, 1, Content.END);
		assertThat(target().state()).isEqualTo(TargetState.ENDED);
		assertThat(target().reason()).isEqualTo("has closed the connection");
		accept(2, 0, Content.SNAPSHOT, total(120));
		assertThat(target().state()).isEqualTo(TargetState.CONNECTED);
		assertThat(target().connections()).isEqualTo(2);
		assertThat(total()).isEqualTo(120);
	}

	@Test
	void ofTwoRelaysOfOneTargetTheLastOneIsShownAsLongAsItGoesOn() throws Exception {
		accept(5, 0, Content.SNAPSHOT, total(100));
		// Whatever its clock says
		accept(2, 0, Content.SNAPSHOT, total(100));
		accept(5, 1, Content.EVENTS, increment(1));
		accept(2, 1, Content.EVENTS, increment(1));
		accept(5, 2, Content.SNAPSHOT, total(101));
		assertThat(total()).isEqualTo(101);
		assertThat(this.instance.duplicates()).isEqualTo(2);
		this.now += InstanceStream.LONGEST_PAUSE + 1;
		accept(5, 3, Content.EVENTS, increment(4));
		accept(5, 4, Content.SNAPSHOT, total(105));
		accept(5, 5, Content.EVENTS, increment(1));
		assertThat(total()).isEqualTo(106);
		// The stream of the other relay is the same one, but not after a pause
		assertThat(target().connections()).isEqualTo(2);
	}

	@Test
	void aRelayThatTakesOverBringsNothingTwice() throws Exception {
		accept(1, 0, Content.SNAPSHOT, 1, total(100, 1));
		accept(1, 1, Content.EVENTS, 2_000, increment(3, 900), increment(4, 2_000), sample(2_000));
		// Made before the last event of the other one
		accept(2, 0, Content.SNAPSHOT, 1_000, total(103, 1_000));
		accept(2, 1, Content.EVENTS, 3_000, increment(4, 2_000), sample(2_000), increment(5, 3_000), sample(3_000));
		accept(1, 2, Content.EVENTS, 3_000, increment(5, 3_000), sample(3_000));
		assertThat(total()).isEqualTo(112);
		assertThat(Models.samples(this.model, "shop", "latency")).isEqualTo(2);
		accept(2, 2, Content.SNAPSHOT, LATER, total(130, LATER));
		assertThat(total()).isEqualTo(130);
		assertThat(Models.snapshot(this.model, "shop", "orders").summary().sum()).isEqualTo(30);
		assertThat(target().connections()).isEqualTo(1);
	}

	@Test
	void totalsOfARelayThatTakesOverAreItsOwnIfTheApplicationSendsNone() throws Exception {
		accept(1, 0, Content.SNAPSHOT, 1, increment(5, 1));
		accept(2, 0, Content.SNAPSHOT, 2, increment(2, 2));
		accept(2, 1, Content.SNAPSHOT, LATER, total(2, 2));
		accept(2, 2, Content.EVENTS, LATER, increment(1, LATER));
		accept(2, 3, Content.SNAPSHOT, LATER, total(3, LATER));
		assertThat(total()).isEqualTo(8);
	}

	@Test
	void aCounterWhoseFirstTotalIsMissingAfterATakeOverIsHealed() throws Exception {
		accept(1, 0, Content.SNAPSHOT, 1, total(100, 1), other(7, 1));
		accept(2, 0, Content.SNAPSHOT, 2, other(7, 2));
		accept(2, 1, Content.EVENTS, 3, increment(1, 3));
		// Before the other total that the exporter has sent, which is the one that is
		// missing
		accept(2, 3, Content.EVENTS, LATER, increment(1, LATER));
		assertThat(total()).isEqualTo(102);
		accept(2, 4, Content.SNAPSHOT, LATER, total(150, LATER));
		assertThat(total()).isEqualTo(150);
	}

	@Test
	void ifTheApplicationSendsNoTotalsThoseOfARelayAreItsOwnThoughRecordsAreMissing() throws Exception {
		accept(1, 0, Content.SNAPSHOT, 1, increment(5, 1));
		accept(2, 0, Content.SNAPSHOT, 2, increment(2, 2));
		accept(2, 2, Content.EVENTS, LATER, increment(1, LATER));
		// One of the other counter has come in what is missing
		accept(2, 3, Content.SNAPSHOT, LATER, total(4, LATER), other(1, LATER));
		accept(2, 5, Content.SNAPSHOT, LATER, total(5, LATER));
		assertThat(total()).isEqualTo(8);
	}

	@Test
	void countersThatAreNewAfterATakeOverAreHealed() throws Exception {
		accept(1, 0, Content.SNAPSHOT, 1, sample(1));
		accept(2, 0, Content.SNAPSHOT, 2, sample(2));
		accept(2, 1, Content.EVENTS, 3, increment(1, 3));
		accept(2, 2, Content.SNAPSHOT, LATER, total(7, LATER));
		assertThat(total()).isEqualTo(7);
	}

	@Test
	void anOlderRelayThatGoesOnIsShownOnceTheYoungerOneHasEnded() throws Exception {
		accept(1, 0, Content.SNAPSHOT, 1, total(100, 1));
		accept(2, 0, Content.SNAPSHOT, 2, total(100, 2));
		accept(1, 1, Content.EVENTS, 1_000, increment(3, 1_000));
		accept(2, 1, Content.EVENTS, 2_000, increment(3, 1_000), increment(4, 2_000));
		end(2, 2, KafkaRelay.ENDED);
		accept(1, 2, Content.EVENTS, 3_000, increment(4, 2_000), increment(5, 3_000), sample(3_000));
		assertThat(total()).isEqualTo(112);
		assertThat(Models.samples(this.model, "shop", "latency")).isEqualTo(1);
		assertThat(target().state()).isEqualTo(TargetState.CONNECTED);
		accept(1, 3, Content.SNAPSHOT, LATER, total(120, LATER));
		assertThat(total()).isEqualTo(120);
		assertThat(this.instance.missing()).isZero();
		end(1, 4, KafkaRelay.ENDED);
		assertThat(target().state()).isEqualTo(TargetState.ENDED);
	}

	@Test
	void anApplicationThatHasEndedHasForBothOfItsRelays() throws Exception {
		accept(1, 0, Content.SNAPSHOT, 1, total(100, 1));
		accept(2, 0, Content.SNAPSHOT, 2, total(100, 2));
		end(2, 1, "has closed the connection");
		assertThat(target().state()).isEqualTo(TargetState.ENDED);
		accept(1, 1, Content.EVENTS, 3, increment(1, 3));
		end(1, 2, "has closed the connection");
		assertThat(target().state()).isEqualTo(TargetState.ENDED);
		assertThat(total()).isEqualTo(100);
	}

	@Test
	void aSessionOfWhichNothingComesIsRemarkedUpon() throws Exception {
		accept(1, 0, Content.SNAPSHOT, total(100));
		this.instance.tick(this.now + InstanceStream.LONGEST_PAUSE);
		assertThat(target().remark()).isNull();
		this.instance.tick(this.now + InstanceStream.LONGEST_PAUSE + 1);
		assertThat(target().remark()).isEqualTo("nothing has come from its relay for 150 s: has that ended?");
		accept(1, 1, Content.SNAPSHOT, total(100));
		assertThat(target().remark()).isNull();
	}

	@Test
	void aRecordThatIsCutShortIsSkippedAsAWhole() throws Exception {
		accept(1, 0, Content.SNAPSHOT, total(100));
		byte[] two = frames(increment(1), increment(1));
		byte[] cut = Arrays.copyOf(two, two.length - 3);
		assertBroken(1, 1, cut, "it ends in the middle of a frame");
		accept(1, 2, Content.SNAPSHOT, total(102));
		assertThat(total()).isEqualTo(102);
		assertThat(this.instance.missing()).isEqualTo(1);
	}

	@Test
	void whatIsNoFrameEndsNothing() throws Exception {
		accept(1, 0, Content.SNAPSHOT, total(100));
		assertBroken(1, 1, new byte[] { 2, 0, 0 }, "its content is no frames");
		accept(1, 2, Content.EVENTS, increment(1));
		assertThat(total()).isEqualTo(101);
	}

	private void assertBroken(long session, long sequence, byte[] frames, String message) {
		assertThatExceptionOfType(UnusableRecordException.class)
			.isThrownBy(() -> accept(session, sequence, Content.EVENTS, frames))
			.withMessage(message)
			.satisfies((ex) -> assertThat(ex.fault()).isEqualTo(Fault.BROKEN));
	}

	private void accept(long session, long sequence, Content content, byte[]... frames) throws UnusableRecordException {
		accept(session, sequence, content, 0, frames);
	}

	/**
	 * Hands over a record.
	 * @param last the time of its last event, in nanoseconds since the second of all
	 * events
	 */
	private void accept(long session, long sequence, Content content, int last, byte[]... frames)
			throws UnusableRecordException {
		accept(session, sequence, content, last, (content == Content.END) ? "has closed the connection" : null, frames);
	}

	private void end(long session, long sequence, String reason) throws UnusableRecordException {
		accept(session, sequence, Content.END, 0, reason);
	}

	private void accept(long session, long sequence, Content content, int last, String reason, byte[]... frames)
			throws UnusableRecordException {
		long time = (last > 0) ? TimeUnit.SECONDS.toNanos(FrameSource.SECOND) + last : 0;
		RecordDescription description = new RecordDescription(TARGET, "shop", session, sequence, time, time, content,
				reason);
		this.instance.accept(description, frames(frames), this.now, this.now, this.shown);
	}

	private static byte[] frames(byte[]... frames) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] each : frames) {
			all.writeBytes(each);
		}
		return all.toByteArray();
	}

	private static byte[] total(long total) {
		return total(total, 1);
	}

	private static byte[] total(long total, int nanos) {
		return FrameSource.event(Kind.COUNTER, "orders", Map.of(), Operation.SET_COUNTER, total, nanos);
	}

	private static byte[] other(long total, int nanos) {
		return FrameSource.event(Kind.COUNTER, "returns", Map.of(), Operation.SET_COUNTER, total, nanos);
	}

	private static byte[] increment(long amount) {
		return increment(amount, 1);
	}

	private static byte[] increment(long amount, int nanos) {
		return FrameSource.event(Kind.COUNTER, "orders", Map.of(), Operation.INCREMENT_COUNTER, amount, nanos);
	}

	private static byte[] sample() {
		return sample(1);
	}

	private static byte[] sample(int nanos) {
		return FrameSource.event(Kind.HISTOGRAM, "latency", Map.of(), Operation.RECORD_HISTOGRAM,
				Double.doubleToRawLongBits(1), nanos);
	}

	private long total() {
		return Models.total(this.model, "shop", "orders");
	}

	private TargetSnapshot target() {
		return this.model.targets().get(0).snapshot();
	}

}
