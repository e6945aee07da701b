package io.github.metricstcp.observer.internal.ui;

import dev.tamboui.tui.event.KeyCode;
import dev.tamboui.tui.event.KeyEvent;
import io.github.metricstcp.client.model.Level;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * The line in which a level of the selected metric, or of one of its series, is typed.
 */
final class LevelInput {

	private final LevelWatch levels;

	private final LineEditor line = new LineEditor("");

	// Of which a level is set; null while it is closed
	private @Nullable Row row;

	// Which it is in place of
	private @Nullable Level before;

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
		Level before = this.levels.level(subject(row), single(row));
		this.before = before;
		this.line.begin((before != null) ? before.condition() : "");
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
			this.levels.replace(this.before, null, null);
			close();
			return;
		}
		try {
			Level level = Level.parse(subject + " " + this.line.text());
			Series series = any(row);
			this.error = level.mismatch(series.key(), series.unit());
			if (this.error == null) {
				this.levels.replace(this.before, level, single(row));
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
	 * Returns the name as a level has it. Characters that it would understand in another
	 * way are any character.
	 */
	private static String subject(Row row) {
		return row.group().name().replaceAll("[\\s{]", "?");
	}

	/**
	 * Returns the series that the level is of alone, {@code null} if it is of all of the
	 * metric.
	 */
	private static @Nullable SeriesKey single(Row row) {
		return row.nested() ? any(row).key() : null;
	}

	/**
	 * Returns the words for what the level holds for.
	 */
	private static String words(Row row) {
		SeriesKey single = single(row);
		if (single == null) {
			return row.group().displayName();
		}
		long targets = row.group().matching().stream().filter((series) -> series.key().equals(single)).count();
		return (targets > 1) ? "this series of %,d targets".formatted(targets) : "this series";
	}

	/**
	 * Returns the text before the line.
	 */
	String prompt() {
		Row row = this.row;
		return (row == null) ? "" : "level of " + words(row) + ": ";
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
