package io.github.metricstcp.observer.internal.ui;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;

import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.impl.PosixSysTerminal;
import org.jline.terminal.impl.exec.ExecPty;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jspecify.annotations.Nullable;

/**
 * The terminal that controls the process, by its own name: for a screen while the
 * standard input is something else. Systems without such a name, such as Windows, have
 * none.
 *
 * @since 0.1.0
 */
public final class ControllingTerminal {

	/**
	 * The type that every terminal is taken for. What is written is understood by all
	 * that have a screen, so that nothing depends on whether the system knows the type
	 * that they say they are.
	 */
	static final String TYPE = "xterm";

	private static final String NAME = "/dev/tty";

	private ControllingTerminal() {
	}

	/**
	 * Returns whether the process has a terminal, and writes to it.
	 */
	public static boolean isThere() {
		try {
			// It can be opened only if there is one
			new FileInputStream(NAME).close();
			// That the output is a terminal, the JDK does not say once the input is none
			return new ProcessBuilder("test", "-t", "1").redirectOutput(Redirect.INHERIT).start().waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Opens the terminal.
	 * @throws IOException if that is not possible
	 */
	static Terminal open() throws IOException {
		Device device = new Device();
		Terminal terminal = new PosixSysTerminal(NAME, TYPE, device, Charset.defaultCharset(), true,
				SignalHandler.SIG_DFL);
		terminal.handle(Signal.WINCH, (signal) -> device.resized());
		return terminal;
	}

	/**
	 * The device. It is asked for its size by another program, and so only when that has
	 * changed.
	 */
	private static final class Device extends ExecPty {

		private volatile @Nullable Size size;

		Device() {
			super(new ExecTerminalProvider(), null, NAME);
		}

		@Override
		public Size getSize() throws IOException {
			Size size = this.size;
			if (size == null) {
				size = super.getSize();
				this.size = size;
			}
			return size;
		}

		void resized() {
			this.size = null;
		}

	}

}
