package io.github.metricstcp.benchmarks.client;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IngestionThroughput}: that it runs, and prints each measurement.
 */
class IngestionThroughputTests {

	@Test
	void eachMeasurementIsALine() throws Exception {
		PrintStream out = System.out;
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
		try {
			IngestionThroughput.main(new String[] { "10", "0.1" });
		}
		finally {
			System.setOut(out);
		}
		assertThat(printed.toString(StandardCharsets.UTF_8).lines()).hasSize(5)
			.allSatisfy((line) -> assertThat(line).matches("\\w+ +10 series: +[\\d,]+ events/s, .*"));
	}

}
