package io.github.metricstcp.observer.internal.ui;

import java.io.IOException;

import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * The size of the terminal that the process was started in, for a program that only
 * writes to it.
 *
 * @since 0.1.0
 */
public final class TerminalSize {

	private TerminalSize() {
	}

	/**
	 * Returns how many cells a line of the terminal has.
	 * @return the width, {@link TextTable#UNLIMITED} if it is not known
	 */
	public static int width() {
		try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(false).graphemeCluster(false).build()) {
			int width = terminal.getSize().getColumns();
			return (width > 0) ? width : TextTable.UNLIMITED;
		}
		catch (IOException | IllegalStateException ex) {
			return TextTable.UNLIMITED;
		}
	}

}
