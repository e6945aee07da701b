package io.github.metricstcp.benchmarks.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Results}: the cells of its tables.
 */
class ResultsTests {

	private static final String COLUMN = "event ns";

	@TempDir
	private Path output;

	@Test
	void smallNumbersHaveMoreDecimals() throws Exception {
		assertThat(cell(9.994)).isEqualTo("9.99");
		assertThat(cell(10.04)).isEqualTo("10.0");
		assertThat(cell(-45.67)).isEqualTo("-45.7");
		assertThat(cell(1234.5678)).isEqualTo("1,235");
	}

	@Test
	void theMedianOfAnOddNumberIsTheOneInTheMiddle() throws Exception {
		assertThat(cell(3, 1, 200)).isEqualTo("3.00 (1.00 to 200)");
	}

	@Test
	void theMedianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() throws Exception {
		assertThat(cell(4, 1, 200, 2)).isEqualTo("3.00 (1.00 to 200)");
	}

	private String cell(double... values) throws Exception {
		Results results = new Results("", List.of(List.of(COLUMN)));
		for (double value : values) {
			results.add("measured", new Run(Map.of(COLUMN, value), Map.of()));
		}
		results.write(this.output, "results");
		String row = Files.readAllLines(this.output.resolve("results.md"))
			.stream()
			.filter((line) -> line.startsWith("| measured |"))
			.findFirst()
			.orElseThrow();
		return row.split(" *\\| *", -1)[2];
	}

}
