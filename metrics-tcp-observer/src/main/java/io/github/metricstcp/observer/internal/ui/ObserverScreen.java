package io.github.metricstcp.observer.internal.ui;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.style.Style;
import dev.tamboui.terminal.Frame;
import dev.tamboui.tui.event.KeyCode;
import dev.tamboui.tui.event.KeyEvent;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetSnapshot;
import io.github.metricstcp.client.model.TargetState;
import io.github.metricstcp.client.model.Window;

/**
 * The whole screen: what is on it, and what keys do to it. It knows no terminal.
 */
final class ObserverScreen {

	static final int LEAST_WIDTH = 60;

	static final int LEAST_HEIGHT = 15;

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

	private static final UnitFormat COUNT = UnitFormat.of(null);

	private static final UnitFormat SECONDS = UnitFormat.of("seconds");

	private final ModelReader reader;

	private final MetricList list;

	private final TargetHeader header;

	private final ListView listView;

	private final DetailView detailView;

	private final HelpView helpView;

	private final FilterInput filter;

	private final Theme theme;

	private final ZoneId zone;

	private View view = View.LIST;

	private View behindHelp = View.LIST;

	private boolean quit;

	private boolean repaint;

	/**
	 * Creates a screen.
	 * @param model what it shows
	 * @param filter what is shown at first
	 * @param theme its colours
	 * @param zone the time zone of the user
	 */
	ObserverScreen(ObserverModel model, SeriesFilter filter, Theme theme, ZoneId zone) {
		this.theme = theme;
		this.zone = zone;
		this.reader = new ModelReader(model);
		this.list = new MetricList(this.reader);
		this.header = new TargetHeader(this.reader, theme);
		this.listView = new ListView(this.reader, this.list, theme);
		this.detailView = new DetailView(this.reader, this.list, theme);
		this.helpView = new HelpView(theme);
		this.filter = new FilterInput(filter);
		this.list.filter(filter);
	}

	/**
	 * Whether the user wants to leave.
	 */
	boolean quit() {
		return this.quit;
	}

	/**
	 * Whether the user wants everything painted anew, for something else has written to
	 * the terminal. Asks once.
	 */
	boolean takeRepaint() {
		boolean repaint = this.repaint;
		this.repaint = false;
		return repaint;
	}

	/**
	 * Takes a key.
	 */
	void press(KeyEvent key) {
		refresh();
		if (key.isCtrlC()) {
			this.quit = true;
		}
		else if (Keys.ctrl(key, 'l')) {
			this.repaint = true;
		}
		else if (this.filter.isOpen()) {
			this.filter.press(key);
			this.list.filter(this.filter.filter());
		}
		else if (!pressView(key)) {
			pressAnywhere(key);
		}
	}

	private void refresh() {
		this.reader.refresh();
		this.list.refresh();
		this.listView.follow();
	}

	private boolean pressView(KeyEvent key) {
		return switch (this.view) {
			case LIST -> {
				if (key.isKey(KeyCode.ENTER) && this.listView.selected() != null) {
					this.view = View.DETAIL;
					yield true;
				}
				if (key.isKey(KeyCode.ESCAPE)) {
					this.filter.clear();
					this.list.filter(this.filter.filter());
					yield true;
				}
				yield this.listView.press(key);
			}
			case DETAIL -> {
				if (key.isKey(KeyCode.ESCAPE) || key.isKey(KeyCode.ENTER) || key.isKey(KeyCode.BACKSPACE)
						|| key.isKey(KeyCode.LEFT) || Keys.plain(key, 'h')) {
					this.view = View.LIST;
					yield true;
				}
				if (key.isKey(KeyCode.TAB)) {
					this.detailView.toggle();
					yield true;
				}
				yield this.listView.move(key);
			}
			case HELP -> {
				boolean other = !Keys.plain(key, 'q');
				if (other) {
					this.view = this.behindHelp;
				}
				yield other;
			}
		};
	}

	private void pressAnywhere(KeyEvent key) {
		if (Keys.plain(key, 'q')) {
			this.quit = true;
		}
		else if (Keys.plain(key, '?') || key.isKey(KeyCode.F1)) {
			this.behindHelp = this.view;
			this.view = View.HELP;
		}
		else if (Keys.plain(key, '/')) {
			this.view = View.LIST;
			this.filter.open();
		}
		else if (Keys.plain(key, ' ')) {
			if (!this.reader.frozen()) {
				this.list.readAll();
			}
			this.reader.toggleFrozen();
		}
		else if (Keys.plain(key, 'w') && !this.reader.frozen()) {
			this.reader.nextWindow();
			this.list.forgetReadings();
		}
		else if (Keys.plain(key, 'r') && !this.reader.frozen()) {
			this.reader.reset();
			this.list.forgetReadings();
		}
	}

	/**
	 * Draws the screen as it is now.
	 */
	void draw(Frame frame) {
		Buffer buffer = frame.buffer();
		if (buffer.width() < LEAST_WIDTH || buffer.height() < LEAST_HEIGHT) {
			drawTooSmall(buffer);
			return;
		}
		refresh();
		int width = buffer.width();
		int top = this.header.lines(buffer.height());
		this.header.draw(buffer, new Rect(0, 0, width, top));
		drawStatus(new Pen(buffer, 0, top, width));
		Rect middle = new Rect(0, top + 1, width, buffer.height() - top - 2);
		Row selected = this.listView.selected();
		switch (this.view) {
			case HELP -> this.helpView.draw(buffer, middle);
			case DETAIL -> {
				if (selected != null) {
					this.detailView.draw(buffer, middle, selected);
				}
			}
			case LIST -> {
				this.listView.draw(buffer, middle);
				if (selected == null) {
					drawNothing(buffer, middle);
				}
			}
		}
		drawFooter(frame, new Pen(buffer, 0, buffer.height() - 1, width));
	}

	private void drawTooSmall(Buffer buffer) {
		String[] lines = { "The screen is too small:",
				"%d × %d, and %d × %d are needed".formatted(buffer.width(), buffer.height(), LEAST_WIDTH, LEAST_HEIGHT),
				"q quits" };
		for (int i = 0; i < Math.min(lines.length, buffer.height()); i++) {
			new Pen(buffer, 0, i, buffer.width()).write(lines[i], this.theme.text());
		}
	}

	private void drawStatus(Pen pen) {
		pen.skip(1);
		if (this.reader.frozen()) {
			pen.write(" FROZEN " + SECONDS.value((double) Math.floorDiv(this.reader.frozenFor(), 1_000_000_000L)) + " ",
					this.theme.alert());
			pen.skip(1);
		}
		String filterText = this.filter.filter().toString();
		int series = this.list.seriesCount();
		if (filterText.isBlank()) {
			pen.write("%,d series in %,d metrics".formatted(series, this.list.metricCount()), this.theme.text());
		}
		else {
			pen.write("%,d of %,d series match ".formatted(this.list.matching(), series), this.theme.text());
			pen.write(DisplayText.clean(filterText), this.theme.waiting());
		}
		String notice = this.reader.notice();
		if (notice != null) {
			pen.write("  " + DisplayText.clean(notice), this.theme.waiting());
		}
		pen.right(windowText() + " ", this.theme.faint());
	}

	private String windowText() {
		if (this.reader.window() != Window.ALL) {
			String length = switch (this.reader.window()) {
				case TEN_SECONDS -> "10 s";
				case ONE_MINUTE -> "minute";
				case FIVE_MINUTES, ALL -> "5 min";
			};
			return "statistics of the last " + length;
		}
		Instant start = Instant.ofEpochSecond(0, this.reader.resetAt());
		return "statistics since " + TIME.format(start.atZone(this.zone));
	}

	private void drawNothing(Buffer buffer, Rect area) {
		List<String> lines = this.list.seriesCount() > 0
				? List.of("No series matches " + DisplayText.clean(this.filter.filter().toString()),
						"Esc shows all of them again")
				: nothingYet();
		int y = area.y() + Math.max(1, (area.height() - lines.size()) / 2);
		for (String line : lines) {
			String fitting = DisplayText.fit(line, area.width() - 2);
			int x = area.x() + (area.width() - DisplayText.width(fitting)) / 2;
			buffer.setString(x, y++, fitting, this.theme.text());
		}
	}

	private List<String> nothingYet() {
		List<TargetSnapshot> targets = this.reader.targets();
		if (targets.isEmpty()) {
			return List.of("Nothing to watch");
		}
		if (targets.stream().anyMatch((target) -> target.state() == TargetState.CONNECTED)) {
			return List.of("Connected, and nothing was sent yet",
					"Meters come as soon as the application registers them");
		}
		TargetSnapshot first = targets.get(0);
		return switch (first.state()) {
			case CONNECTING -> List.of("Connecting to " + DisplayText.clean(first.name()) + " …");
			case WAITING -> List.of(DisplayText.clean(first.name()) + ": " + this.header.sentence(first),
					"Is the application running, and metrics-tcp enabled in it?");
			case ENDED, CONNECTED -> List.of(DisplayText.clean(first.name()) + ": " + this.header.sentence(first));
		};
	}

	private void drawFooter(Frame frame, Pen pen) {
		pen.skip(1);
		if (this.filter.isOpen()) {
			pen.write("/", this.theme.waiting());
			String typed = DisplayText.clean(this.filter.text());
			int cursor = 2 + Math.min(DisplayText.width(DisplayText.clean(this.filter.beforeCursor())), pen.room() - 1);
			pen.write(typed, this.theme.text());
			String error = this.filter.error();
			if (error != null) {
				pen.write("   " + DisplayText.clean(error), this.theme.bad());
			}
			else {
				pen.right(COUNT.value(this.list.matching()) + " of " + COUNT.value(this.list.seriesCount()) + " match ",
						this.theme.faint());
			}
			frame.setCursorPosition(cursor, frame.height() - 1);
			return;
		}
		for (Hint hint : hints()) {
			if (DisplayText.width(hint.key()) + DisplayText.width(hint.meaning()) + 3 > pen.room()) {
				break;
			}
			pen.write(hint.key(), this.theme.heading()).write(" " + hint.meaning() + "  ", this.theme.faint());
		}
	}

	private List<Hint> hints() {
		Hint quit = new Hint("q", "quit");
		Hint freeze = new Hint("space", this.reader.frozen() ? "go on" : "freeze");
		Hint window = new Hint("w", "window");
		return switch (this.view) {
			case HELP -> List.of(new Hint("any key", "back"), quit);
			case DETAIL -> {
				List<Hint> hints = new ArrayList<>(
						List.of(new Hint("esc", "back"), quit, new Hint("↑↓", "other metric")));
				if (this.detailView.toggles()) {
					hints.add(new Hint("tab", "chart or distribution"));
				}
				hints.addAll(List.of(freeze, window, new Hint("?", "help")));
				yield hints;
			}
			case LIST -> List.of(new Hint("?", "help"), quit, new Hint("↵", "detail"), new Hint("→", "series"),
					new Hint("/", "filter"), new Hint("s", "sort"), freeze, window, new Hint("r", "reset"));
		};
	}

	private enum View {

		LIST, DETAIL, HELP

	}

	private record Hint(String key, String meaning) {

	}

}
