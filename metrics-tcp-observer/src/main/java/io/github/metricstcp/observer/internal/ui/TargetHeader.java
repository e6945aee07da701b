package io.github.metricstcp.observer.internal.ui;

import java.util.List;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.style.Style;
import io.github.metricstcp.client.model.TargetSnapshot;
import io.github.metricstcp.client.model.TimeSource;

/**
 * The lines at the top: the state of each target, and its rates.
 */
final class TargetHeader {

	private static final int MOST_LINES = 4;

	private final ModelReader reader;

	private final Theme theme;

	TargetHeader(ModelReader reader, Theme theme) {
		this.reader = reader;
		this.theme = theme;
	}

	/**
	 * Returns how many lines it takes.
	 * @param height how many the screen has
	 */
	int lines(int height) {
		return Math.max(1, Math.min(this.reader.targets().size(), Math.min(MOST_LINES, height / 6)));
	}

	void draw(Buffer buffer, Rect area) {
		List<TargetSnapshot> targets = this.reader.targets();
		int shown = Math.min(targets.size(), area.height());
		boolean more = targets.size() > shown;
		for (int i = 0; i < shown; i++) {
			Pen pen = new Pen(buffer, area.x(), area.y() + i, area.width());
			if (more && i == shown - 1) {
				drawRest(pen, targets.subList(i, targets.size()));
			}
			else {
				drawTarget(pen, targets.get(i));
			}
		}
	}

	private void drawTarget(Pen pen, TargetSnapshot target) {
		Style style = style(target);
		pen.write(" " + symbol(target) + " ", style);
		pen.write(DisplayText.clean(target.name()), this.theme.heading());
		String events = UnitFormat.COUNT.value(target.eventsPerSecond()) + " events/s ";
		String traffic = events + " " + UnitFormat.BYTES.value(target.bytesPerSecond()) + "/s ";
		pen.write("  " + DisplayText.fit(sentence(target), Math.max(20, pen.room() - 3 - DisplayText.width(traffic))),
				style);
		if (target.restarts() > 0) {
			pen.write(
					(target.restarts() == 1) ? "  restarted once" : "  restarted %d times".formatted(target.restarts()),
					this.theme.waiting());
		}
		pen.right((DisplayText.width(traffic) < pen.room()) ? traffic : events, this.theme.text());
	}

	private void drawRest(Pen pen, List<TargetSnapshot> rest) {
		long connected = rest.stream().filter(TargetHeader::connected).count();
		double events = rest.stream().mapToDouble(TargetSnapshot::eventsPerSecond).sum();
		double bytes = rest.stream().mapToDouble(TargetSnapshot::bytesPerSecond).sum();
		pen.write("   and %d more, %d of them connected".formatted(rest.size(), connected), this.theme.faint());
		pen.right(UnitFormat.COUNT.value(events) + " events/s  " + UnitFormat.BYTES.value(bytes) + "/s ",
				this.theme.text());
	}

	private static boolean connected(TargetSnapshot target) {
		return switch (target.state()) {
			case CONNECTED -> true;
			case CONNECTING, WAITING, ENDED -> false;
		};
	}

	/**
	 * Returns the state of a target in words.
	 */
	String sentence(TargetSnapshot target) {
		String since = UnitFormat.wholeSeconds(this.reader.now() - target.since());
		return switch (target.state()) {
			case CONNECTING -> "connecting for " + since;
			case CONNECTED -> "connected for " + since;
			case WAITING -> reason(target) + "; next attempt in " + UnitFormat
				.wholeSeconds(Math.max(TimeSource.NANOS_PER_SECOND, target.nextAttempt() - this.reader.now()));
			case ENDED -> reason(target);
		};
	}

	private static String reason(TargetSnapshot target) {
		String reason = target.reason();
		return (reason != null) ? DisplayText.clean(reason) : "not connected";
	}

	private static String symbol(TargetSnapshot target) {
		return switch (target.state()) {
			case CONNECTED -> "●";
			case CONNECTING -> "◌";
			case WAITING -> "○";
			case ENDED -> "■";
		};
	}

	private Style style(TargetSnapshot target) {
		return switch (target.state()) {
			case CONNECTED -> this.theme.good();
			case CONNECTING -> this.theme.waiting();
			case WAITING, ENDED -> this.theme.bad();
		};
	}

}
