package io.github.metricstcp.observer;

import java.io.File;

import org.jspecify.annotations.Nullable;

/**
 * The type of the terminal, as the environment variable {@code TERM} names it.
 */
final class TerminalType {

	private TerminalType() {
	}

	/**
	 * Whether a terminal of this process has a screen: a cursor that goes anywhere, and
	 * keys that come one by one.
	 */
	static boolean hasScreen() {
		return hasScreen(System.getenv("TERM"), File.separatorChar == '\\');
	}

	/**
	 * Whether a terminal has a screen. A type that the system does not know has one.
	 * @param type the type, {@code null} if it is not set
	 * @param windows whether it is one of Windows, where the type is not set
	 */
	static boolean hasScreen(@Nullable String type, boolean windows) {
		if (type == null || type.isBlank()) {
			return windows;
		}
		return !type.startsWith("dumb") && !type.equals("unknown");
	}

}
