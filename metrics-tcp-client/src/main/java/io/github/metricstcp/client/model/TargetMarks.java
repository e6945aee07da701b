package io.github.metricstcp.client.model;

import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The marks of one target: finds the occurrences in its state, and puts them into words.
 * Confined to the lock of the target, but for pauses, which series of their own notice.
 */
final class TargetMarks {

	/**
	 * Losses that are not further apart are one occurrence: the exporter's meters are
	 * sent once a second, sooner or later in it.
	 */
	private static final int APART_SECONDS = 3;

	/**
	 * Losses that go on are another occurrence after so long.
	 */
	private static final int LONGEST_SECONDS = 60;

	/**
	 * More characters of a label are left out.
	 */
	private static final int MAX_LABEL = 80;

	private final MarkLog log;

	private final String target;

	// Why and when the last stream ended, null if it has not

	private @Nullable String reason;

	private long closedAt;

	private @Nullable Mark reconnect;

	private @Nullable Mark loss;

	// The losses before those of the mark, and with them

	private Losses before = new Losses(0, 0, 0, 0);

	private Losses latest = this.before;

	private long firstLoss;

	private long lastLoss;

	TargetMarks(MarkLog log, String target) {
		this.log = log;
		this.target = target;
	}

	/**
	 * Called when a stream begins that is not the first one.
	 */
	void reconnected(long now) {
		String sentence = (this.reason == null) ? "Connected again" : "Connected again after %s (%s)"
			.formatted(length((now - this.closedAt) / (double) TimeSource.NANOS_PER_SECOND), this.reason);
		this.reason = null;
		this.reconnect = this.log.add(MarkKind.RECONNECT, now, this.target, sentence);
	}

	/**
	 * Called when a stream ends, or an attempt to connect fails.
	 */
	void closed(String reason, long now) {
		if (this.reason == null) {
			this.reason = reason;
			this.closedAt = now;
		}
	}

	/**
	 * Called when totals are found to have fallen while the target was not connected: it
	 * was restarted then, whenever that is found.
	 */
	void restarted() {
		if (this.reconnect != null) {
			String sentence = "Restarted; c" + this.reconnect.sentence().substring(1);
			this.reconnect = this.log.change(this.reconnect, MarkKind.RESTART, sentence);
		}
	}

	/**
	 * Called when a second is over.
	 * @param losses the losses until its end
	 */
	void losses(long second, Losses losses) {
		if (losses.dropped() == this.latest.dropped()) {
			return;
		}
		boolean goesOn = this.loss != null && second - this.lastLoss <= APART_SECONDS
				&& second - this.firstLoss < LONGEST_SECONDS;
		if (this.loss == null || !goesOn) {
			this.before = this.latest;
			this.firstLoss = second;
		}
		this.latest = losses;
		this.lastLoss = second;
		String sentence = sentence(losses.droppedOnArrival() - this.before.droppedOnArrival(),
				losses.droppedOnDelivery() - this.before.droppedOnDelivery(), second - this.firstLoss + 1);
		this.loss = (this.loss != null && goesOn) ? this.log.change(this.loss, MarkKind.LOSS, sentence)
				: this.log.add(MarkKind.LOSS, second * TimeSource.NANOS_PER_SECOND, this.target, sentence);
	}

	private static String sentence(long onArrival, long onDelivery, long seconds) {
		String stages = Stream
			.of(stage(onArrival, "between the application and the stream"), stage(onDelivery, "on the way to a client"))
			.filter((stage) -> !stage.isEmpty())
			.collect(Collectors.joining(", "));
		return (seconds > 1) ? "%s, in %s s".formatted(stages, seconds) : stages;
	}

	private static String stage(long lost, String where) {
		return (lost == 0) ? ""
				: String.format(Locale.ROOT, "%,d %s lost %s", lost, (lost == 1) ? "sample" : "samples", where);
	}

	/**
	 * Called when a pause of the application is known that is too long. May be called
	 * without the lock of the target.
	 * @param shorter the mark of a shorter one in the same second, whose place it takes;
	 * {@code null} if there is none
	 * @param second the second in which it was received
	 * @param seconds its length
	 * @param labels the labels of the meter
	 */
	Mark paused(@Nullable Mark shorter, long second, double seconds, SortedMap<String, String> labels) {
		String about = Stream.of(labels.get("action"), labels.get("cause"))
			.filter((label) -> label != null && !label.isEmpty())
			.map((label) -> (label.length() > MAX_LABEL) ? label.substring(0, MAX_LABEL) + "…" : label)
			.collect(Collectors.joining(", "));
		String sentence = "GC pause of %s%s".formatted(length(seconds), about.isEmpty() ? "" : ": " + about);
		return (shorter != null) ? this.log.change(shorter, MarkKind.PAUSE, sentence)
				: this.log.add(MarkKind.PAUSE, second * TimeSource.NANOS_PER_SECOND, this.target, sentence);
	}

	private static String length(double seconds) {
		if (seconds < 1) {
			return String.format(Locale.ROOT, "%.0f ms", seconds * 1000);
		}
		return (seconds < 60) ? String.format(Locale.ROOT, "%.1f s", seconds)
				: String.format(Locale.ROOT, "%,.0f min", seconds / 60);
	}

}
