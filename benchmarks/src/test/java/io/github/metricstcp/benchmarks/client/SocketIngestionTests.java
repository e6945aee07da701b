package io.github.metricstcp.benchmarks.client;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import io.github.metricstcp.benchmarks.run.EndedChildren;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketIngestion}, and with it {@link SyntheticExporter}: that events
 * arrive.
 */
@ExtendWith(EndedChildren.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketIngestionTests {

	@Test
	void aMeasurementIsALineWithEvents() throws Exception {
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		SocketIngestion.measure(10, 1, new PrintStream(printed, true, StandardCharsets.UTF_8));
		assertThat(printed.toString(StandardCharsets.UTF_8))
			.matches("socket +10 series: +[1-9][\\d,]* events/s, .* B/event, processor \\d+ ns/event\\R");
	}

}
