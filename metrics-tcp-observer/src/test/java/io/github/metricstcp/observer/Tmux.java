package io.github.metricstcp.observer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.testing.ExecutableJar;

/**
 * A terminal without a window, in which a shell runs: a tmux server of the test's own.
 */
final class Tmux implements AutoCloseable {

	private final Path socket;

	private Tmux(Path socket) {
		this.socket = socket;
	}

	/**
	 * Starts a shell in a terminal.
	 * @param directory where its socket is, and where the shell is
	 * @param width how many columns the terminal has
	 * @param height how many lines it has
	 */
	static Tmux start(Path directory, int width, int height) {
		Tmux tmux = new Tmux(directory.resolve("tmux"));
		tmux.run("-f", "/dev/null", "new-session", "-d", "-c", directory.toString(), "-x", String.valueOf(width), "-y",
				String.valueOf(height), "env PS1='ready> ' LC_ALL=C.UTF-8 sh");
		return tmux;
	}

	/**
	 * Types keys, as tmux names them, such as {@code Enter}, or a text.
	 */
	void type(String... keys) {
		List<String> arguments = new ArrayList<>(List.of("send-keys"));
		arguments.addAll(List.of(keys));
		run(arguments.toArray(String[]::new));
	}

	/**
	 * Pastes a text, between brackets if the program wants them.
	 */
	void paste(String text) {
		run("set-buffer", text);
		run("paste-buffer", "-p");
	}

	/**
	 * Returns the text on the screen.
	 */
	String screen() {
		return run("capture-pane", "-p");
	}

	/**
	 * Returns the text on the screen, with its colours.
	 */
	String colouredScreen() {
		return run("capture-pane", "-p", "-e");
	}

	/**
	 * Whether a program has taken over the screen, or hidden the cursor.
	 */
	boolean takenOver() {
		return !run("display-message", "-p", "#{alternate_on} #{cursor_flag}").strip().equals("0 1");
	}

	/**
	 * Returns the file of the terminal.
	 */
	String file() {
		return run("display-message", "-p", "#{pane_tty}").strip();
	}

	void resize(int width, int height) {
		run("resize-window", "-x", String.valueOf(width), "-y", String.valueOf(height));
	}

	private String run(String... arguments) {
		List<String> command = new ArrayList<>(List.of("tmux", "-u", "-S", this.socket.toString()));
		command.addAll(List.of(arguments));
		return execute(command);
	}

	private static String execute(List<String> command) {
		try {
			Process process = ExecutableJar.process(command).redirectErrorStream(true).start();
			process.getOutputStream().close();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
				throw new IllegalStateException(String.join(" ", command) + ": " + output);
			}
			return output;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		run("kill-server");
	}

}
