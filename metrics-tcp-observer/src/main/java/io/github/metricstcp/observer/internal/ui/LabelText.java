package io.github.metricstcp.observer.internal.ui;

import java.util.Map;

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
		String separator = "";
		for (Map.Entry<String, String> label : labels.entrySet()) {
			text.add(separator + label.getKey() + "=", this.theme.faint());
			boolean error = happened && ErrorLabels.isError(label.getKey(), label.getValue());
			text.add(label.getValue(), error ? this.theme.bad() : values);
			separator = " ";
		}
		return text;
	}

}
