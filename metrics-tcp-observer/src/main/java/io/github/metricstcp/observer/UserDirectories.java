package io.github.metricstcp.observer;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The directories in which a user keeps what belongs to this program, as the XDG's
 * specification names them.
 */
final class UserDirectories {

	private UserDirectories() {
	}

	/**
	 * Returns the directory of what the user writes, {@code null} if there is none.
	 */
	static @Nullable Path config() {
		return directory(System.getenv("XDG_CONFIG_HOME"), System.getProperty("user.home"), ".config");
	}

	/**
	 * Returns the directory of what the program remembers, {@code null} if there is none.
	 */
	static @Nullable Path state() {
		return directory(System.getenv("XDG_STATE_HOME"), System.getProperty("user.home"), ".local/state");
	}

	/**
	 * Returns a directory of this program, {@code null} if there is none.
	 * @param set the directory that the environment names, {@code null} for none
	 * @param home the user's home
	 * @param inHome where the directory is in it, if none is set
	 */
	static @Nullable Path directory(@Nullable String set, String home, String inHome) {
		Path base = (set != null && Path.of(set).isAbsolute()) ? Path.of(set) : Path.of(home, inHome);
		// As in a container whose user the system does not know: the home is "?" there
		return base.isAbsolute() ? base.resolve("metrics-tcp") : null;
	}

}
