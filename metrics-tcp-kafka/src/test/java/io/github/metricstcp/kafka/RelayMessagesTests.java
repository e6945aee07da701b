package io.github.metricstcp.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what users are told of records that were dropped.
 */
class RelayMessagesTests {

	private final List<String> said = new ArrayList<>();

	private final RelayMessages messages = new RelayMessages(new KafkaSettings("b:9092", "shops", Map.of()), 64 << 20,
			() -> 0, this.said::add);

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

}
