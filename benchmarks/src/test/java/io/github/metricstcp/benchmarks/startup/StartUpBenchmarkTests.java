package io.github.metricstcp.benchmarks.startup;

import java.nio.file.Path;

import io.github.metricstcp.benchmarks.run.EndedChildren;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link StartUpBenchmark}: what it does without a sample to start.
 */
@ExtendWith(EndedChildren.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
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
