package io.github.metricstcp.client.comparison;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.recording.Recording;
import io.github.metricstcp.client.recording.Replay;
import io.github.metricstcp.client.recording.ReplayClock;
import io.github.metricstcp.client.wire.SeriesKey;

/**
 * The differences between two streams over the same time from their starts: of each
 * series its rate, its mean and quantiles, or its value, on both sides. Series of several
 * targets with the same name and labels are taken together. Both sides are cut to the
 * length of the shorter one. It does not change.
 * <p>
 * The changes that say most come first. The weight of a change is the number of times
 * that the figure has doubled or halved (at most 10), lessened by how little it is made
 * of: by <i>n / (n + 10)</i>, where <i>n</i> is
 * <ul>
 * <li>for a rate the number of events on the side that has more;</li>
 * <li>for a mean the number of samples on the side that has fewer, for a median half of
 * that, for a 99th percentile a hundredth;</li>
 * <li>for a maximum 1: it is a single sample.</li>
 * </ul>
 * So a p99 of two samples does not lead. A rate from or to nothing counts as if it were
 * of one event; a gauge from or to 0, or on one side only, as one that has doubled. Of a
 * gauge whose values on both sides overlap, it is a quarter: it goes up and down anyway.
 *
 * <pre>{@code
 * try (Recording before = Recording.open("monday.bin"); Recording after = Recording.open("tuesday.bin")) {
 * 	Change first = Comparison.of(before, after, ObserverModel.DEFAULT_MAX_SERIES).changes().get(0);
 * 	System.out.println(first.key().name() + " " + first.figure().word() + " ×" + first.ratio());
 * }
 * }</pre>
 *
 * @param before the name of the side that is compared with
 * @param after the name of the other side
 * @param span the time from the start of both sides that is compared
 * @param complete whether the shorter side is over, so that nothing will change any more
 * @param changes the figures of all series of both sides, those that have changed most
 * first; of a series that one side does not have, one figure
 * @param remarks sentences about what is missing, such as series of which nothing was
 * kept
 * @since 0.1.0
 */
public record Comparison(String before, String after, Duration span, boolean complete, List<Change> changes,
		List<String> remarks) {

	private static final Comparator<Change> ORDER = Comparator.comparingDouble((Change change) -> -change.weight())
		.thenComparing((change) -> change.key().name())
		.thenComparing((change) -> change.key().kind())
		.thenComparing((change) -> change.key().labels().toString())
		.thenComparing(Change::figure);

	/**
	 * Creates a comparison with copies of the lists.
	 * @param before the name of the side that is compared with
	 * @param after the name of the other side
	 * @param span the time from the start of both sides that is compared
	 * @param complete whether the shorter side is over
	 * @param changes the figures, those that have changed most first
	 * @param remarks sentences about what is missing
	 */
	public Comparison {
		changes = List.copyOf(changes);
		remarks = List.copyOf(remarks);
	}

	/**
	 * Compares two recordings, which are read as fast as it goes.
	 * @param before the recording that is compared with; it is not closed
	 * @param after the other recording; it is not closed
	 * @param maxSeries the maximum number of series that are kept of each
	 * @return their differences
	 * @throws IOException if one of them cannot be read, has no event, or comes from
	 * another program, with a sentence that says why
	 */
	public static Comparison of(Recording before, Recording after, int maxSeries) throws IOException {
		Duration first = before.length();
		Duration second = after.length();
		Duration span = (first.compareTo(second) < 0) ? first : second;
		return of(read(before, span, maxSeries), read(after, span, maxSeries), span, true);
	}

	private static Side read(Recording recording, Duration span, int maxSeries) throws IOException {
		ReplayClock clock = new ReplayClock(recording.beginning(), ReplayClock.MAX_SPEED);
		Side side = new Side(recording.name(), clock, span, maxSeries);
		Replay replay = new Replay(recording, clock, maxSeries);
		String torn = replay.run(new SideListener(side, new TargetNames(recording.name()), (elapsed) -> {
			if (!side.counts(elapsed)) {
				replay.stop();
			}
		}));
		if (torn != null) {
			side.remark(torn + ".");
		}
		return side;
	}

	/**
	 * Compares two sides that have been received for some time.
	 */
	static Comparison of(Side before, Side after, Duration span, boolean complete) {
		double seconds = span.toNanos() / 1e9;
		Map<SeriesKey, List<Series>> first = byKey(before);
		Map<SeriesKey, List<Series>> second = byKey(after);
		Set<SeriesKey> keys = new HashSet<>(first.keySet());
		keys.addAll(second.keySet());
		List<Change> changes = new ArrayList<>();
		for (SeriesKey key : keys) {
			add(changes, key, first.getOrDefault(key, List.of()), second.getOrDefault(key, List.of()), seconds);
		}
		changes.sort(ORDER);
		return new Comparison(before.name(), after.name(), span, complete, changes,
				Stream.concat(before.remarks().stream(), after.remarks().stream()).toList());
	}

	private static Map<SeriesKey, List<Series>> byKey(Side side) {
		Map<SeriesKey, List<Series>> byKey = new LinkedHashMap<>();
		side.model()
			.series()
			.forEach((each) -> byKey.computeIfAbsent(each.key(), (key) -> new ArrayList<>()).add(each));
		return byKey;
	}

	private static void add(List<Change> changes, SeriesKey key, List<Series> before, List<Series> after,
			double seconds) {
		Measurement first = before.isEmpty() ? null : Measurement.of(before, seconds);
		Measurement second = after.isEmpty() ? null : Measurement.of(after, seconds);
		Measurement there = (second != null) ? second : first;
		if (there == null) {
			return;
		}
		List<ComparedFigure> figures = Measurement.figures(key.kind());
		for (ComparedFigure figure : (first != null && second != null) ? figures : figures.subList(0, 1)) {
			changes.add(new Change(key, there.unit(), figure, (first != null) ? first.get(figure) : Double.NaN,
					(second != null) ? second.get(figure) : Double.NaN, Ranking.weight(figure, first, second)));
		}
	}

}
