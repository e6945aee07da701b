package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.style.Style;
import io.github.metricstcp.client.model.Losses;
import io.github.metricstcp.client.model.TargetSnapshot;
import io.github.metricstcp.client.model.TargetState;
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

	/**
	 * The room between the name and what is beside it, and the least of it that is used.
	 */
	private static final int GAP = 2;

	private static final int LEAST_WIDTH = 20;

	private final ModelReader reader;

	private final Theme theme;

	private List<Entry> entries = List.of();

	TargetHeader(ModelReader reader, Theme theme) {
		this.reader = reader;
		this.theme = theme;
	}

	/**
	 * Returns how many lines it takes, and keeps what is in them until it is drawn.
	 * @param width how many cells the screen has in a line
	 * @param height how many lines it has
	 */
	int lines(int width, int height) {
		this.entries = entries(width, height);
		int rest = (this.entries.size() < this.reader.targets().size()) ? 1 : 0;
		return Math.max(1, this.entries.stream().mapToInt((entry) -> 1 + entry.below().size()).sum() + rest);
	}

	/**
	 * Returns the targets that are shown, with what is said of them. The list needs the
	 * room below, but of the first target that is in trouble the user reads all.
	 */
	private List<Entry> entries(int width, int height) {
		List<TargetSnapshot> targets = shownTargets(height);
		TargetSnapshot inFull = targets.stream().filter(TargetHeader::isInTrouble).findFirst().orElse(null);
		int spare = height / 6;
		int full = 0;
		if (inFull != null) {
			full = Math.min(entry(inFull, width).below().size(), Math.max(spare, height / 3));
			spare = Math.max(0, spare - full);
		}
		List<Entry> entries = new ArrayList<>();
		for (TargetSnapshot target : targets) {
			Entry entry = entry(target, width);
			int room = full;
			if (!target.equals(inFull)) {
				room = Math.min(entry.below().size(), spare);
				spare -= room;
			}
			entries.add(entry.cutTo(room));
		}
		return entries;
	}

	/**
	 * Returns the targets that have a line: if there is no room for all, those in trouble
	 * first, and one line fewer, for that is where the others are counted.
	 */
	private List<TargetSnapshot> shownTargets(int height) {
		List<TargetSnapshot> targets = this.reader.targets();
		int most = Math.min(MOST_LINES, height / 6);
		if (targets.size() <= most) {
			return targets;
		}
		return targets.stream()
			.sorted(Comparator.comparing(TargetHeader::urgency))
			.limit(Math.max(1, most - 1))
			.toList();
	}

	/**
	 * Returns how far behind others it comes: those that are gone are no trouble.
	 */
	private static int urgency(TargetSnapshot target) {
		return switch (target.state()) {
			case CONNECTING, WAITING -> 0;
			case CONNECTED -> (target.remark() != null) ? 1 : 3;
			case ENDED -> 2;
		};
	}

	private static boolean isInTrouble(TargetSnapshot target) {
		return target.state() != TargetState.CONNECTED || target.remark() != null;
	}

	void draw(Buffer buffer, Rect area) {
		int y = area.y();
		for (Entry entry : this.entries) {
			drawTarget(new Pen(buffer, area.x(), y++, area.width()), entry);
			for (String line : entry.below()) {
				new Pen(buffer, area.x(), y++, area.width()).skip(INDENT).write(line, style(entry.target()));
			}
		}
		List<TargetSnapshot> rest = new ArrayList<>(this.reader.targets());
		rest.removeAll(this.entries.stream().map(Entry::target).toList());
		if (!rest.isEmpty()) {
			drawRest(new Pen(buffer, area.x(), y, area.width()), rest);
		}
	}

	private void drawTarget(Pen pen, Entry entry) {
		TargetSnapshot target = entry.target();
		Style style = style(target);
		pen.write(" " + symbol(target) + " ", style);
		pen.write(DisplayText.clean(target.name()), this.theme.heading());
		String events = UnitFormat.COUNT.value(target.eventsPerSecond()) + " events/s ";
		String traffic = events + " " + UnitFormat.BYTES.value(target.bytesPerSecond()) + "/s ";
		pen.write("  " + entry.beside(), style);
		if (target.restarts() > 0) {
			pen.write(
					(target.restarts() == 1) ? "  restarted once" : "  restarted %d times".formatted(target.restarts()),
					this.theme.waiting());
		}
		pen.right((DisplayText.width(traffic) < pen.room()) ? traffic : events, this.theme.text());
	}

	/**
	 * Returns a target with all that is said of it: its state beside its name, as far as
	 * there is room, and below that the rest, and what of its events is missing.
	 */
	private Entry entry(TargetSnapshot target, int width) {
		int room = width - INDENT - DisplayText.width(DisplayText.clean(target.name())) - GAP;
		int first = Math.max(Math.min(LEAST_WIDTH, room), room - 1 - RATE_WIDTH);
		String sentence = sentence(target);
		String beside = (DisplayText.width(sentence) <= first) ? sentence : "";
		if (beside.isEmpty() && first >= LEAST_WIDTH) {
			beside = DisplayText.wrap(sentence, first).get(0);
		}
		List<String> below = new ArrayList<>();
		String rest = sentence.substring(beside.length()).strip();
		if (!rest.isEmpty()) {
			below.addAll(DisplayText.wrap(rest, width - 2 * INDENT));
		}
		String missing = missing(target);
		if (!missing.isEmpty()) {
			below.addAll(DisplayText.wrap(missing, width - 2 * INDENT));
		}
		return new Entry(target, beside, below);
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
			case CONNECTING -> (target.reason() == null) ? "connecting for " + since : reason(target)
					+ (reason(target).endsWith("?") ? " Connecting" : "; connecting") + " for " + since;
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

	/**
	 * One target that is shown.
	 *
	 * @param target the target
	 * @param beside the text beside its name
	 * @param below the lines below
	 */
	private record Entry(TargetSnapshot target, String beside, List<String> below) {

		/**
		 * Returns this target with fewer lines, and an ellipsis where they are cut.
		 */
		Entry cutTo(int lines) {
			if (lines == this.below.size()) {
				return this;
			}
			if (lines == 0) {
				return new Entry(this.target, this.beside + " …", List.of());
			}
			List<String> kept = new ArrayList<>(this.below.subList(0, lines));
			kept.set(lines - 1, kept.get(lines - 1) + " …");
			return new Entry(this.target, this.beside, kept);
		}

	}

}
