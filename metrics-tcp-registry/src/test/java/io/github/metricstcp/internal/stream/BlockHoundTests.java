package io.github.metricstcp.internal.stream;

import io.github.metricstcp.testing.Subprocess;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the exporter in an application that has BlockHound.
 */
class BlockHoundTests {

	@Test
	void theStreamNeverBlocksItsEventLoop() throws Exception {
		// The flag is for agents that add methods to classes, on JDK 13 and newer
		try (Subprocess program = Subprocess
			.start(Subprocess.java("-XX:+AllowRedefinitionToAddDeleteMethods", BlockHoundProgram.class.getName()))) {
			int exitCode = program.exitCode();
			assertThat(program.lines()).contains("violations []");
			assertThat(exitCode).isZero();
		}
	}

}
