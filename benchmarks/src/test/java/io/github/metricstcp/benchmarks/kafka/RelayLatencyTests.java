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
 * Tests for {@link RelayLatency}: that it runs, and prints each measurement.
 */
@ExtendWith(EndedChildren.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayLatencyTests {

	@Test
	void eachMeasurementIsALine() throws Exception {
		PrintStream out = System.out;
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
		try {
			RelayLatency.main(new String[] { "0.2", "1" });
		}
		finally {
			System.setOut(out);
		}
		assertThat(printed.toString(StandardCharsets.UTF_8)).matches(
				"from recording to a viewer: p50 [\\d,]+ ms, p99 [\\d,]+ ms, at the most [\\d,]+ ms, of 10 samples\n");
	}

}
