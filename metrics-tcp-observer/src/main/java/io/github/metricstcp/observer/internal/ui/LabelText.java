package io.github.metricstcp.observer.internal.ui;

import java.util.Map;
import java.util.function.Predicate;

import dev.tamboui.style.Style;

/**
 * Labels as text, the keys faint, and those of failures marked.
 */
final class LabelText {

	private final Theme theme;

	LabelText(Theme theme) {
		this.theme = theme;
	}

	/**
	 * Returns labels as text.
	 * @param values the style of the values
	 * @param happened whether something has happened in the window, so that labels of
	 * failures are marked
	 */
	StyledText of(Map<String, String> labels, Style values, boolean happened) {
		return add(new StyledText(), labels, values, happened);
	}

	/**
	 * Adds labels to a text.
	 * @return the text
	 */
	StyledText add(StyledText text, Map<String, String> labels, Style values, boolean happened) {
		return add(text, labels, labels, true, values, happened);
	}

	/**
	 * Returns labels as text, cut so that rows can be told apart.
	 * @param fit the way in which they are cut
	 * @param implied whether a label is implied by others
	 * @param width the cells that there are
	 */
	StyledText cut(Map<String, String> labels, LabelFit fit, Predicate<String> implied, int width, Style values,
			boolean happened) {
		return add(new StyledText(), labels, fit.cut(labels, implied, width), fit.hasKeys(), values, happened);
	}

	private StyledText add(StyledText text, Map<String, String> labels, Map<String, String> shown, boolean keys,
			Style values, boolean happened) {
		String separator = "";
		for (Map.Entry<String, String> label : shown.entrySet()) {
			String key = label.getKey();
			text.add(separator + (keys ? key + "=" : ""), this.theme.faint());
			// By the whole value: a part of one may mean something else
			boolean error = happened && ErrorLabels.isError(key, labels.getOrDefault(key, ""));
			text.add(label.getValue(), error ? this.theme.bad() : values);
			separator = " ";
		}
		return text;
	}

}
