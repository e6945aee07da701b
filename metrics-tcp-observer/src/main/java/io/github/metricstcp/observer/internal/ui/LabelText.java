package io.github.metricstcp.observer.internal.ui;

import java.util.Map;

import dev.tamboui.style.Style;

/**
 * Labels as text, the keys faint.
 */
final class LabelText {

	private LabelText() {
	}

	/**
	 * Writes as many labels as there is room for.
	 */
	static void write(Pen pen, Map<String, String> labels, Style keys, Style values) {
		String separator = "";
		for (Map.Entry<String, String> label : labels.entrySet()) {
			if (pen.room() <= 1) {
				break;
			}
			String key = separator + label.getKey() + "=";
			if (DisplayText.width(key) >= pen.room()) {
				// Cut, so that nothing looks like an empty value
				pen.write(key + label.getValue(), keys);
				break;
			}
			pen.write(key, keys).write(label.getValue(), values);
			separator = " ";
		}
	}

	/**
	 * Returns how many cells labels take.
	 */
	static int width(Map<String, String> labels) {
		int width = Math.max(0, labels.size() - 1);
		for (Map.Entry<String, String> label : labels.entrySet()) {
			width += DisplayText.width(label.getKey()) + 1 + DisplayText.width(label.getValue());
		}
		return width;
	}

}
