package io.github.metricstcp.observer.internal.ui;

import java.util.Map;
import java.util.stream.Collectors;

import dev.tamboui.tui.event.KeyCode;
import dev.tamboui.tui.event.KeyEvent;
import io.github.metricstcp.client.model.Level;
import io.github.metricstcp.client.model.Series;
import org.jspecify.annotations.Nullable;

/**
 * The line in which a level of the selected metric, or of one of its series, is typed.
 */
final class LevelInput {

	private final LevelWatch levels;

	private final LineEditor line = new LineEditor("");

	// Of which a level is set; null while it is closed
	private @Nullable Row row;

	private @Nullable String error;

	LevelInput(LevelWatch levels) {
		this.levels = levels;
	}

	/**
	 * Whether keys are typed into it.
	 */
	boolean isOpen() {
		return this.row != null;
	}

	/**
	 * Opens it for a row, with the level that is set for it.
	 */
	void open(Row row) {
		this.row = row;
		this.error = null;
		Level level = this.levels.level(subject(row));
		this.line.begin((level != null) ? level.condition() : "");
	}

	private void close() {
		this.row = null;
	}

	/**
	 * Takes a key while it is open.
	 */
	void press(KeyEvent key) {
		this.error = null;
		if (key.isKey(KeyCode.ENTER)) {
			set();
		}
		else if (key.isKey(KeyCode.ESCAPE) || (LineEditor.isBackspace(key) && this.line.isEmpty())) {
			close();
		}
		else {
			this.line.press(key);
		}
	}

	/**
	 * Takes pasted text while it is open.
	 */
	void paste(String text) {
		this.error = null;
		this.line.paste(text);
	}

	private void set() {
		Row row = this.row;
		if (row == null) {
			return;
		}
		String subject = subject(row);
		if (this.line.text().isBlank()) {
			this.levels.set(subject, null);
			close();
			return;
		}
		try {
			Level level = Level.parse(subject + " " + this.line.text());
			Series series = any(row);
			this.error = level.mismatch(series.key(), series.unit());
			if (this.error == null) {
				this.levels.set(subject, level);
				close();
			}
		}
		catch (IllegalArgumentException ex) {
			this.error = hasFigureAndValue() ? ex.getMessage() : "a figure and a value are needed, as in p99 200ms";
		}
	}

	private boolean hasFigureAndValue() {
		return this.line.text().strip().matches(".*[\\s<>].*");
	}

	private static Series any(Row row) {
		Series series = row.series();
		return (series != null) ? series : row.group().matching().get(0);
	}

	/**
	 * Returns name and labels as a level has them. Characters that it would understand in
	 * another way are any character.
	 */
	private static String subject(Row row) {
		String name = row.group().name().replaceAll("[\\s{]", "?");
		return row.nested() ? name + labels(any(row)) : name;
	}

	private static String labels(Series series) {
		return series.labels().entrySet().stream().map(LevelInput::label).collect(Collectors.joining(",", "{", "}"));
	}

	private static String label(Map.Entry<String, String> label) {
		return label.getKey() + "=\"" + label.getValue().replace('"', '?') + "\"";
	}

	/**
	 * Returns the text before the line.
	 */
	String prompt() {
		Row row = this.row;
		return (row == null) ? "" : "level of " + (row.nested() ? "this series: " : row.group().displayName() + ": ");
	}

	/**
	 * Returns why the typed text is no level, {@code null} if that is not known yet.
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
