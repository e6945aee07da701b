package io.github.metricstcp.observer.internal.ui;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.terminal.Frame;
import dev.tamboui.tui.event.KeyEvent;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetSnapshot;
import io.github.metricstcp.client.model.TargetState;

/**
 * The whole screen, apart from the terminal: it takes keys and draws into a buffer.
 */
final class ObserverScreen {

	static final int LEAST_WIDTH = 60;

	static final int LEAST_HEIGHT = 15;

	private final ModelReader reader;

	private final MetricList list;

	private final TargetHeader header;

	private final StatusLine statusLine;

	private final ListView listView;

	private final ListSwitch lists;

	private final DetailView detailView;

	private final GroupDetailView groupDetailView;

	private final HelpView helpView;

	private final FilterInput filter;

	private final ScreenState state;

	private final Footer footer;

	private final Theme theme;

	/**
	 * Creates a screen.
	 * @param model the model that is shown
	 * @param filter the filter to begin with
	 * @param theme the colours
	 * @param zone the time zone of the user
	 * @param reconnect connects again to the target of that name
	 */
	ObserverScreen(ObserverModel model, SeriesFilter filter, Theme theme, ZoneId zone, Consumer<String> reconnect) {
		this.theme = theme;
		this.reader = new ModelReader(model);
		this.list = new MetricList(this.reader);
		this.header = new TargetHeader(this.reader, theme);
		TargetChoice targets = new TargetChoice(this.reader);
		this.statusLine = new StatusLine(this.reader, this.list, targets, theme, zone);
		this.listView = new ListView(this.reader, this.list, theme);
		this.detailView = new DetailView(this.reader, this.list, theme);
		this.groupDetailView = new GroupDetailView(this.reader, this.list, this.detailView, theme);
		this.helpView = new HelpView(theme);
		this.filter = new FilterInput(filter);
		this.lists = new ListSwitch(this.list, this.listView, new CompareView(this.reader, this.list, theme), targets);
		this.state = new ScreenState(this.reader, this.list, this.listView, this.lists, this.detailView,
				this.groupDetailView, this.filter, reconnect);
		this.footer = new Footer(this.state, this.filter, this.list, theme);
		this.list.filter(filter);
	}

	/**
	 * Whether the user wants to quit.
	 */
	boolean quit() {
		return this.state.quit();
	}

	/**
	 * Whether the user wants everything drawn again, because something else has written
	 * to the terminal. The wish is gone once it was asked for.
	 */
	boolean takeRepaint() {
		return this.state.takeRepaint();
	}

	/**
	 * Performs the action of a key, or gives it to the filter that is typed.
	 */
	void press(KeyEvent key) {
		refresh();
		if (!KeyTable.press(key, this.state) && this.state.view() == View.FILTER) {
			this.state.type(key);
		}
	}

	/**
	 * Gives pasted text to the filter that is typed. It is no key: if no filter is typed,
	 * nothing happens.
	 */
	void paste(String text) {
		refresh();
		if (this.state.view() == View.FILTER) {
			this.state.paste(text);
		}
	}

	private void refresh() {
		this.reader.refresh();
		this.list.refresh();
		this.lists.follow();
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
		int top = this.header.lines(width, buffer.height());
		this.header.draw(buffer, new Rect(0, 0, width, top));
		this.statusLine.draw(new Pen(buffer, 0, top, width), this.filter.filter());
		Rect middle = new Rect(0, top + 1, width, buffer.height() - top - 2);
		Row selected = this.listView.selected();
		switch (this.state.view()) {
			case HELP -> this.helpView.draw(buffer, middle);
			case DETAIL -> {
				if (selected != null && selected.collective()) {
					this.groupDetailView.draw(buffer, middle, selected);
				}
				else if (selected != null) {
					this.detailView.draw(buffer, middle, selected);
				}
			}
			case LIST, COMPARE, FILTER -> {
				this.lists.shown().draw(buffer, middle);
				if (selected == null) {
					drawNothing(buffer, middle);
				}
			}
		}
		this.footer.draw(frame);
	}

	private void drawTooSmall(Buffer buffer) {
		String[] lines = { "The screen is too small:",
				"%d × %d, and %d × %d are needed".formatted(buffer.width(), buffer.height(), LEAST_WIDTH, LEAST_HEIGHT),
				"q quits" };
		for (int i = 0; i < Math.min(lines.length, buffer.height()); i++) {
			new Pen(buffer, 0, i, buffer.width()).write(lines[i], this.theme.text());
		}
	}

	private void drawNothing(Buffer buffer, Rect area) {
		List<String> lines = this.list.seriesCount() > 0
				? List.of("No series matches " + DisplayText.clean(this.filter.filter().toString()),
						"Esc shows all of them again")
				: nothingYet();
		List<String> wrapped = new ArrayList<>();
		lines.forEach((line) -> wrapped.addAll(DisplayText.wrap(line, area.width() - 2)));
		int y = area.y() + Math.max(1, (area.height() - wrapped.size()) / 2);
		for (String line : wrapped) {
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
		for (TargetSnapshot target : targets) {
			String remark = target.remark();
			if (remark != null) {
				return List.of(DisplayText.clean(target.name()) + ": " + DisplayText.clean(remark),
						"An application without meters sends nothing either");
			}
		}
		if (targets.stream().anyMatch((target) -> target.state() == TargetState.CONNECTED)) {
			return List.of("Connected, and nothing was sent yet",
					"Meters come as soon as the application registers them");
		}
		TargetSnapshot first = targets.get(0);
		return switch (first.state()) {
			case CONNECTING -> List.of("Connecting to " + DisplayText.clean(first.name()) + " …");
			case WAITING -> (first.connections() == 0)
					? List.of(DisplayText.clean(first.name()) + ": " + this.header.sentence(first),
							"Is the application running, and metrics-tcp enabled in it?")
					: List.of(DisplayText.clean(first.name()) + ": " + this.header.sentence(first));
			case ENDED, CONNECTED -> List.of(DisplayText.clean(first.name()) + ": " + this.header.sentence(first));
		};
	}

}
