package io.github.metricstcp.observer.internal.ui;

import dev.tamboui.tui.event.KeyCode;
import dev.tamboui.tui.event.KeyEvent;
import io.github.metricstcp.client.model.SeriesFilter;
import org.jspecify.annotations.Nullable;

/**
 * The line in which a filter is typed. The filter in force is the last text that was a
 * valid one.
 */
final class FilterInput {

	private final LineEditor line;

	private SeriesFilter filter;

	private @Nullable String error;

	private boolean open;

	FilterInput(SeriesFilter filter) {
		this.line = new LineEditor(filter.toString());
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
		this.line.moveToEnd();
	}

	/**
	 * Empties and closes it.
	 */
	void clear() {
		this.line.begin("");
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
		else if (LineEditor.isBackspace(key) && this.line.isEmpty()) {
			this.open = false;
		}
		else {
			this.line.press(key);
		}
		parse();
	}

	/**
	 * Takes pasted text while it is open. Line ends and tabs become blanks.
	 */
	void paste(String text) {
		this.line.paste(text);
		parse();
	}

	private void parse() {
		if (this.line.text().equals(this.filter.toString())) {
			this.error = null;
			return;
		}
		try {
			this.filter = SeriesFilter.parse(this.line.text());
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
		return this.line.text();
	}

	/**
	 * Returns the typed text before the cursor.
	 */
	String beforeCursor() {
		return this.line.beforeCursor();
	}

}
