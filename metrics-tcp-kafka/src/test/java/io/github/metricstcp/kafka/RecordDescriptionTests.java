package io.github.metricstcp.kafka;

import java.nio.charset.StandardCharsets;

import io.github.metricstcp.kafka.UnusableRecordException.Fault;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the headers of records.
 */
class RecordDescriptionTests {

	private final RecordHeaders headers = new RecordHeaders();

	@Test
	void whatIsWrittenIsRead() throws Exception {
		RecordDescription events = new RecordDescription("10.0.0.7:5000", "Läden", 1_800_000_000_123_456_789L, 42,
				1_800_000_000_000_000_001L, 1_800_000_000_500_000_000L, Content.EVENTS, null);
		events.writeTo(this.headers);
		assertThat(RecordDescription.of(this.headers)).isEqualTo(events);
		RecordDescription end = new RecordDescription("[::1]:5000", "a", 1, 0, 0, 0, Content.END,
				"has closed the connection");
		RecordHeaders others = new RecordHeaders();
		end.writeTo(others);
		assertThat(RecordDescription.of(others)).isEqualTo(end);
	}

	@Test
	void headersAreTexts() {
		new RecordDescription("10.0.0.7:5000", "shop", 7, 42, 1, 2, Content.SNAPSHOT, null).writeTo(this.headers);
		assertThat(this.headers)
			.extracting((header) -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
			.containsExactly("metrics-tcp.version=1", "metrics-tcp.target=10.0.0.7:5000", "metrics-tcp.alias=shop",
					"metrics-tcp.session=7", "metrics-tcp.sequence=42", "metrics-tcp.first=1", "metrics-tcp.last=2",
					"metrics-tcp.content=snapshot");
	}

	@Test
	void aRecordWithoutHeadersIsNotOurs() {
		this.headers.add("other", new byte[0]);
		assertFault(Fault.FOREIGN, "it has no header metrics-tcp.version");
	}

	@Test
	void aRecordOfAnotherVersionIsNotGuessedAt() {
		new RecordDescription("10.0.0.7:5000", "shop", 7, 42, 1, 2, Content.SNAPSHOT, null).writeTo(this.headers);
		this.headers.add("metrics-tcp.version", "2".getBytes(StandardCharsets.UTF_8));
		assertFault(Fault.VERSION, "its version is 2");
	}

	@Test
	void aHeaderThatIsWrongOrMissingIsNamed() {
		new RecordDescription("10.0.0.7:5000", "shop", 7, 42, 1, 2, Content.SNAPSHOT, null).writeTo(this.headers);
		this.headers.add("metrics-tcp.sequence", "forty".getBytes(StandardCharsets.UTF_8));
		assertFault(Fault.BROKEN, "its header metrics-tcp.sequence is missing or wrong");
		this.headers.add("metrics-tcp.sequence", "42".getBytes(StandardCharsets.UTF_8));
		this.headers.remove("metrics-tcp.target");
		assertFault(Fault.BROKEN, "its header metrics-tcp.target is missing or wrong");
		this.headers.add("metrics-tcp.content", "poetry".getBytes(StandardCharsets.UTF_8));
		assertFault(Fault.BROKEN, "its header metrics-tcp.content is missing or wrong");
	}

	private void assertFault(Fault fault, String message) {
		assertThatExceptionOfType(UnusableRecordException.class).isThrownBy(() -> RecordDescription.of(this.headers))
			.withMessage(message)
			.satisfies((ex) -> assertThat(ex.fault()).isEqualTo(fault));
	}

}
