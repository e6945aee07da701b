package io.github.metricstcp.observer.internal.ui;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import dev.tamboui.terminal.Terminal;
import dev.tamboui.tui.event.Event;
import dev.tamboui.tui.event.EventParser;
import dev.tamboui.tui.event.KeyEvent;
import io.github.metricstcp.client.model.ObserverModel;
import org.jspecify.annotations.Nullable;

/**
 * The model shown in the terminal that the process was started in, until the user quits.
 *
 * @since 0.1.0
 */
public final class TerminalUi {

	/**
	 * The time between two frames while no key is pressed.
	 */
	private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

	private final ObserverModel model;

	private final ScreenSettings settings;

	private final Consumer<String> reconnect;

	private final RunControls controls;

	/**
	 * Creates the UI.
	 * @param model the model that is shown
	 * @param settings the settings of the user
	 * @param reconnect connects again to the target of that name
	 * @param controls what keys act upon beside the model
	 */
	public TerminalUi(ObserverModel model, ScreenSettings settings, Consumer<String> reconnect, RunControls controls) {
		this.model = model;
		this.settings = settings;
		this.reconnect = reconnect;
		this.controls = controls;
	}

	/**
	 * Takes over the terminal and shows the model until the user quits, the time is up,
	 * the terminal is gone or the thread is interrupted. The terminal is then as it was
	 * before, even if a signal ends the JVM.
	 * @param duration the time, {@code null} for as long as the user wants
	 * @throws IOException if there is no terminal
	 */
	public void run(@Nullable Duration duration) throws IOException {
		long begun = System.nanoTime();
		BooleanSupplier timeIsUp = () -> duration != null && System.nanoTime() - begun >= duration.toNanos();
		Theme theme = Theme.of(System.getenv("NO_COLOR"));
		ObserverScreen screen = new ObserverScreen(this.model, this.settings, theme, ZoneId.systemDefault(),
				this.reconnect, this.controls);
		try (JLineBackend backend = JLineBackend.open(this.controls.inputIsTaken())) {
			try {
				run(screen, backend, timeIsUp);
			}
			catch (IOException | RuntimeException ex) {
				// The end came in the middle of reading or drawing
				if (!backend.givenBack() && !Thread.currentThread().isInterrupted()
						&& !(ex instanceof InterruptedIOException)) {
					throw ex;
				}
			}
		}
	}

	private static void run(ObserverScreen screen, JLineBackend backend, BooleanSupplier timeIsUp) throws IOException {
		Terminal<JLineBackend> terminal = new Terminal<>(backend);
		long nextFrame = System.nanoTime();
		while (!screen.quit() && !timeIsUp.getAsBoolean() && !backend.givenBack() && !backend.interrupted()
				&& !Thread.currentThread().isInterrupted()) {
			long wait = nextFrame - System.nanoTime();
			int typed = backend.peek((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait)));
			if (typed == JLineBackend.END) {
				return;
			}
			if (typed != JLineBackend.NOTHING_TYPED) {
				take(backend, screen);
				// All that was typed at once is taken before it is drawn
				if (backend.peek(1) >= 0) {
					continue;
				}
			}
			if (screen.takeStop()) {
				backend.stop();
			}
			boolean resumed = backend.resume();
			backend.frame(() -> draw(screen, backend, terminal, resumed));
			nextFrame = System.nanoTime() + FRAME_NANOS;
		}
	}

	private static void draw(ObserverScreen screen, JLineBackend backend, Terminal<JLineBackend> terminal,
			boolean resumed) {
		if (screen.takeRepaint() || resumed) {
			// The screen that was taken over again has no cursor either
			terminal.hideCursor();
			terminal.clear();
		}
		terminal.draw(backend.knowsSize() ? screen::draw : screen::drawWithoutSize);
	}

	private static void take(JLineBackend backend, ObserverScreen screen) throws IOException {
		String pasted = backend.readPaste();
		if (pasted != null) {
			screen.paste(pasted);
			return;
		}
		Event event = EventParser.readEvent(backend, 1);
		if (event instanceof KeyEvent key) {
			screen.press(key);
		}
	}

}
