package io.github.metricstcp.benchmarks.startup;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link StartUpBenchmark}: what it does without a sample to start.
 */
class StartUpBenchmarkTests {

	@TempDir
	private Path output;

	@Test
	void withoutASampleItIsLeftOut() throws Exception {
		StartUpBenchmark
			.main(new String[] { "--sample=" + this.output.resolve("none.jar"), "--output=" + this.output });
		assertThat(this.output).isEmptyDirectory();
	}

	@Test
	void anUnknownOptionIsRefusedWithThoseThatThereAre() {
		assertThatIllegalArgumentException().isThrownBy(() -> StartUpBenchmark.main(new String[] { "--fast" }))
			.withMessageContaining("--fast")
			.withMessageContaining("--starts=N");
	}

}
