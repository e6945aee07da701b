package io.github.metricstcp.observer.internal.ui;

import dev.tamboui.tui.event.KeyCode;
import dev.tamboui.tui.event.KeyEvent;
import dev.tamboui.widgets.input.TextInputState;
import io.github.metricstcp.client.model.SeriesFilter;
import org.jspecify.annotations.Nullable;

/**
 * The line in which a filter is typed. The filter in force is the last text that was a
 * valid one.
 */
final class FilterInput {

	private final TextInputState text;

	private SeriesFilter filter;

	private @Nullable String error;

	private boolean open;

	FilterInput(SeriesFilter filter) {
		this.text = new TextInputState(filter.toString());
		this.filter = filter;
	}

	/**
	 * Whether keys are typed into it.
	 */
	boolean isOpen() {
		return this.open;
	}

	void open() {
		this.open = true;
		this.text.moveCursorToEnd();
	}

	/**
	 * Empties and closes it.
	 */
	void clear() {
		this.text.clear();
		this.open = false;
		parse();
	}

	/**
	 * Takes a key while it is open.
	 */
	void press(KeyEvent key) {
		if (key.isKey(KeyCode.ENTER) || key.isKey(KeyCode.UP) || key.isKey(KeyCode.DOWN)) {
			this.open = false;
		}
		else if (key.isKey(KeyCode.ESCAPE)) {
			clear();
		}
		else if (key.isKey(KeyCode.BACKSPACE) || ctrl(key, 'h')) {
			if (this.text.length() == 0) {
				this.open = false;
			}
			deleteBackward();
		}
		else if (key.isKey(KeyCode.DELETE)) {
			this.text.deleteForward();
		}
		else if (key.isKey(KeyCode.LEFT)) {
			this.text.moveCursorLeft();
		}
		else if (key.isKey(KeyCode.RIGHT)) {
			this.text.moveCursorRight();
		}
		else if (key.isKey(KeyCode.HOME) || ctrl(key, 'a')) {
			this.text.moveCursorToStart();
		}
		else if (key.isKey(KeyCode.END) || ctrl(key, 'e')) {
			this.text.moveCursorToEnd();
		}
		else if (ctrl(key, 'u')) {
			this.text.clear();
		}
		else if (ctrl(key, 'w')) {
			deleteWord();
		}
		else if (key.isKey(KeyCode.CHAR) && !key.hasCtrl() && !key.hasAlt()) {
			this.text.insert(key.character());
		}
		parse();
	}

	/**
	 * Takes pasted text while it is open. Line ends and tabs become blanks.
	 */
	void paste(String text) {
		String line = text.strip().replaceAll("\\s+", " ");
		line.codePoints()
			.filter((codePoint) -> !Character.isISOControl(codePoint))
			.forEach((codePoint) -> this.text.insert(Character.toString(codePoint)));
		parse();
	}

	private static boolean ctrl(KeyEvent key, char letter) {
		return key.isChar(letter) && key.hasCtrl();
	}

	private void deleteBackward() {
		int cursor = this.text.cursorPosition();
		// A character beyond the first 65,536 is two chars
		if (cursor > 1 && Character.isSurrogatePair(this.text.text().charAt(cursor - 2),
				this.text.text().charAt(cursor - 1))) {
			this.text.deleteBackward();
		}
		this.text.deleteBackward();
	}

	private void deleteWord() {
		while (this.text.cursorPosition() > 0 && before() == ' ') {
			deleteBackward();
		}
		while (this.text.cursorPosition() > 0 && before() != ' ') {
			deleteBackward();
		}
	}

	private char before() {
		return this.text.text().charAt(this.text.cursorPosition() - 1);
	}

	private void parse() {
		if (this.text.text().equals(this.filter.toString())) {
			this.error = null;
			return;
		}
		try {
			this.filter = SeriesFilter.parse(this.text.text());
			this.error = null;
		}
		catch (IllegalArgumentException ex) {
			this.error = ex.getMessage();
		}
	}

	/**
	 * Returns the filter that is in force.
	 */
	SeriesFilter filter() {
		return this.filter;
	}

	/**
	 * Returns why the typed text is no valid filter, {@code null} if it is.
	 */
	@Nullable String error() {
		return this.error;
	}

	/**
	 * Returns the typed text.
	 */
	String text() {
		return this.text.text();
	}

	/**
	 * Returns the typed text before the cursor.
	 */
	String beforeCursor() {
		return this.text.text().substring(0, this.text.cursorPosition());
	}

}
