package io.github.metricstcp.observer.internal.ui;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import org.jspecify.annotations.Nullable;

/**
 * The events of one metric or series as they come, a line each, the newest at the bottom.
 * Nothing is kept of them before it is opened.
 */
final class TailView {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

	private static final int EVENT_WIDTH = 18;

	private static final int MOST_TARGET = 16;

	private static final int GAP = 2;

	private final ObserverModel model;

	private final ModelReader reader;

	private final MetricList list;

	private final LabelText labelText;

	private final Theme theme;

	private final ZoneId zone;

	private @Nullable Row row;

	private @Nullable EventTail tail;

	// What is shown while the screen is frozen
	private EventTail.@Nullable Last frozen;

	// How many lines are below the last one that is shown
	private int scrolled;

	private int height = 1;

	// The number of events when the last frame was drawn, and of those never drawn
	private long drawn;

	private long missed;

	TailView(ObserverModel model, ModelReader reader, MetricList list, Theme theme, ZoneId zone) {
		this.model = model;
		this.reader = reader;
		this.list = list;
		this.labelText = new LabelText(theme);
		this.theme = theme;
		this.zone = zone;
	}

	/**
	 * Begins to collect the events of a row's series.
	 */
	void open(Row row) {
		EventTail tail = new EventTail(series(row));
		this.row = row;
		this.tail = tail;
		this.frozen = null;
		this.scrolled = 0;
		this.drawn = 0;
		this.missed = 0;
		this.model.eventListener(tail);
	}

	/**
	 * Ends that, and forgets all events.
	 */
	void close() {
		this.model.eventListener(null);
		this.row = null;
		this.tail = null;
		this.frozen = null;
	}

	private static List<Series> series(Row row) {
		Series series = row.series();
		return (series != null) ? List.of(series) : row.group().matching();
	}

	/**
	 * Moves towards older events, or newer ones.
	 * @param lines the number of lines, less than zero for newer events
	 */
	void scroll(int lines) {
		EventTail.Last frozen = this.frozen;
		int most = (frozen != null) ? frozen.events().size() - this.height : EventTail.KEPT;
		this.scrolled = Math.max(0, Math.min(this.scrolled + lines, most));
	}

	/**
	 * Returns the number of lines that is scrolled by at once.
	 */
	int page() {
		return Math.max(1, this.height - 1);
	}

	void draw(Buffer buffer, Rect area) {
		Row row = this.row;
		EventTail tail = this.tail;
		if (row == null || tail == null) {
			return;
		}
		this.height = Math.max(1, area.height() - 2);
		tail.want(series(row));
		EventTail.Last last = last(tail);
		drawTitle(buffer, new Rect(area.x(), area.y(), area.width(), 1), row, tail, last);
		List<TailEvent> events = last.events();
		int end = Math.max(Math.min(this.height, events.size()), events.size() - this.scrolled);
		int begin = Math.max(0, end - this.height);
		int y = area.bottom() - (end - begin);
		for (TailEvent event : events.subList(begin, end)) {
			drawEvent(new Pen(buffer, area.x(), y++, area.width()).skip(1), row, event);
		}
		if (events.isEmpty()) {
			new Pen(buffer, area.x(), area.y() + 2, area.width()).skip(1)
				.write("No event yet. A gauge has one when its value has changed.", this.theme.faint());
		}
	}

	private EventTail.Last last(EventTail tail) {
		EventTail.Last frozen = this.frozen;
		if (!this.reader.frozen()) {
			EventTail.Last last = tail.last(this.height);
			this.missed += Math.max(0, last.count() - this.drawn - this.height);
			this.drawn = last.count();
			this.frozen = null;
			this.scrolled = 0;
			return last;
		}
		if (frozen == null) {
			frozen = tail.last(EventTail.KEPT);
			this.frozen = frozen;
			this.drawn = frozen.count();
		}
		return frozen;
	}

	private void drawTitle(Buffer buffer, Rect line, Row row, EventTail tail, EventTail.Last last) {
		String numbers = "%,d events".formatted(last.count());
		if (this.frozen != null) {
			numbers += ", %,d since frozen".formatted(tail.last(0).count() - last.count());
		}
		if (this.missed > 0) {
			numbers += ", %,d skipped".formatted(this.missed);
		}
		int width = DisplayText.width(numbers) + 2;
		new Pen(buffer, line.x(), line.y(), line.width()).right(numbers + " ",
				(this.missed > 0) ? this.theme.waiting() : this.theme.faint());
		Pen pen = new Pen(buffer, line.x() + 1, line.y(), Math.max(0, line.width() - 1 - width));
		pen.write("events of ", this.theme.faint()).write(row.group().displayName(), this.theme.heading());
		Series series = row.series();
		LabelOrder order = this.list.labelOrder(row.group());
		String of = "  %,d series".formatted(row.group().matching().size());
		if (series != null) {
			of = this.list.severalTargets() ? "  " + TargetText.of(series) : "";
		}
		if (DisplayText.width(of) <= pen.room()) {
			pen.write(of, this.theme.faint());
		}
		Map<String, String> labels = (series != null) ? order.all(row.group().labels(series)) : order.common();
		pen.skip(GAP);
		// Those in common, of which it is no part that tells them from others, as a whole
		if (row.nested() || this.labelText.of(labels, this.theme.text(), false).width() <= pen.room()) {
			drawLabels(pen, labels, false);
		}
	}

	private void drawEvent(Pen pen, Row row, TailEvent event) {
		Instant time = Instant.ofEpochSecond(0, event.time());
		Series series = event.series();
		pen.write(TIME.format(time.atZone(this.zone)), this.theme.faint())
			.write(DisplayText.right(event.text(), EVENT_WIDTH), this.theme.text())
			.skip(GAP);
		// The title says it all of a single series
		if (!row.collective()) {
			return;
		}
		if (this.list.severalTargets()) {
			int width = Math.min(MOST_TARGET, TargetText.width(this.reader.targetNames()));
			pen.write(DisplayText.left(TargetText.of(series), width), this.theme.text()).skip(GAP);
		}
		MetricGroup group = row.group();
		drawLabels(pen, this.list.labelOrder(group).own(group.labels(series)), true);
	}

	private void drawLabels(Pen pen, Map<String, String> labels, boolean happened) {
		if (pen.room() > 1) {
			this.labelText.of(labels, this.theme.text(), happened).draw(pen, 0, this.theme.faint());
		}
	}

}
