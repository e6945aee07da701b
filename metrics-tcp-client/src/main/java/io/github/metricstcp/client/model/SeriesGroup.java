package io.github.metricstcp.client.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Series of one kind and name that have something in common, such as the value of a
 * label: what a metric is when it is grouped by that label.
 *
 * <pre>{@code
 * for (SeriesGroup group : SeriesGroup.byLabel("uri", requests)) {
 * 	System.out.println(group.value() + " " + group.snapshot(Window.ONE_MINUTE).summary().quantiles().p99());
 * }
 * }</pre>
 *
 * @param value the value that they have in common, {@code null} for those that do not
 * have the label
 * @param series the series, at least one
 * @since 0.1.0
 */
public record SeriesGroup(@Nullable String value, List<Series> series) {

	private static final String FIRST = "uri";

	/**
	 * Creates a group with a copy of the list.
	 * @param value the value that they have in common, {@code null} for those that do not
	 * have the label
	 * @param series the series, at least one
	 * @throws IllegalArgumentException if there is no series
	 */
	public SeriesGroup {
		if (series.isEmpty()) {
			throw new IllegalArgumentException("A group has at least one series");
		}
		series = List.copyOf(series);
	}

	/**
	 * Groups series by a label.
	 * @param label the key of the label
	 * @param series series of one kind and name
	 * @return a group for each value, in the order of the values; the series that do not
	 * have the label come last
	 */
	public static List<SeriesGroup> byLabel(String label, Collection<Series> series) {
		return by((each) -> each.labels().get(label), series);
	}

	/**
	 * Groups series by their targets.
	 * @param series series of one kind and name
	 * @return a group for each target, in the order of their names
	 */
	public static List<SeriesGroup> byTarget(Collection<Series> series) {
		return by(Series::target, series);
	}

	private static List<SeriesGroup> by(Function<Series, @Nullable String> value, Collection<Series> series) {
		Map<String, List<Series>> groups = new TreeMap<>();
		List<Series> rest = new ArrayList<>();
		for (Series each : series) {
			String common = value.apply(each);
			((common != null) ? groups.computeIfAbsent(common, (absent) -> new ArrayList<>()) : rest).add(each);
		}
		List<SeriesGroup> result = new ArrayList<>();
		groups.forEach((common, members) -> result.add(new SeriesGroup(common, members)));
		if (!rest.isEmpty()) {
			result.add(new SeriesGroup(null, rest));
		}
		return result;
	}

	/**
	 * Returns the labels by which series can be grouped: those that are not the same for
	 * all of them.
	 * @param series series of one kind and name
	 * @return the keys of the labels, {@code uri} first, by which requests are known.
	 * Those with the most values come next, and those with a value of its own for each
	 * series last
	 */
	public static List<String> labels(Collection<Series> series) {
		Map<String, Set<String>> values = new TreeMap<>();
		Map<String, Integer> bearers = new TreeMap<>();
		for (Series each : series) {
			each.labels().forEach((key, value) -> {
				values.computeIfAbsent(key, (absent) -> new HashSet<>()).add(value);
				bearers.merge(key, 1, Integer::sum);
			});
		}
		Map<String, Integer> groups = new TreeMap<>();
		values.forEach((key, each) -> {
			boolean lacking = bearers.getOrDefault(key, 0) < series.size();
			groups.put(key, each.size() + (lacking ? 1 : 0));
		});
		Comparator<Map.Entry<String, Integer>> firstAndLast = Comparator
			.comparing((Map.Entry<String, Integer> label) -> !label.getKey().equals(FIRST))
			.thenComparing((label) -> label.getValue() == series.size());
		return groups.entrySet()
			.stream()
			.filter((label) -> label.getValue() > 1)
			.sorted(firstAndLast.thenComparing(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())))
			.map(Map.Entry::getKey)
			.toList();
	}

	/**
	 * Returns the state of the series now, together: sums, and quantiles of all samples.
	 * @param window the time over which the summary is taken
	 * @return a snapshot, which does not change
	 */
	public GroupSnapshot snapshot(Window window) {
		boolean histograms = this.series.get(0).kind() == Kind.HISTOGRAM;
		Distribution samples = Distribution.merged(() -> this.series.stream()
			.filter((each) -> histograms)
			.map((each) -> each.distribution(window))
			.iterator());
		return GroupSnapshot.of(this.series.stream().map((each) -> each.snapshot(window)).toList(), samples);
	}

}
