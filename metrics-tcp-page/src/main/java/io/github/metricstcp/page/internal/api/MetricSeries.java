package io.github.metricstcp.page.internal.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.wire.FamilyKey;
import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Series of one kind and name.
 *
 * @param family the kind and name
 * @param series the series, at least one
 */
record MetricSeries(FamilyKey family, List<Series> series) {

	private static final Comparator<FamilyKey> BY_NAME = Comparator.comparing(FamilyKey::name)
		.thenComparing(FamilyKey::kind);

	/**
	 * Returns the series of a model by their metrics.
	 * @param wanted whether a series is wanted
	 * @return the metrics of which a series is, in the order of their names
	 */
	static List<MetricSeries> of(ObserverModel model, Predicate<Series> wanted) {
		return of(model.series().stream().filter(wanted).toList());
	}

	private static List<MetricSeries> of(Collection<Series> series) {
		Map<FamilyKey, List<Series>> metrics = new TreeMap<>(BY_NAME);
		for (Series each : series) {
			metrics.computeIfAbsent(new FamilyKey(each.kind(), each.name()), (absent) -> new ArrayList<>()).add(each);
		}
		return metrics.entrySet().stream().map((each) -> new MetricSeries(each.getKey(), each.getValue())).toList();
	}

	/**
	 * Returns some of the series.
	 * @param some at least one of them
	 */
	MetricSeries with(List<Series> some) {
		return new MetricSeries(this.family, some);
	}

	Kind kind() {
		return this.family.kind();
	}

	String name() {
		return this.family.name();
	}

	@Nullable String unit() {
		return this.series.get(0).unit();
	}

	/**
	 * Returns whether a sum of the values of several series has a meaning.
	 */
	boolean isAdditive() {
		return this.series.get(0).isAdditive();
	}

	/**
	 * Writes what is the same for all series.
	 * @param json an object that is begun
	 */
	void writeIdentity(JsonGenerator json) throws IOException {
		json.writeStringField("name", name());
		json.writeStringField("kind", word(kind()));
		json.writeStringField("unit", unit());
	}

	/**
	 * Returns the members of objects with the identity of a metric.
	 */
	static List<Schema.Member> members() {
		return List.of(Schema.Member.of("name", Schema.text("the name of the metric")),
				Schema.Member.of("kind", Schema.choice("the kind of its series", kinds())),
				Schema.Member.of("unit", Schema.textOrNull("the unit of its values, such as seconds or bytes")));
	}

	/**
	 * Returns the words for all kinds.
	 */
	static List<String> kinds() {
		return List.of(word(Kind.COUNTER), word(Kind.GAUGE), word(Kind.HISTOGRAM));
	}

	static String word(Kind kind) {
		return switch (kind) {
			case COUNTER -> "counter";
			case GAUGE -> "gauge";
			case HISTOGRAM -> "histogram";
		};
	}

}
