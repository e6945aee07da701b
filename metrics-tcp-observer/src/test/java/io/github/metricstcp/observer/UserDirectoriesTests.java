package io.github.metricstcp.observer;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UserDirectories}.
 */
class UserDirectoriesTests {

	@TempDir
	private Path home;

	@Test
	void aDirectoryIsTheOneThatIsSetOrInTheHome() {
		Path set = this.home.resolve("set");
		assertThat(directory(set.toString())).isEqualTo(set.resolve("metrics-tcp"));
		assertThat(directory(null)).isEqualTo(this.home.resolve(".config/metrics-tcp"));
		assertThat(directory("set")).isEqualTo(this.home.resolve(".config/metrics-tcp"));
		assertThat(directory("")).isEqualTo(this.home.resolve(".config/metrics-tcp"));
	}

	@Test
	void aUserWhoseHomeIsNotKnownHasNone() {
		assertThat(UserDirectories.directory(null, "?", ".config")).isNull();
		assertThat(UserDirectories.directory("set", "?", ".config")).isNull();
		assertThat(UserDirectories.directory(this.home.toString(), "?", ".config"))
			.isEqualTo(this.home.resolve("metrics-tcp"));
	}

	private @Nullable Path directory(@Nullable String set) {
		return UserDirectories.directory(set, this.home.toString(), ".config");
	}

}
