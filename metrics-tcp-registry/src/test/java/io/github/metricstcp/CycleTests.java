package io.github.metricstcp;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.metricstcp.testing.ClassCycles;
import io.github.metricstcp.testing.SourceFiles;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that classes depend on one another in one direction, and that none grows beyond
 * what can be read in one sitting.
 */
@AnalyzeClasses(locations = ArchitectureTests.MainClasses.class)
class CycleTests {

	private static final int MOST_LINES = 400;

	@ArchTest
	static final ArchRule exporterIsFreeOfCycles = ClassCycles.noneIn("io.github.metricstcp");

	@ArchTest
	static final ArchRule pollingIsFreeOfCycles = ClassCycles.noneIn("io.github.metricstcp.internal.polling");

	@ArchTest
	static final ArchRule serverIsFreeOfCycles = ClassCycles.noneIn("io.github.metricstcp.internal.server");

	@ArchTest
	static final ArchRule streamIsFreeOfCycles = ClassCycles.noneIn("io.github.metricstcp.internal.stream");

	@ArchTest
	static void noClassIsTooLong(JavaClasses classes) {
		assertThat(classes).isNotEmpty();
		assertThat(SourceFiles.longerThan(MOST_LINES)).isEmpty();
	}

}
