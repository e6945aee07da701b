package io.github.metricstcp.observer.internal.ui;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import io.github.metricstcp.client.model.SeriesFilter;
import org.jspecify.annotations.Nullable;

/**
 * The line above the list: the number of series and of those beyond a level, the last
 * notice and the window.
 */
final class StatusLine {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

	private final ModelReader reader;

	private final MetricList list;

	private final LevelWatch levels;

	private final TargetChoice targets;

	private final Theme theme;

	private final ZoneId zone;

	private final ReplayStatus replay;

	private final RecordingStatus recording;

	StatusLine(ModelReader reader, MetricList list, TargetChoice targets, LevelWatch levels, ReplayStatus replay,
			RecordingStatus recording, Theme theme, ZoneId zone) {
		this.reader = reader;
		this.list = list;
		this.targets = targets;
		this.levels = levels;
		this.replay = replay;
		this.recording = recording;
		this.theme = theme;
		this.zone = zone;
	}

	/**
	 * Draws the line.
	 * @param line the place
	 * @param filter the filter of the list
	 * @return the notice that there is no room for in it, {@code null} if there is room,
	 * or if the user has seen it
	 */
	@Nullable String draw(Pen line, SeriesFilter filter) {
		line.skip(1);
		String window = window() + " ";
		// Of what all numbers are is said however long the rest is
		Pen pen = line.part(line.room() - DisplayText.width(window) - 1);
		if (this.reader.frozen()) {
			pen.write(" FROZEN " + UnitFormat.wholeSeconds(this.reader.frozenFor()) + " ", this.theme.alert());
			pen.skip(1);
		}
		this.replay.draw(pen);
		this.recording.draw(pen);
		String choice = this.targets.text();
		if (choice != null) {
			pen.write(choice, this.theme.heading()).skip(2);
		}
		String filterText = filter.toString();
		int series = this.list.seriesCount();
		if (!filterText.isBlank()) {
			pen.write("%,d of %,d series match ".formatted(this.list.matching(), series), this.theme.text());
			pen.write(DisplayText.clean(filterText), this.theme.waiting());
		}
		else if (this.list.ownOnly() || this.targets.only() != null) {
			pen.write("%,d of %,d series".formatted(this.list.matching(), series), this.theme.text());
		}
		else {
			int metrics = this.list.metricCount();
			pen.write("%,d series in %,d %s".formatted(series, metrics, (metrics == 1) ? "metric" : "metrics"),
					this.theme.text());
		}
		if (this.list.ownOnly()) {
			pen.write(", mine only", this.theme.waiting());
		}
		if (this.levels.count() > 0) {
			pen.write("  %,d beyond a level".formatted(this.levels.count()), this.theme.bad());
		}
		String notice = this.reader.notice();
		String text = (notice != null) ? "  " + DisplayText.clean(notice) : "";
		boolean whole = DisplayText.width(text) <= pen.room() || !this.reader.noticeIsNew();
		if (whole) {
			pen.write(text, this.theme.waiting());
		}
		line.at(pen).right(window, this.theme.faint()).right(windowText() + " ", this.theme.faint());
		return whole ? null : text.strip();
	}

	private String window() {
		return switch (this.reader.window()) {
			case TEN_SECONDS -> "last 10 s";
			case ONE_MINUTE -> "last minute";
			case FIVE_MINUTES -> "last 5 min";
			case ALL -> (this.reader.sinceReset() ? "reset " : "since ") + windowBegin();
		};
	}

	private String windowBegin() {
		return TIME.format(Instant.ofEpochSecond(0, this.reader.resetAt()).atZone(this.zone));
	}

	private String windowText() {
		return switch (this.reader.window()) {
			case TEN_SECONDS -> "statistics of the last 10 s";
			case ONE_MINUTE -> "statistics of the last minute";
			case FIVE_MINUTES -> "statistics of the last 5 min";
			case ALL -> {
				String time = windowBegin();
				yield this.reader.sinceReset() ? "since reset at " + time + ", u undoes" : "statistics since " + time;
			}
		};
	}

}
