package io.github.metricstcp.prometheus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.FamilyKey;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import io.prometheus.metrics.model.snapshots.Labels;
import org.jspecify.annotations.Nullable;

/**
 * A target whose series are exposed: the listener to its streams.
 */
final class ExposedTarget implements StreamListener<ExposedSeries> {

	private final TargetNames names;

	private final boolean labelled;

	private final HistogramSettings histograms;

	private final SeriesLimit limit;

	private final SeriesFilter filter;

	private final LongSupplier nanoTime;

	private final StreamState state = new StreamState();

	private final ExposedSeries unexposed = new UnexposedSeries(this.state);

	// Guarded by this

	private final Map<SeriesKey, ExposedSeries> series = new HashMap<>();

	private final Map<FamilyKey, ExposedFamily> families = new HashMap<>();

	// The hash codes of those that this stream has had and that were refused
	private final Set<Integer> refused = new HashSet<>();

	private boolean removed;

	/**
	 * Creates a target that was never connected.
	 * @param names its names
	 * @param labelled whether its series have a label with its name
	 * @param histograms the settings of histograms
	 * @param limit the limit on series
	 * @param filter the series that are exposed
	 * @param nanoTime a clock without a date
	 */
	ExposedTarget(TargetNames names, boolean labelled, HistogramSettings histograms, SeriesLimit limit,
			SeriesFilter filter, LongSupplier nanoTime) {
		this.names = names;
		this.labelled = labelled;
		this.histograms = histograms;
		this.limit = limit;
		this.filter = filter;
		this.nanoTime = nanoTime;
	}

	String name() {
		return this.names.name();
	}

	boolean isOpen() {
		return this.state.isOpen();
	}

	/**
	 * Returns the metrics.
	 * @return a copy, in no order
	 */
	synchronized List<ExposedFamily> families() {
		return new ArrayList<>(this.families.values());
	}

	/**
	 * Whether a series that is kept is exposed, now that its unit is known.
	 */
	boolean isExposed(SeriesKey key, @Nullable String unit) {
		return !this.filter.dependsOnUnit() || this.filter.matches(key, unit, this.names);
	}

	/**
	 * Forgets everything, for good.
	 */
	synchronized void remove() {
		this.removed = true;
		this.state.closed();
		this.limit.release(this.series.size());
		this.series.clear();
		this.families.clear();
		forgetRefused();
	}

	private void forgetRefused() {
		this.limit.forgetRefused(this.refused.size());
		this.refused.clear();
	}

	/**
	 * Makes room for others of series that the target does not send any more.
	 */
	private synchronized void release() {
		int before = this.series.size();
		for (ExposedFamily family : this.families.values()) {
			family.remove(ExposedSeries::isOver).forEach((each) -> this.series.remove(each.key()));
		}
		this.families.values().removeIf((each) -> each.isOver(this.state.number()));
		this.limit.release(before - this.series.size());
	}

	@Override
	public synchronized void opened(String peer) {
		this.state.opened(this.nanoTime.getAsLong());
		forgetRefused();
	}

	@Override
	public void received(int bytes) {
		this.state.received(this.nanoTime.getAsLong());
		if (this.state.isLookDue()) {
			release();
		}
	}

	@Override
	public void closed(String reason, @Nullable Duration retryDelay) {
		this.state.closed();
	}

	@Override
	public synchronized ExposedSeries series(SeriesKey key) {
		ExposedSeries existing = this.series.get(key);
		if (existing != null) {
			existing.asked();
			return existing;
		}
		// The unit comes before the series, but need not
		boolean excluded = this.removed
				|| (!this.filter.dependsOnUnit() && !this.filter.matches(key, null, this.names));
		if (excluded) {
			return this.unexposed;
		}
		if (!this.limit.admit(key)) {
			refuse(key);
			return this.unexposed;
		}
		ExposedFamily family = family(new FamilyKey(key.kind(), key.name()));
		Labels labels = SeriesLabels.of(key, this.labelled ? this.names.name() : null);
		ExposedSeries added = switch (key.kind()) {
			case COUNTER -> new ExposedCounter(key, labels, this.state);
			case GAUGE -> new ExposedGauge(key, labels, this.state);
			case HISTOGRAM ->
				new ExposedHistogram(key, labels, this.state, this.histograms, () -> family.naming().base());
		};
		added.asked();
		this.series.put(key, added);
		family.add(added);
		return added;
	}

	private void refuse(SeriesKey key) {
		int hash = key.hashCode();
		if (!this.refused.contains(hash) && this.limit.countRefused()) {
			this.refused.add(hash);
		}
	}

	@Override
	public synchronized void metadata(Metadata metadata) {
		Metadata kept = metadata.toKeep();
		boolean room = this.families.containsKey(metadata.family()) || this.families.size() < this.limit.most();
		if (kept != null && room && !this.removed) {
			family(metadata.family()).metadata(kept);
		}
	}

	private ExposedFamily family(FamilyKey key) {
		ExposedFamily family = this.families.computeIfAbsent(key, ExposedFamily::new);
		family.asked(this.state.number());
		return family;
	}

	@Override
	public void event(ExposedSeries series, Operation operation, long operand, long seconds, int nanos) {
		if (series != this.unexposed) {
			series.event(operation, operand);
		}
	}

}
