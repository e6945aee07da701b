package io.github.metricstcp.observer.internal.ui;

import dev.tamboui.tui.event.KeyCode;
import dev.tamboui.tui.event.KeyEvent;
import dev.tamboui.widgets.input.TextInputState;

/**
 * A line of text that is edited by the keys that shells know too.
 */
final class LineEditor {

	private final TextInputState text;

	LineEditor(String text) {
		this.text = new TextInputState(text);
	}

	/**
	 * Returns the text.
	 */
	String text() {
		return this.text.text();
	}

	/**
	 * Returns the text before the cursor.
	 */
	String beforeCursor() {
		return this.text.text().substring(0, this.text.cursorPosition());
	}

	boolean isEmpty() {
		return this.text.length() == 0;
	}

	/**
	 * Empties the line, and begins with a text.
	 */
	void begin(String text) {
		this.text.clear();
		text.codePoints().forEach((codePoint) -> this.text.insert(Character.toString(codePoint)));
	}

	void moveToEnd() {
		this.text.moveCursorToEnd();
	}

	static boolean isBackspace(KeyEvent key) {
		return key.isKey(KeyCode.BACKSPACE) || ctrl(key, 'h');
	}

	/**
	 * Takes a key. One that edits nothing has no effect.
	 */
	void press(KeyEvent key) {
		if (isBackspace(key)) {
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
	}

	/**
	 * Takes pasted text. Line ends and tabs become blanks.
	 */
	void paste(String text) {
		String line = text.strip().replaceAll("\\s+", " ");
		line.codePoints()
			.filter((codePoint) -> !Character.isISOControl(codePoint))
			.forEach((codePoint) -> this.text.insert(Character.toString(codePoint)));
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

}
