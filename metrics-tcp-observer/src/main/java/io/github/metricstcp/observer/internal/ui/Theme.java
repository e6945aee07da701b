package io.github.metricstcp.observer.internal.ui;

import dev.tamboui.style.Color;
import dev.tamboui.style.Style;
import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The styles of the screen. Colours are the terminal's own sixteen, so that they suit its
 * background, and each has one meaning.
 *
 * @param text ordinary text
 * @param faint labels, scales and values that have not changed for a while
 * @param heading the names of columns and parts
 * @param selected the row that keys act upon
 * @param alert the mark of a frozen screen
 * @param counter counters
 * @param gauge gauges
 * @param histogram histograms
 * @param good a target that is connected
 * @param waiting a target that is not connected yet
 * @param bad a target that cannot be connected to, a filter that is wrong, a series
 * beyond a level, a label of a failure
 */
record Theme(Style text, Style faint, Style heading, Style selected, Style alert, Style counter, Style gauge,
		Style histogram, Style good, Style waiting, Style bad) {

	/**
	 * Returns the theme that the environment asks for.
	 * @param noColor the variable {@code NO_COLOR}: any value but the empty one asks for
	 * no colours
	 */
	static Theme of(@Nullable String noColor) {
		return (noColor == null || noColor.isEmpty()) ? coloured() : plain();
	}

	/**
	 * Returns the style of a kind.
	 */
	Style kind(Kind kind) {
		return switch (kind) {
			case COUNTER -> this.counter;
			case GAUGE -> this.gauge;
			case HISTOGRAM -> this.histogram;
		};
	}

	/**
	 * Returns the style of a value that has just changed.
	 * @param style its style otherwise
	 */
	static Style changed(Style style) {
		return style.bold();
	}

	private static Theme coloured() {
		Style text = Style.EMPTY;
		return new Theme(text, text.dim(), text.bold(), text.fg(Color.WHITE).bg(Color.BLUE).notDim(),
				text.fg(Color.BLACK).bg(Color.YELLOW), text.fg(Color.CYAN), text.fg(Color.GREEN),
				text.fg(Color.MAGENTA), text.fg(Color.GREEN), text.fg(Color.YELLOW), text.fg(Color.RED));
	}

	private static Theme plain() {
		Style text = Style.EMPTY;
		return new Theme(text, text.dim(), text.bold(), text.reversed().notDim(), text.reversed(), text, text, text,
				text, text, text.bold());
	}

}
