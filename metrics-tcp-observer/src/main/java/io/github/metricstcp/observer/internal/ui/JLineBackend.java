package io.github.metricstcp.observer.internal.ui;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import dev.tamboui.layout.Position;
import dev.tamboui.layout.Size;
import dev.tamboui.terminal.AbstractBackend;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;

/**
 * The terminal that the process was started in, taken over until it is closed, and given
 * back as it was even if the JVM is ended by a signal meanwhile.
 */
final class JLineBackend extends AbstractBackend {

	/**
	 * The result of {@link #read} and {@link #peek} once the terminal is gone.
	 */
	static final int END = NonBlockingReader.EOF;

	/**
	 * The result of {@link #read} and {@link #peek} if nothing was typed in time.
	 */
	static final int NOTHING_TYPED = NonBlockingReader.READ_EXPIRED;

	private static final String TAKE_OVER = "\033[?1049h\033[?25l" + TerminalInput.BRACKETS_ON;

	private static final String GIVE_BACK = TerminalInput.BRACKETS_OFF + "\033[?2026l\033[0m\033[?25h\033[?1049l";

	private final Terminal terminal;

	// Kept, for the terminal refuses to return them once JLine's own shutdown hook has
	// closed it
	private final PrintWriter writer;

	private final TerminalInput input;

	private final Thread shutdownHook;

	/**
	 * Held while writing a frame, so that nothing is drawn once the terminal was given
	 * back.
	 */
	private final ReentrantLock writing = new ReentrantLock();

	private volatile boolean givenBack;

	private JLineBackend(Terminal terminal) {
		this.terminal = terminal;
		this.writer = terminal.writer();
		this.input = new TerminalInput(terminal.reader());
		this.shutdownHook = new Thread(this::giveBack, "observer-terminal");
	}

	/**
	 * Takes over the terminal.
	 * @param besideInput whether the standard input is something else
	 * @throws IOException if standard input or output is not a terminal
	 */
	static JLineBackend open(boolean besideInput) throws IOException {
		JLineBackend backend = new JLineBackend(besideInput ? ControllingTerminal.open() : terminal());
		Runtime.getRuntime().addShutdownHook(backend.shutdownHook);
		backend.enableRawMode();
		backend.enterAlternateScreen();
		return backend;
	}

	private static Terminal terminal() throws IOException {
		try {
			// To ask the terminal for grapheme clusters would discard the keys that were
			// typed before
			return TerminalBuilder.builder().system(true).dumb(false).graphemeCluster(false).build();
		}
		catch (IllegalStateException ex) {
			throw new IOException("There is no terminal to show the screen in; --json works without one", ex);
		}
	}

	/**
	 * Whether the terminal was given back.
	 */
	boolean givenBack() {
		return this.givenBack;
	}

	/**
	 * Draws a frame, which the terminal shows at once, unless the terminal was given
	 * back.
	 * @param drawing draws the frame
	 */
	void frame(Runnable drawing) {
		this.writing.lock();
		try {
			if (!this.givenBack) {
				this.writer.print("\033[?2026h");
				drawing.run();
				this.writer.print("\033[?2026l");
				this.writer.flush();
			}
		}
		finally {
			this.writing.unlock();
		}
	}

	@Override
	public void flush() {
		this.writer.flush();
	}

	@Override
	public void clear() {
		this.writer.print("\033[0m\033[2J\033[H");
	}

	@Override
	public Size size() {
		return new Size(this.terminal.getColumns(), this.terminal.getRows());
	}

	@Override
	public void showCursor() {
		this.writer.print("\033[?25h");
	}

	@Override
	public void hideCursor() {
		this.writer.print("\033[?25l");
	}

	@Override
	public Position getCursorPosition() {
		return Position.ORIGIN;
	}

	@Override
	public void enterAlternateScreen() {
		this.writer.print(TAKE_OVER);
		this.writer.flush();
	}

	@Override
	public void leaveAlternateScreen() {
		this.writer.print(GIVE_BACK);
		this.writer.flush();
	}

	@Override
	public void enableRawMode() {
		this.terminal.enterRawMode();
		Attributes attributes = this.terminal.getAttributes();
		// Ctrl-C is a key like others, so that there is one way to end
		attributes.setLocalFlag(LocalFlag.ISIG, false);
		this.terminal.setAttributes(attributes);
	}

	@Override
	public void disableRawMode() throws IOException {
		this.terminal.close();
	}

	@Override
	public void writeRaw(byte[] data) {
		this.writer.print(new String(data, StandardCharsets.UTF_8));
	}

	@Override
	public void writeRaw(String data) {
		this.writer.print(data);
	}

	@Override
	public void onResize(Runnable handler) {
		this.terminal.handle(Signal.WINCH, (signal) -> handler.run());
	}

	@Override
	public int read(int timeoutMs) throws IOException {
		return this.input.read(timeoutMs);
	}

	@Override
	public int peek(int timeoutMs) throws IOException {
		return this.input.peek(timeoutMs);
	}

	/**
	 * Reads a paste, if one comes next.
	 * @return the pasted text, {@code null} if no paste comes next
	 */
	@Nullable String readPaste() throws IOException {
		return this.input.readPaste();
	}

	@Override
	public void close() {
		try {
			Runtime.getRuntime().removeShutdownHook(this.shutdownHook);
		}
		catch (IllegalStateException ex) {
			// The JVM is ending: the hook does it
			return;
		}
		giveBack();
	}

	private void giveBack() {
		boolean locked = false;
		try {
			// A terminal that takes no more output must not keep the JVM from ending
			locked = this.writing.tryLock(1, TimeUnit.SECONDS);
			if (!this.givenBack) {
				this.givenBack = true;
				leaveAlternateScreen();
				disableRawMode();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			// The terminal is gone, and nothing is left to be restored
		}
		finally {
			if (locked) {
				this.writing.unlock();
			}
		}
	}

}
