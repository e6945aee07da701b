package io.github.metricstcp.prometheus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.metricstcp.client.wire.Kind;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/**
 * What one scrape is given. Metrics whose names are the same for Prometheus are one if
 * they are of one kind, and get other names if not. A series that then has the name and
 * the labels of another one is left out, told and counted: with it the whole scrape would
 * fail. Metrics go by their names; of one metric's series the first that came stays.
 */
final class Exposition {

	private static final String UP = "metrics_tcp_target_up";

	private static final String LEFT_OUT = "metrics_tcp_left_out_series";

	private static final String REFUSED = "metrics_tcp_refused_series";

	private final SaidOnce notices;

	// By kind and name
	private final Map<String, ExposedMetric> metrics = new TreeMap<>();

	// The names of all samples and metrics
	private final Set<String> taken = new HashSet<>(Set.of(UP, LEFT_OUT, REFUSED));

	private int leftOut;

	private Exposition(SaidOnce notices) {
		this.notices = notices;
	}

	/**
	 * Returns the metrics of targets.
	 * @param targets the targets, in an order that stays the same
	 * @param refused the number of series that were refused
	 * @param notices takes a sentence about what is renamed or left out
	 */
	static MetricSnapshots of(List<ExposedTarget> targets, int refused, SaidOnce notices) {
		Exposition exposition = new Exposition(notices);
		for (ExposedTarget target : targets) {
			exposition.add(target);
		}
		return exposition.snapshots(targets, refused);
	}

	private void add(ExposedTarget target) {
		List<ExposedFamily> families = target.families();
		families.sort(Comparator.comparing((family) -> family.key().name()));
		for (ExposedFamily family : families) {
			ExposedFamily.Naming naming = family.naming();
			Kind kind = family.key().kind();
			ExposedMetric metric = this.metrics.computeIfAbsent("%s %s".formatted(order(kind), naming.name()),
					(name) -> new ExposedMetric(kind, naming));
			for (ExposedSeries series : family.series()) {
				if (target.isExposed(series.key(), naming.unit()) && !metric.add(series, naming)) {
					leaveOut(1, "series " + naming.name(),
							"Series of %s %s have the same labels as others of %s for Prometheus: it is given one of them only."
								.formatted(word(kind), family.key().name(), naming.name()));
				}
			}
		}
	}

	/**
	 * Returns the order in which kinds choose names: those with the most go first.
	 */
	private static int order(Kind kind) {
		return switch (kind) {
			case HISTOGRAM -> 1;
			case COUNTER -> 2;
			case GAUGE -> 3;
		};
	}

	private static String word(Kind kind) {
		return switch (kind) {
			case HISTOGRAM -> "histogram";
			case COUNTER -> "counter";
			case GAUGE -> "gauge";
		};
	}

	private void leaveOut(int series, String about, String sentence) {
		this.leftOut += series;
		this.notices.say(about, sentence);
	}

	private MetricSnapshots snapshots(List<ExposedTarget> targets, int refused) {
		List<MetricSnapshot> snapshots = new ArrayList<>();
		for (ExposedMetric metric : this.metrics.values()) {
			// It has its name also while it has no value: others would change theirs
			if (!metric.isKnown()) {
				continue;
			}
			String name = metric.naming().name();
			String other = name + "_" + word(metric.kind());
			if (take(metric.kind(), name)) {
				add(metric, name, snapshots);
			}
			else if (take(metric.kind(), other)) {
				this.notices.say("metric " + other,
						"The %s %s is called %s for Prometheus: another metric has its name."
							.formatted(word(metric.kind()), name, other));
				add(metric, other, snapshots);
			}
			else if (!metric.isEmpty()) {
				leaveOut(metric.size(), "metric " + other,
						"The %s %s is not given to Prometheus: other metrics have its name, and %s too."
							.formatted(word(metric.kind()), name, other));
			}
		}
		snapshots.add(up(targets));
		snapshots.add(number(LEFT_OUT, "Series that have the name and labels of another one", this.leftOut));
		snapshots.add(number(REFUSED, "Series beyond the limit on their number, too long, or without a name", refused));
		return new MetricSnapshots(snapshots);
	}

	private static void add(ExposedMetric metric, String name, List<MetricSnapshot> snapshots) {
		if (!metric.isEmpty()) {
			snapshots.add(metric.snapshot(name));
		}
	}

	/**
	 * Takes the names that a metric has in any of the formats, if all are free.
	 */
	private boolean take(Kind kind, String name) {
		List<String> names = switch (kind) {
			case HISTOGRAM -> List.of(name, name + "_bucket", name + "_count", name + "_sum", name + "_created");
			case COUNTER -> List.of(name, name + "_total", name + "_created");
			case GAUGE -> List.of(name);
		};
		if (names.stream().anyMatch(this.taken::contains)) {
			return false;
		}
		return this.taken.addAll(names);
	}

	private static GaugeSnapshot up(List<ExposedTarget> targets) {
		GaugeSnapshot.Builder up = GaugeSnapshot.builder().name(UP).help("Whether the target is connected");
		Set<String> names = new HashSet<>();
		for (ExposedTarget target : targets) {
			if (names.add(target.name())) {
				up.dataPoint(GaugeDataPointSnapshot.builder()
					.labels(Labels.of(SeriesLabels.TARGET, target.name()))
					.value(target.isOpen() ? 1 : 0)
					.build());
			}
		}
		return up.build();
	}

	private static GaugeSnapshot number(String name, String help, int value) {
		return GaugeSnapshot.builder()
			.name(name)
			.help(help)
			.dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
			.build();
	}

}
