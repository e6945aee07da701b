package io.github.metricstcp.page.internal.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesGroup;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetSnapshot;
import io.github.metricstcp.client.model.TimeRange;
import io.github.metricstcp.client.model.TimeSource;

/**
 * The documents of a report, as the live page would be sent them at one moment: the
 * overview, the board, each metric, and its lines split by each label. They are limited
 * in size: first the splits are left out, then metrics. No text in them can end the
 * element of the page that they stand in.
 */
public final class ReportDocuments {

	/**
	 * With the scripts, and encoded as an attachment, less than the 25 MB that most mail
	 * servers take.
	 */
	public static final int MAX_BYTES = 16_000_000;

	static final int MAX_METRICS = 500;

	private static final int MEGABYTE = 1_000_000;

	private static final String TARGET = "target";

	// The place of the board: no metric's identity is like it
	private static final String BOARD = "board";

	private static final JsonFactory JSON = new JsonFactoryBuilder().characterEscapes(new ElementEscapes()).build();

	private final MetricIndex index;

	private final ViewSettings settings;

	private final int maxBytes;

	private final TimeRange range;

	private final List<TargetSnapshot> targets;

	private final ReportBoard board;

	private final List<byte[]> documents = new ArrayList<>();

	// By metric, then by the label that makes the lines; the index of the document
	private final Map<String, Map<String, Integer>> places = new LinkedHashMap<>();

	private final List<String> leftOut = new ArrayList<>();

	private int metrics;

	private long bytes;

	/**
	 * Makes the documents of a report without a board.
	 * @param model what is reported
	 * @param settings the filter and the time
	 * @param maxBytes the greatest size of all together
	 */
	public ReportDocuments(ObserverModel model, ViewSettings settings, int maxBytes) {
		this(model, settings, ReportBoard.NONE, maxBytes);
	}

	/**
	 * Makes the documents.
	 * @param model what is reported
	 * @param settings the filter and the time
	 * @param board the pinned charts
	 * @param maxBytes the greatest size of all together
	 */
	public ReportDocuments(ObserverModel model, ViewSettings settings, ReportBoard board, int maxBytes) {
		long now = TimeSource.secondOf(model.time().nanos());
		// The clock goes on, and all documents are of the same time
		this.index = new MetricIndex(model, () -> now);
		this.settings = settings.inReport();
		this.board = board;
		this.maxBytes = maxBytes;
		this.index.refresh();
		this.range = this.settings.range(now);
		this.targets = model.targets().stream().map(TargetModel::snapshot).toList();
		// The first one, however large: it is limited by the number of metrics
		add("", "", new OverviewView(this.index, this.settings, MAX_METRICS));
		addBoard();
		addMetrics();
	}

	/**
	 * Adds the board before the pages of metrics: it is what was chosen.
	 */
	private void addBoard() {
		List<PinnedChart> charts = this.board.charts();
		int missing = this.board.more();
		if (missing > 0) {
			this.leftOut.add("%s of %s charts of the board, for it has no room for them".formatted(missing,
					missing + charts.size()));
		}
		if (!charts.isEmpty() && !add(BOARD, "", new BoardView(this.index, this.settings, charts))) {
			sayMissing(charts.size(), charts.size(), "charts of the board");
		}
	}

	private void addMetrics() {
		Map<Metric, List<Series>> matching = new LinkedHashMap<>();
		for (Metric metric : this.index.metrics()) {
			List<Series> series = metric.series().stream().filter(this.settings::matches).toList();
			if (!series.isEmpty()) {
				matching.put(metric, series);
			}
		}
		this.metrics = Math.min(matching.size(), MAX_METRICS);
		if (matching.size() > MAX_METRICS) {
			this.leftOut.add("%s metrics, for a report has at most %s: a filter chooses among them"
				.formatted(matching.size() - MAX_METRICS, MAX_METRICS));
		}
		List<Metric> withPage = matching.keySet()
			.stream()
			.limit(MAX_METRICS)
			.filter((metric) -> add(metric, ""))
			.toList();
		sayMissing(this.metrics - withPage.size(), this.metrics, "pages of metrics");
		int splits = 0;
		int missing = 0;
		for (Metric metric : withPage) {
			for (String label : labels(matching.getOrDefault(metric, List.of()))) {
				splits++;
				missing += add(metric, label) ? 0 : 1;
			}
		}
		sayMissing(missing, splits, "splits by a label");
	}

	private void sayMissing(int missing, int all, String what) {
		if (missing > 0) {
			this.leftOut.add("%s of %s %s, for a report has at most %s MB: a filter or a shorter time makes room"
				.formatted(missing, all, what, this.maxBytes / MEGABYTE));
		}
	}

	private static List<String> labels(List<Series> series) {
		List<String> labels = new ArrayList<>(SeriesGroup.labels(series));
		if (series.stream().map(Series::target).distinct().count() > 1 && !labels.contains(TARGET)) {
			labels.add(TARGET);
		}
		return labels;
	}

	private boolean add(Metric metric, String label) {
		Map<String, List<String>> parameters = Map.of("id", List.of(metric.id()), "by", List.of(label));
		return add(metric.id(), label, new MetricView(this.index, this.settings, parameters,
				label.isEmpty() ? MetricView.Part.ALL : MetricView.Part.LINES));
	}

	private boolean add(String metric, String label, View view) {
		byte[] document = view.nextDocument(JSON);
		if (this.bytes + document.length > this.maxBytes && !this.documents.isEmpty()) {
			return false;
		}
		this.bytes += document.length;
		this.places.computeIfAbsent(metric, (absent) -> new LinkedHashMap<>()).put(label, this.documents.size());
		this.documents.add(document);
		return true;
	}

	/**
	 * Returns the view that the report opens with, and the places of the documents: the
	 * numbers of all documents of a metric, by the label that makes the lines, the empty
	 * text for none. The overview is that of the metric with an empty name.
	 * @return a JSON document
	 */
	public byte[] places() {
		View places = (json) -> {
			json.writeStartObject();
			json.writeStringField("opens", (this.board.first() && this.places.containsKey(BOARD)) ? BOARD : "overview");
			json.writeObjectFieldStart("places");
			for (Map.Entry<String, Map<String, Integer>> metric : this.places.entrySet()) {
				json.writeObjectFieldStart(metric.getKey());
				for (Map.Entry<String, Integer> label : metric.getValue().entrySet()) {
					json.writeNumberField(label.getKey(), label.getValue());
				}
				json.writeEndObject();
			}
			json.writeEndObject();
			json.writeEndObject();
		};
		return places.nextDocument(JSON);
	}

	/**
	 * Returns the documents, each a JSON document.
	 * @return the documents by their numbers
	 */
	public List<byte[]> documents() {
		return List.copyOf(this.documents);
	}

	/**
	 * Returns the time that is reported.
	 * @return the time in the slots of the charts
	 */
	public TimeRange range() {
		return this.range;
	}

	/**
	 * Returns the targets as they were when the documents were made.
	 * @return all targets of the model
	 */
	public List<TargetSnapshot> targets() {
		return this.targets;
	}

	/**
	 * Returns the number of metrics.
	 * @return the number of those that are in the overview
	 */
	public int metrics() {
		return this.metrics;
	}

	/**
	 * Returns what was left out, and why.
	 * @return clauses, none if nothing was
	 */
	public List<String> leftOut() {
		return List.copyOf(this.leftOut);
	}

	/**
	 * Returns the filter of series.
	 * @return the filter as the user wrote it, empty for none
	 */
	public String filter() {
		return this.settings.filter().toString();
	}

}
