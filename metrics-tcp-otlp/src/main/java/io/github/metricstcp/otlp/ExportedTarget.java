package io.github.metricstcp.otlp;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.FamilyKey;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A target whose series are exported: the listener to its streams.
 */
final class ExportedTarget implements StreamListener<ExportedSeries> {

	/**
	 * The label by which Spring Boot applications are distinguished.
	 */
	private static final String APPLICATION = "application";

	private final TargetNames names;

	private final String service;

	private final TimeSource time;

	private final SeriesLimit limit;

	private final SeriesFilter filter;

	private final StreamTimes times = new StreamTimes();

	private final ExportedSeries unexported = new UnexportedSeries(this.times);

	// Guarded by this

	private final Map<SeriesKey, ExportedSeries> series = new HashMap<>();

	// In the order in which they came
	private final Map<FamilyKey, ExportedFamily> families = new LinkedHashMap<>();

	// The time at which it was removed
	private long removedAt = Long.MAX_VALUE;

	private volatile boolean removed;

	// Written by the thread that reads the stream
	private volatile @Nullable String application;

	// Confined to the thread that sends. Once sent it does not change
	private @Nullable Resource resource;

	/**
	 * Creates a target that was never connected.
	 * @param names its names
	 * @param service the name of its service
	 * @param time the clock of the export
	 * @param limit the limit on series
	 * @param filter the series that are exported
	 */
	ExportedTarget(TargetNames names, String service, TimeSource time, SeriesLimit limit, SeriesFilter filter) {
		this.names = names;
		this.service = service;
		this.time = time;
		this.limit = limit;
		this.filter = filter;
	}

	/**
	 * Returns the metrics.
	 * @return a copy, in the order in which they came
	 */
	synchronized List<ExportedFamily> families() {
		return List.copyOf(this.families.values());
	}

	String name() {
		return this.names.name();
	}

	/**
	 * Takes no more events, and forgets everything but what is to be sent still.
	 * @return the number of series of which there is something to send
	 */
	synchronized int remove() {
		this.removed = true;
		this.removedAt = this.time.nanos();
		this.times.over();
		this.limit.release(this.series.size());
		int sent = 0;
		for (ExportedFamily each : this.families.values()) {
			sent += each.remove((series) -> !series.isChanged()).size();
		}
		int unsent = this.series.size() - sent;
		this.series.clear();
		this.families.values().removeIf(ExportedFamily::isEmpty);
		return unsent;
	}

	/**
	 * Returns the time of an export as far as the target has been there.
	 */
	synchronized Interval interval(Interval interval) {
		return interval.endingAt(this.removedAt);
	}

	/**
	 * Returns what is said of the target itself.
	 */
	Resource resource() {
		if (this.resource == null) {
			this.resource = Resource.newBuilder()
				.addAttributes(attribute("service.name", serviceName()))
				.addAttributes(attribute("service.instance.id", this.names.address()))
				.build();
		}
		return this.resource;
	}

	/**
	 * Returns the name of the service if the user gave the target a name, otherwise that
	 * which the application gives itself, otherwise the address.
	 */
	private String serviceName() {
		boolean named = !this.names.name().equals(this.names.address());
		String application = this.application;
		return (named || application == null) ? this.service : application;
	}

	private static KeyValue attribute(String key, String value) {
		return KeyValue.newBuilder().setKey(key).setValue(AnyValue.newBuilder().setStringValue(value)).build();
	}

	/**
	 * Whether a series that is kept is exported, now that its unit is known.
	 */
	boolean isExported(SeriesKey key, @Nullable String unit) {
		return !this.filter.dependsOnUnit() || this.filter.matches(key, unit, this.names);
	}

	@Override
	public void opened(String peer) {
		this.times.opened(this.time.nanos());
	}

	@Override
	public void received(int bytes) {
		this.times.received(this.time.nanos());
		if (this.times.isLookDue()) {
			release();
		}
	}

	/**
	 * Makes room for others of series that the target does not send any more.
	 */
	private synchronized void release() {
		if (this.removed) {
			return;
		}
		int before = this.series.size();
		for (ExportedFamily family : this.families.values()) {
			for (ExportedSeries each : family.remove(ExportedSeries::isOver)) {
				this.series.remove(each.key());
			}
		}
		this.families.values().removeIf((each) -> each.isOver(this.times.number()));
		int released = before - this.series.size();
		if (released > 0) {
			this.limit.release(released);
			// Later than the last data point of each
			this.times.seriesReleased(this.time.nanos());
		}
	}

	@Override
	public void closed(String reason, @Nullable Duration retryDelay) {
		this.times.closed(this.time.nanos());
	}

	@Override
	public synchronized ExportedSeries series(SeriesKey key) {
		ExportedSeries existing = this.series.get(key);
		if (existing != null) {
			existing.asked();
			return existing;
		}
		// The unit comes before the series, but need not
		boolean excluded = this.removed
				|| (!this.filter.dependsOnUnit() && !this.filter.matches(key, null, this.names));
		if (excluded || !this.limit.isFit(key)) {
			return this.unexported;
		}
		if (!this.limit.admit()) {
			this.times.seriesRefused();
			return this.unexported;
		}
		ExportedSeries added = switch (key.kind()) {
			case COUNTER -> new ExportedCounter(key, this.times);
			case GAUGE -> new ExportedGauge(key, this.times);
			case HISTOGRAM -> new ExportedHistogram(key, this.times);
		};
		String application = key.labels().get(APPLICATION);
		if (this.application == null && application != null && !application.isEmpty()) {
			this.application = application;
		}
		added.asked();
		this.series.put(key, added);
		family(new FamilyKey(key.kind(), key.name())).add(added);
		return added;
	}

	@Override
	public synchronized void metadata(Metadata metadata) {
		FamilyKey key = metadata.family();
		boolean room = this.families.containsKey(key) || this.families.size() < this.limit.maxSeries();
		Metadata kept = metadata.toKeep();
		if (room && kept != null && !this.removed) {
			family(key).metadata(kept);
		}
	}

	private ExportedFamily family(FamilyKey key) {
		ExportedFamily family = this.families.computeIfAbsent(key, ExportedFamily::new);
		family.asked(this.times.number());
		return family;
	}

	@Override
	public void event(ExportedSeries series, Operation operation, long operand, long seconds, int nanos) {
		if (series != this.unexported && !this.removed) {
			series.event(operation, operand);
		}
	}

}
