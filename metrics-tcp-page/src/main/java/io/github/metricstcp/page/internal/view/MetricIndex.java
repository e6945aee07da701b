package io.github.metricstcp.page.internal.view;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

import io.github.metricstcp.client.comparison.Baseline;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.FamilyKey;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a model by name. Used by one thread.
 */
public final class MetricIndex {

	private final ObserverModel model;

	private final @Nullable Baseline baseline;

	private final LongSupplier now;

	private final Map<FamilyKey, Metric> byFamily = new HashMap<>();

	// By name, then by kind
	private final Map<String, Metric> byId = new TreeMap<>();

	private int known;

	private int generation;

	/**
	 * Creates an index.
	 * @param model the model whose metrics it has
	 * @param baseline the recording that it is compared with, {@code null} for none
	 */
	public MetricIndex(ObserverModel model, @Nullable Baseline baseline) {
		this(model, baseline, () -> TimeSource.secondOf(model.time().nanos()));
	}

	/**
	 * Creates an index whose views are of another time than now.
	 * @param now the second that is not over
	 */
	MetricIndex(ObserverModel model, LongSupplier now) {
		this(model, null, now);
	}

	private MetricIndex(ObserverModel model, @Nullable Baseline baseline, LongSupplier now) {
		this.model = model;
		this.baseline = baseline;
		this.now = now;
	}

	ObserverModel model() {
		return this.model;
	}

	/**
	 * Returns the recording that the model is compared with, {@code null} if there is
	 * none.
	 */
	@Nullable Baseline baseline() {
		return this.baseline;
	}

	/**
	 * Returns the second that is not over.
	 */
	long now() {
		return this.now.getAsLong();
	}

	/**
	 * Adds the series that have come since it was last called, or forgets all if the
	 * model has.
	 */
	void refresh() {
		int generation = this.model.generation();
		if (generation != this.generation || this.model.seriesCount() < this.known) {
			this.generation = generation;
			this.known = 0;
			this.byFamily.clear();
			this.byId.clear();
		}
		if (this.model.seriesCount() == this.known) {
			return;
		}
		List<Series> series = this.model.series();
		for (Series each : series.subList(Math.min(this.known, series.size()), series.size())) {
			FamilyKey family = new FamilyKey(each.kind(), each.name());
			Metric metric = this.byFamily.get(family);
			if (metric == null) {
				metric = new Metric(family);
				this.byFamily.put(family, metric);
				this.byId.put(metric.id(), metric);
			}
			metric.add(each);
		}
		this.known = series.size();
	}

	/**
	 * Returns a number that changes when all metrics were forgotten.
	 */
	int generation() {
		return this.generation;
	}

	Collection<Metric> metrics() {
		return Collections.unmodifiableCollection(this.byId.values());
	}

	@Nullable Metric find(String id) {
		return this.byId.get(id);
	}

}
