package io.github.metricstcp.observer.internal.ui;

import dev.tamboui.terminal.Frame;
import io.github.metricstcp.observer.internal.ui.KeyBinding.Hint;

/**
 * The last line of the screen: the filter while it is typed, otherwise the keys.
 */
final class Footer {

	private final ScreenState state;

	private final FilterInput filter;

	private final MetricList list;

	private final Theme theme;

	Footer(ScreenState state, FilterInput filter, MetricList list, Theme theme) {
		this.state = state;
		this.filter = filter;
		this.list = list;
		this.theme = theme;
	}

	void draw(Frame frame) {
		Pen pen = new Pen(frame.buffer(), 0, frame.height() - 1, frame.width());
		pen.skip(1);
		if (this.filter.isOpen()) {
			drawFilter(frame, pen);
		}
		else {
			drawHints(pen);
		}
	}

	private void drawFilter(Frame frame, Pen pen) {
		pen.write("/", this.theme.waiting());
		String typed = DisplayText.clean(this.filter.text());
		int cursor = 2 + Math.min(DisplayText.width(DisplayText.clean(this.filter.beforeCursor())), pen.room() - 1);
		pen.write(typed, this.theme.text());
		String error = this.filter.error();
		if (error != null) {
			pen.write("   " + DisplayText.clean(error), this.theme.bad());
		}
		else {
			pen.right("%,d of %,d match ".formatted(this.list.matching(), this.list.seriesCount()), this.theme.faint());
		}
		frame.setCursorPosition(cursor, frame.height() - 1);
	}

	private void drawHints(Pen pen) {
		for (Hint hint : KeyTable.hints(this.state.view())) {
			String text = hint.text().apply(this.state);
			if (text == null) {
				continue;
			}
			if (DisplayText.width(hint.key()) + DisplayText.width(text) + 3 > pen.room()) {
				break;
			}
			pen.write(hint.key(), this.theme.heading()).write(" " + text + "  ", this.theme.faint());
		}
	}

}
