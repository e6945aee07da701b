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
import io.github.metricstcp.client.model.TargetSnapshot;
import io.github.metricstcp.client.model.TargetState;
import org.jspecify.annotations.Nullable;

/**
 * The whole screen, apart from the terminal: it takes keys and draws into a buffer.
 */
final class ObserverScreen {

	static final int LEAST_WIDTH = 60;

	static final int LEAST_HEIGHT = 15;

	private static final int MOST_NOTICE_LINES = 3;

	private final ModelReader reader;

	private final MetricList list;

	private final TargetHeader header;

	private final StatusLine statusLine;

	private final ListView listView;

	private final ListSwitch lists;

	private final DetailView detailView;

	private final GroupDetailView groupDetailView;

	private final TailView tailView;

	private final HelpView helpView;

	private final FilterInput filter;

	private final LevelWatch levels;

	private final ScreenState state;

	private final Footer footer;

	private final Theme theme;

	private final ReplayStatus replay;

	// Shown on while a replay is on its way to another time
	private @Nullable Buffer last;

	private final boolean keepsLast;

	private int lastTop;

	/**
	 * Creates a screen.
	 * @param model the model that is shown
	 * @param settings the settings of the user
	 * @param theme the colours
	 * @param zone the time zone of the user
	 * @param reconnect connects again to the target of that name
	 * @param controls what keys act upon beside the model
	 */
	ObserverScreen(ObserverModel model, ScreenSettings settings, Theme theme, ZoneId zone, Consumer<String> reconnect,
			RunControls controls) {
		this.theme = theme;
		this.reader = new ModelReader(model);
		this.list = new MetricList(this.reader, settings.pins());
		this.header = new TargetHeader(this.reader, theme);
		TargetChoice targets = new TargetChoice(this.reader);
		this.levels = new LevelWatch(this.reader, settings.levels(), model::notice);
		this.replay = new ReplayStatus(controls, theme, zone);
		this.statusLine = new StatusLine(this.reader, this.list, targets, this.levels, this.replay,
				new RecordingStatus(controls, theme), theme, zone);
		this.listView = new ListView(this.reader, this.list, this.levels, theme);
		this.lists = new ListSwitch(this.list, this.listView,
				new CompareView(this.reader, this.list, this.levels, theme), targets);
		this.detailView = new DetailView(this.reader, this.list, this.levels, theme);
		this.groupDetailView = new GroupDetailView(this.reader, this.list, this.levels, this.detailView, theme);
		this.tailView = new TailView(model, this.reader, this.list, theme, zone);
		HelpScroll helpScroll = new HelpScroll();
		this.helpView = new HelpView(helpScroll, theme);
		this.filter = new FilterInput(settings.filter());
		LevelInput level = new LevelInput(this.levels);
		this.state = new ScreenState(this.reader, this.list, this.lists,
				new DetailKeys(this.listView, this.detailView, this.groupDetailView), this.tailView, helpScroll,
				this.filter, level, reconnect, controls, new ReplayKeys(controls, model::notice));
		this.keepsLast = controls.replay() != null;
		this.footer = new Footer(this.state, this.filter, level, this.list, theme);
		this.list.filter(settings.filter());
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
	 * Whether the user wants the program to be stopped until it is continued. The wish is
	 * gone once it was asked for.
	 */
	boolean takeStop() {
		return this.state.takeStop();
	}

	/**
	 * Performs the action of a key, or gives it to the line that is typed.
	 */
	void press(KeyEvent key) {
		refresh();
		this.reader.seeNotices();
		if (!KeyTable.press(key, this.state)) {
			this.state.type(key);
		}
	}

	/**
	 * Gives pasted text to the line that is typed. It is no key: if none is typed,
	 * nothing happens.
	 */
	void paste(String text) {
		refresh();
		this.state.paste(text);
	}

	private void refresh() {
		if (this.replay.seeking()) {
			return;
		}
		this.reader.refresh();
		this.list.refresh();
		this.lists.follow();
		this.levels.refresh();
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
		Buffer last = this.last;
		if (this.replay.seeking() && last != null && last.area().equals(buffer.area())) {
			buffer.merge(last, 0, 0);
			Pen line = new Pen(buffer, 0, this.lastTop, buffer.width());
			line.write(" ".repeat(buffer.width()), this.theme.text());
			this.statusLine.draw(new Pen(buffer, 0, this.lastTop, buffer.width()), this.filter.filter());
			return;
		}
		int width = buffer.width();
		int top = this.header.lines(width, buffer.height());
		this.header.draw(buffer, new Rect(0, 0, width, top));
		String notice = this.statusLine.draw(new Pen(buffer, 0, top, width), this.filter.filter());
		int lines = drawNotice(buffer, top + 1, notice);
		Rect middle = new Rect(0, top + 1 + lines, width, buffer.height() - top - 2 - lines);
		Row selected = this.state.detail().row();
		switch (this.state.shown()) {
			case HELP -> this.helpView.draw(buffer, middle);
			case DETAIL -> {
				if (selected != null && selected.collective()) {
					this.groupDetailView.draw(buffer, middle, selected);
				}
				else if (selected != null) {
					this.detailView.draw(buffer, middle, selected);
				}
			}
			case TAIL -> this.tailView.draw(buffer, middle);
			case LIST, COMPARE, FILTER, LEVEL -> {
				this.lists.shown().draw(buffer, middle);
				if (selected == null) {
					drawNothing(buffer, middle);
				}
			}
		}
		this.footer.draw(frame);
		if (this.keepsLast) {
			this.last = buffer.copy();
			this.lastTop = top;
		}
	}

	/**
	 * Draws a notice that the status line has no room for.
	 * @return the number of lines that it takes
	 */
	private int drawNotice(Buffer buffer, int y, @Nullable String notice) {
		if (notice == null) {
			return 0;
		}
		List<String> lines = DisplayText.wrap(notice, buffer.width() - 2);
		int drawn = Math.min(lines.size(), MOST_NOTICE_LINES);
		for (int i = 0; i < drawn; i++) {
			new Pen(buffer, 1, y + i, buffer.width() - 1).write(lines.get(i), this.theme.waiting());
		}
		return drawn;
	}

	private void drawTooSmall(Buffer buffer) {
		drawLines(buffer, "The screen is too small:",
				"%d × %d, and %d × %d are needed".formatted(buffer.width(), buffer.height(), LEAST_WIDTH, LEAST_HEIGHT),
				"q quits");
	}

	/**
	 * Draws what can be drawn in a terminal that does not know its size.
	 */
	void drawWithoutSize(Frame frame) {
		drawLines(frame.buffer(), "The terminal does not know its size:", "`stty cols 80 rows 24` sets it", "q quits");
	}

	private void drawLines(Buffer buffer, String... lines) {
		for (int i = 0; i < Math.min(lines.length, buffer.height()); i++) {
			new Pen(buffer, 0, i, buffer.width()).write(lines[i], this.theme.text());
		}
	}

	private void drawNothing(Buffer buffer, Rect area) {
		List<String> lines = (this.list.seriesCount() > 0) ? nothingListed() : nothingYet();
		List<String> wrapped = new ArrayList<>();
		lines.forEach((line) -> wrapped.addAll(DisplayText.wrap(line, area.width() - 2)));
		int y = area.y() + Math.max(1, (area.height() - wrapped.size()) / 2);
		for (String line : wrapped) {
			String fitting = DisplayText.fit(line, area.width() - 2);
			int x = area.x() + (area.width() - DisplayText.width(fitting)) / 2;
			buffer.setString(x, y++, fitting, this.theme.text());
		}
	}

	private List<String> nothingListed() {
		String text = DisplayText.clean(this.filter.filter().toString());
		if (!this.list.ownOnly()) {
			return List.of("No series matches " + text, "Esc shows all of them again");
		}
		return text.isBlank() ? List.of("No series is of the application itself", "m shows all of them")
				: List.of("No series of the application itself matches " + text,
						"m shows those of others too, and Esc all of its own");
	}

	private List<String> nothingYet() {
		List<TargetSnapshot> targets = this.reader.targets();
		if (targets.isEmpty()) {
			String notice = this.reader.notice();
			return (notice != null) ? List.of("No targets", DisplayText.clean(notice)) : List.of("No targets so far");
		}
		for (TargetSnapshot target : targets) {
			String remark = target.remark();
			if (remark != null) {
				String sentence = DisplayText.clean(target.name()) + ": " + DisplayText.clean(remark);
				// An application without meters is a reason for nothing alone
				return remark.startsWith("nothing") ? List.of(sentence, "Or the application has no meters yet")
						: List.of(sentence);
			}
		}
		if (targets.stream().anyMatch((target) -> target.state() == TargetState.CONNECTED)) {
			return List.of("Connected, and nothing was sent yet",
					"Meters come as soon as the application registers them");
		}
		TargetSnapshot first = targets.get(0);
		return switch (first.state()) {
			case CONNECTING -> List.of("Connecting to " + DisplayText.clean(first.name()) + " …");
			case WAITING -> isNotThere(first)
					? List.of(DisplayText.clean(first.name()) + ": " + this.header.sentence(first),
							"Is the application running, and metrics-tcp enabled in it?")
					: List.of(DisplayText.clean(first.name()) + ": " + this.header.sentence(first));
			case ENDED, CONNECTED -> List.of(DisplayText.clean(first.name()) + ": " + this.header.sentence(first));
		};
	}

	/**
	 * Whether nothing answers where the target should be. What closes the connection, or
	 * has another certificate, runs.
	 */
	private static boolean isNotThere(TargetSnapshot target) {
		String reason = String.valueOf(target.reason());
		return target.connections() == 0 && !reason.startsWith("closed ") && !reason.startsWith("TLS ");
	}

}
