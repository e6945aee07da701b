package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.List;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.style.Style;
import io.github.metricstcp.client.model.Losses;
import io.github.metricstcp.client.model.TargetSnapshot;
import io.github.metricstcp.client.model.TimeSource;

/**
 * The lines at the top: the state of each target, and its rates.
 */
final class TargetHeader {

	private static final int MOST_LINES = 4;

	private static final int INDENT = 3;

	/**
	 * The room that is left for the rate of events, and of bytes if that fits in.
	 */
	private static final int RATE_WIDTH = 16;

	private final ModelReader reader;

	private final Theme theme;

	TargetHeader(ModelReader reader, Theme theme) {
		this.reader = reader;
		this.theme = theme;
	}

	/**
	 * Returns how many lines it takes.
	 * @param width how many cells the screen has in a line
	 * @param height how many lines it has
	 */
	int lines(int width, int height) {
		int targets = shownTargets(height);
		int lines = targets;
		if (targets == this.reader.targets().size()) {
			for (TargetSnapshot target : this.reader.targets()) {
				lines += remainder(target, width).size();
			}
		}
		return Math.max(1, Math.min(lines, targets + height / 6));
	}

	private int shownTargets(int height) {
		return Math.max(1, Math.min(this.reader.targets().size(), Math.min(MOST_LINES, height / 6)));
	}

	void draw(Buffer buffer, Rect area) {
		List<TargetSnapshot> targets = this.reader.targets();
		boolean more = targets.size() > area.height();
		int y = area.y();
		for (int i = 0; i < targets.size() && y < area.bottom(); i++) {
			Pen pen = new Pen(buffer, area.x(), y++, area.width());
			if (more && y == area.bottom()) {
				drawRest(pen, targets.subList(i, targets.size()));
				return;
			}
			drawTarget(pen, targets.get(i));
			// The other targets need a line each
			int spare = area.bottom() - y - (targets.size() - i - 1);
			for (String line : remainder(targets.get(i), area.width()).stream().limit(Math.max(0, spare)).toList()) {
				new Pen(buffer, area.x(), y++, area.width()).skip(INDENT).write(line, style(targets.get(i)));
			}
		}
	}

	private void drawTarget(Pen pen, TargetSnapshot target) {
		Style style = style(target);
		pen.write(" " + symbol(target) + " ", style);
		pen.write(DisplayText.clean(target.name()), this.theme.heading());
		String events = UnitFormat.COUNT.value(target.eventsPerSecond()) + " events/s ";
		String traffic = events + " " + UnitFormat.BYTES.value(target.bytesPerSecond()) + "/s ";
		pen.write("  " + sentenceLines(target, pen.room()).get(0), style);
		if (target.restarts() > 0) {
			pen.write(
					(target.restarts() == 1) ? "  restarted once" : "  restarted %d times".formatted(target.restarts()),
					this.theme.waiting());
		}
		pen.right((DisplayText.width(traffic) < pen.room()) ? traffic : events, this.theme.text());
	}

	/**
	 * Returns the sentence of a target as lines, the first of which leaves room for its
	 * rate.
	 * @param room the cells behind its name
	 */
	private List<String> sentenceLines(TargetSnapshot target, int room) {
		String sentence = sentence(target);
		int first = Math.max(20, room - 3 - RATE_WIDTH);
		if (DisplayText.width(sentence) <= first) {
			return List.of(sentence);
		}
		return DisplayText.wrap(sentence, first);
	}

	/**
	 * Returns the lines below the first one of a target: what there was no room for, and
	 * what of its events is missing.
	 */
	private List<String> remainder(TargetSnapshot target, int width) {
		int room = width - 2 * INDENT;
		List<String> sentence = sentenceLines(target,
				width - INDENT - DisplayText.width(DisplayText.clean(target.name())));
		List<String> lines = new ArrayList<>();
		if (sentence.size() > 1) {
			lines.addAll(DisplayText.wrap(String.join(" ", sentence.subList(1, sentence.size())), room));
		}
		String missing = missing(target);
		if (!missing.isEmpty()) {
			lines.addAll(DisplayText.wrap(missing, room));
		}
		return lines;
	}

	private static String missing(TargetSnapshot target) {
		Losses losses = target.losses();
		List<String> parts = new ArrayList<>();
		addLoss(parts, losses.droppedOnArrival(), "dropped on arrival");
		addLoss(parts, losses.droppedOnDelivery(), "dropped on delivery");
		addLoss(parts, losses.coalescedOnArrival(), "coalesced on arrival");
		addLoss(parts, losses.coalescedOnDelivery(), "coalesced on delivery");
		addLoss(parts, target.discardedSeries(), "series not kept");
		return String.join(", ", parts);
	}

	private static void addLoss(List<String> parts, long number, String what) {
		if (number > 0) {
			parts.add("%,d %s".formatted(number, what));
		}
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
			case CONNECTED -> connected(target, since);
			case WAITING ->
				reason(target) + (reason(target).endsWith("?") ? " Next" : "; next") + " attempt in " + UnitFormat
					.wholeSeconds(Math.max(TimeSource.NANOS_PER_SECOND, target.nextAttempt() - this.reader.now()));
			case ENDED -> reason(target);
		};
	}

	private static String connected(TargetSnapshot target, String since) {
		String remark = target.remark();
		return "connected for " + since + ((remark != null) ? "; " + DisplayText.clean(remark) : "");
	}

	private static String reason(TargetSnapshot target) {
		String reason = target.reason();
		return (reason != null) ? DisplayText.clean(reason) : "not connected";
	}

	private static String symbol(TargetSnapshot target) {
		return switch (target.state()) {
			case CONNECTED -> (target.remark() != null) ? "◌" : "●";
			case CONNECTING -> "◌";
			case WAITING -> "○";
			case ENDED -> "■";
		};
	}

	private Style style(TargetSnapshot target) {
		return switch (target.state()) {
			case CONNECTED -> (target.remark() != null) ? this.theme.waiting() : this.theme.good();
			case CONNECTING -> this.theme.waiting();
			case WAITING, ENDED -> this.theme.bad();
		};
	}

}
