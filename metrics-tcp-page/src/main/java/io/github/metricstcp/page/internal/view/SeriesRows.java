package io.github.metricstcp.page.internal.view;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TimeRange;
import io.github.metricstcp.client.wire.Kind;

/**
 * The rows of the table of a metric: one for each combination of labels. Of more than the
 * table has room for, it has those that come first in the order that is asked for.
 */
final class SeriesRows {

	private static final int MOST = 200;

	// Figures of ten thousand histograms each second would cost more than all else
	private static final int RANKED_FOR = 5;

	private static final String TARGET = "target";

	private final ViewSettings settings;

	private final RowOrder order;

	// Whether there is a row for each target
	private final boolean apart;

	// Those that were written last
	private List<Object> chosen = List.of();

	private long chosenAt;

	/**
	 * Creates the rows of which nothing is written yet.
	 * @param settings the time
	 * @param order the order of the rows
	 * @param apart whether there is a row for each target
	 */
	SeriesRows(ViewSettings settings, RowOrder order, boolean apart) {
		this.settings = settings;
		this.order = order;
		this.apart = apart;
	}

	/**
	 * Writes the rows, and how many there are beside them.
	 * @param series the series that match, at least one
	 * @param now the second that is not over
	 */
	void write(JsonGenerator json, List<Series> series, long now) throws IOException {
		Map<Object, List<Series>> rows = new LinkedHashMap<>();
		for (Series each : series) {
			rows.computeIfAbsent(this.apart ? each : each.key(), (absent) -> new ArrayList<>()).add(each);
		}
		boolean all = rows.size() <= MOST && this.order.isNone();
		TimeRange figures = this.settings.figures(now);
		json.writeArrayFieldStart("rows");
		for (List<Series> row : all ? rows.values() : chosen(rows, now)) {
			json.writeStartObject();
			json.writeStringField(TARGET, this.apart ? row.get(0).target() : "");
			json.writeObjectFieldStart("labels");
			for (Map.Entry<String, String> label : row.get(0).labels().entrySet()) {
				json.writeStringField(label.getKey(), label.getValue());
			}
			json.writeEndObject();
			Figures.write(json, row.get(0).kind(), row, figures, this.settings.isPast(), now);
			json.writeEndObject();
		}
		json.writeEndArray();
		json.writeNumberField("moreRows", Math.max(0, rows.size() - MOST));
	}

	/**
	 * Returns the rows that come first, which are chosen again after some seconds.
	 */
	private List<List<Series>> chosen(Map<Object, List<Series>> rows, long now) {
		boolean valid = this.chosen.size() == Math.min(rows.size(), MOST) && rows.keySet().containsAll(this.chosen);
		if (!valid || now >= this.chosenAt + RANKED_FOR || now < this.chosenAt) {
			this.chosen = this.order.label().isEmpty() ? byFigure(rows, now) : byLabel(rows);
			this.chosenAt = now;
		}
		List<List<Series>> chosen = new ArrayList<>();
		for (Object key : this.chosen) {
			chosen.add(Objects.requireNonNull(rows.get(key)));
		}
		return chosen;
	}

	private List<Object> byFigure(Map<Object, List<Series>> rows, long now) {
		List<Ranked> ranked = new ArrayList<>(rows.size());
		boolean downwards = this.order.isNone() || this.order.downwards();
		TimeRange figures = this.settings.figures(now);
		TimeRange time = this.settings.ranked(now);
		rows.forEach((key, row) -> {
			double figure = rank(row, figures, time);
			// Last in both directions if it is not known
			double rank = Double.isNaN(figure) ? Double.POSITIVE_INFINITY : (downwards ? -figure : figure);
			ranked.add(new Ranked(ranked.size(), key, rank));
		});
		ranked.sort(Comparator.comparingDouble(Ranked::rank));
		List<Ranked> first = ranked.subList(0, Math.min(ranked.size(), MOST));
		if (this.order.isNone()) {
			// As they came, so that rows do not change their places
			first.sort(Comparator.comparingInt(Ranked::index));
		}
		return first.stream().map(Ranked::key).toList();
	}

	private double rank(List<Series> row, TimeRange figures, TimeRange ranked) {
		boolean past = this.settings.isPast();
		if (!this.order.isNone()) {
			return Figures.rank(this.order.figure(), row, figures, past);
		}
		return (row.get(0).kind() == Kind.GAUGE) ? Figures.rank("value", row, figures, past)
				: Figures.weight(row, ranked);
	}

	private List<Object> byLabel(Map<Object, List<Series>> rows) {
		Comparator<Map.Entry<Object, List<Series>>> order = Comparator.comparing((row) -> label(row.getValue().get(0)));
		return rows.entrySet()
			.stream()
			.sorted(this.order.downwards() ? order.reversed() : order)
			.limit(MOST)
			.map(Map.Entry::getKey)
			.toList();
	}

	/**
	 * Returns the value of the label that makes the order, empty if there is none.
	 */
	private String label(Series series) {
		String absent = (this.apart && this.order.label().equals(TARGET)) ? series.target() : "";
		return series.labels().getOrDefault(this.order.label(), absent);
	}

	/**
	 * A row, its place among all, and the number by which it is ranked.
	 */
	private record Ranked(int index, Object key, double rank) {

	}

}
