package io.github.metricstcp.benchmarks.kafka;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import io.github.metricstcp.benchmarks.run.EndedChildren;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RelayThroughput}: that it runs, and prints each measurement.
 */
@ExtendWith(EndedChildren.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayThroughputTests {

	@Test
	void eachMeasurementIsALine() throws Exception {
		PrintStream out = System.out;
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
		try {
			RelayThroughput.main(new String[] { "0.1", "1" });
		}
		finally {
			System.setOut(out);
		}
		assertThat(printed.toString(StandardCharsets.UTF_8)).matches(
				"""
						[\\d.]+ bytes an event on the wire
						frames +[1-9][\\d,]* events/s, +\\d+ ns of the process's processor time, +[1-9][\\d.]* bytes of the broker's
						single +[1-9][\\d,]* events/s, +\\d+ ns of the process's processor time, +[1-9][\\d.]* bytes of the broker's
						defaults +[1-9][\\d,]* events/s, +\\d+ ns of the process's processor time, +[1-9][\\d.]* bytes of the broker's
						frames are [\\d.]+ times as fast, and [\\d.]+ times with Kafka's defaults
						""");
	}

}
