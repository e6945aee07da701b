package io.github.metricstcp.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what users are told of records that were dropped.
 */
class RelayMessagesTests {

	private final List<String> said = new ArrayList<>();

	private final AtomicLong time = new AtomicLong();

	private final RelayMessages messages = new RelayMessages(new KafkaSettings("b:9092", "shops", Map.of()), 64 << 20,
			this.time::get, this.said::add);

	@Test
	void eventsThatNoRecordHasRoomForAreNotSaidToComeInSums() {
		this.messages.tick(new RelayCounts(9, 9, 1, 20, 30, 0, 0));
		this.messages.ended(new RelayCounts(9, 9, 1, 20, 30, 4_000, 0));
		assertThat(this.said).containsExactly(
				"Kafka b:9092: 20 samples were dropped so far, and 30 events of counters and gauges will come in sums "
						+ "(memory=64MB).",
				"Kafka b:9092: 20 samples were dropped so far, and 30 events of counters and gauges will come in sums "
						+ "(memory=64MB); 4,000 more were left out, whose names and labels are too long for a record.");
	}

	@Test
	void ofManyRecordsThatAreRefusedTheFirstOfAKindIsSaid() {
		String clock = "Kafka b:9092: refuses records for their time, and they are dropped: is the clock of this "
				+ "machine right? message.timestamp.before.max.ms and message.timestamp.after.max.ms of the topic say "
				+ "what is taken.";
		this.messages.refused(new InvalidTimestampException("One or more records have been rejected"));
		this.messages.refused(new InvalidRecordException("Timestamp 1 of message with offset 0 is out of range."));
		assertThat(this.said).containsExactly(clock);
		this.messages.refused(new InvalidRecordException("no schema"));
		this.messages.refused(new InvalidRecordException("no schema"));
		assertThat(this.said).containsExactly(clock, "Kafka b:9092: refuses records, and they are dropped: no schema.");
		this.time.addAndGet(TimeUnit.MINUTES.toNanos(9));
		this.messages.refused(new InvalidTimestampException("ahead"));
		this.time.addAndGet(TimeUnit.MINUTES.toNanos(9));
		this.messages.refused(new InvalidTimestampException("ahead"));
		assertThat(this.said).hasSize(2);
		this.time.addAndGet(TimeUnit.MINUTES.toNanos(10));
		this.messages.refused(new InvalidTimestampException("ahead"));
		assertThat(this.said).hasSize(3).last().isEqualTo(clock);
	}

}
