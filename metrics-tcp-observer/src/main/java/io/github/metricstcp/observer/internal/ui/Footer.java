package io.github.metricstcp.observer.internal.ui;

import dev.tamboui.terminal.Frame;
import io.github.metricstcp.observer.internal.ui.KeyBinding.Hint;
import org.jspecify.annotations.Nullable;

/**
 * The last line of the screen: the filter or level that is typed, otherwise the keys.
 */
final class Footer {

	private final ScreenState state;

	private final FilterInput filter;

	private final LevelInput level;

	private final MetricList list;

	private final Theme theme;

	Footer(ScreenState state, FilterInput filter, LevelInput level, MetricList list, Theme theme) {
		this.state = state;
		this.filter = filter;
		this.level = level;
		this.list = list;
		this.theme = theme;
	}

	void draw(Frame frame) {
		Pen pen = new Pen(frame.buffer(), 0, frame.height() - 1, frame.width());
		pen.skip(1);
		switch (this.state.view()) {
			case FILTER -> drawFilter(frame, pen);
			case LEVEL -> drawLevel(frame, pen);
			case LIST, COMPARE, DETAIL, TAIL, HELP -> drawHints(pen);
		}
	}

	private void drawFilter(Frame frame, Pen pen) {
		drawTyped(frame, pen, "/", this.filter.text(), this.filter.beforeCursor());
		String error = this.filter.error();
		if (error == null) {
			pen.right("%,d of %,d match ".formatted(this.list.matching(), this.list.seriesCount()), this.theme.faint());
		}
		drawError(pen, error);
	}

	private void drawLevel(Frame frame, Pen pen) {
		String error = this.level.error();
		// The sentence needs the room
		drawTyped(frame, pen, (error != null) ? "" : this.level.prompt(), this.level.text(), this.level.beforeCursor());
		drawError(pen, error);
	}

	private void drawTyped(Frame frame, Pen pen, String prompt, String text, String beforeCursor) {
		pen.write(prompt, this.theme.waiting());
		int before = DisplayText.width(DisplayText.clean(beforeCursor));
		int cursor = frame.width() - pen.room() + Math.min(before, pen.room() - 1);
		pen.write(DisplayText.clean(text), this.theme.text());
		frame.setCursorPosition(Math.max(0, cursor), frame.height() - 1);
	}

	private void drawError(Pen pen, @Nullable String error) {
		if (error != null) {
			pen.write("   " + DisplayText.clean(error), this.theme.bad());
		}
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
