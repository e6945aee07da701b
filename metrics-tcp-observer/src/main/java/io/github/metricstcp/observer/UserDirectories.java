package io.github.metricstcp.observer;

import java.nio.file.Path;

/**
 * The directories in which a user keeps what belongs to this program, as the XDG's
 * specification names them.
 */
final class UserDirectories {

	private UserDirectories() {
	}

	/**
	 * Returns the directory of what the user writes.
	 */
	static Path config() {
		return directory("XDG_CONFIG_HOME", ".config");
	}

	/**
	 * Returns the directory of what the program remembers.
	 */
	static Path state() {
		return directory("XDG_STATE_HOME", ".local/state");
	}

	private static Path directory(String variable, String inHome) {
		String set = System.getenv(variable);
		Path base = (set != null && Path.of(set).isAbsolute()) ? Path.of(set)
				: Path.of(System.getProperty("user.home"), inHome);
		return base.resolve("metrics-tcp");
	}

}
