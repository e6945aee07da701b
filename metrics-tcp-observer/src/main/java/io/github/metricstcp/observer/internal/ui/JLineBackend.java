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
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;
import org.jline.utils.OSUtils;
import org.jspecify.annotations.Nullable;

/**
 * The terminal that the process was started in, taken over until it is closed. It is
 * given back as it was even if the JVM is ended by a signal meanwhile, and while the
 * process is stopped.
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

	/**
	 * The type that the terminal is taken for. What is written is understood by all that
	 * have a screen, so that nothing depends on whether the system knows the type that
	 * they say they are.
	 */
	private static final String TYPE = "xterm";

	/**
	 * The size that a terminal is taken to have, at the least, if it does not know it.
	 */
	private static final Size SOME_SIZE = new Size(50, 3);

	/**
	 * After so long without a frame the process may have been stopped.
	 */
	private static final long STOPPED_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final String TAKE_OVER = "\033[?1049h\033[?25l" + TerminalInput.BRACKETS_ON;

	private static final String GIVE_BACK = TerminalInput.BRACKETS_OFF + "\033[?2026l\033[0m\033[?25h\033[?1049l";

	private final Terminal terminal;

	// Kept, for the terminal refuses to return them once JLine's own shutdown hook has
	// closed it
	private final PrintWriter writer;

	private final TerminalInput input;

	private final Thread shutdownHook;

	// Of the terminal before it was taken over
	private final Attributes attributes;

	// Set by the threads of signals

	private volatile boolean stopWanted;

	private volatile boolean continued;

	private volatile boolean interrupted;

	/**
	 * Held while writing a frame, so that nothing is drawn once the terminal was given
	 * back.
	 */
	private final ReentrantLock writing = new ReentrantLock();

	private volatile boolean givenBack;

	private long lastFrame = System.nanoTime();

	private JLineBackend(Terminal terminal) {
		this.terminal = terminal;
		this.writer = terminal.writer();
		this.input = new TerminalInput(terminal.reader());
		this.shutdownHook = new Thread(this::giveBack, "observer-terminal");
		this.attributes = terminal.getAttributes();
	}

	/**
	 * Takes over the terminal.
	 * @param besideInput whether the standard input is something else
	 * @throws IOException if standard input or output is not a terminal
	 */
	static JLineBackend open(boolean besideInput) throws IOException {
		JLineBackend backend = new JLineBackend(besideInput ? ControllingTerminal.open() : terminal());
		Runtime.getRuntime().addShutdownHook(backend.shutdownHook);
		backend.terminal.handle(Signal.INT, (signal) -> backend.interrupted = true);
		backend.terminal.handle(Signal.CONT, (signal) -> backend.continued = true);
		backend.handleStop();
		backend.takeOver();
		return backend;
	}

	private static Terminal terminal() throws IOException {
		try {
			// Characters are keys, also those that are signals elsewhere
			System.setProperty(TerminalBuilder.PROP_SOFTWARE_SIGNALS, "false");
			// To ask the terminal for grapheme clusters would discard the keys that were
			// typed before
			TerminalBuilder builder = TerminalBuilder.builder().system(true).dumb(false).graphemeCluster(false);
			return (OSUtils.IS_WINDOWS ? builder : builder.type(TYPE)).build();
		}
		catch (IllegalStateException ex) {
			throw new IOException("There is no terminal to show the screen in; --json works without one", ex);
		}
	}

	private void handleStop() {
		this.terminal.handle(Signal.TSTP, (signal) -> this.stopWanted = true);
	}

	/**
	 * Whether the terminal was given back.
	 */
	boolean givenBack() {
		return this.givenBack;
	}

	/**
	 * Whether the process was sent SIGINT.
	 */
	boolean interrupted() {
		return this.interrupted;
	}

	/**
	 * Stops the process with the next {@link #resume()}.
	 */
	void stop() {
		this.stopWanted = true;
	}

	/**
	 * Stops the process if that is wanted, with the terminal given back meanwhile, and
	 * takes the terminal over again if the process was stopped.
	 * @return whether it was, and all is to be drawn again
	 */
	boolean resume() {
		this.writing.lock();
		try {
			if (this.givenBack) {
				return false;
			}
			boolean stopping = this.stopWanted;
			if (stopping) {
				this.stopWanted = false;
				leaveAlternateScreen();
				this.terminal.setAttributes(this.attributes);
				this.terminal.handle(Signal.TSTP, SignalHandler.SIG_DFL);
				ProcessGroup.stop();
				handleStop();
			}
			if (stopping || this.continued || usedByOthers()) {
				this.continued = false;
				takeOver();
				// Only what is in the foreground is signalled that the size has changed
				this.terminal.raise(Signal.WINCH);
				return true;
			}
			return false;
		}
		finally {
			this.writing.unlock();
		}
	}

	/**
	 * Whether another program, such as a shell, has taken the terminal over meanwhile.
	 * Nothing must be drawn then before this process is in the foreground again.
	 */
	private boolean usedByOthers() {
		return System.nanoTime() - this.lastFrame > STOPPED_NANOS
				&& this.terminal.getAttributes().getLocalFlag(LocalFlag.ISIG);
	}

	private void takeOver() {
		// First, for it waits until the process is in the foreground
		enableRawMode();
		enterAlternateScreen();
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
				this.lastFrame = System.nanoTime();
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
		int columns = this.terminal.getColumns();
		int rows = this.terminal.getRows();
		return new Size((columns > 0) ? columns : SOME_SIZE.width(), (rows > 0) ? rows : SOME_SIZE.height());
	}

	/**
	 * Whether the terminal knows how many columns and rows it has.
	 */
	boolean knowsSize() {
		return this.terminal.getColumns() > 0 && this.terminal.getRows() > 0;
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
		// Ctrl-C and Ctrl-Z are keys like others, so that there is one way to end and one
		// to
		// stop
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

	/**
	 * Not supported: the size is asked for with each frame, and a handler would take the
	 * place of the one that {@link ControllingTerminal} has.
	 */
	@Override
	public void onResize(Runnable handler) {
		throw new UnsupportedOperationException("The size is asked for with each frame");
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
