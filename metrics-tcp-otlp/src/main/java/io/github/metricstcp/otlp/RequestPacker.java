package io.github.metricstcp.otlp;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;

/**
 * The making of one export: data points are put into requests of a bounded number of
 * them. To be used once.
 */
final class RequestPacker {

	/**
	 * The name of the library in each request.
	 */
	static final String SCOPE = "io.github.metricstcp.otlp";

	private final int maxPoints;

	private final Interval interval;

	private final InstrumentationScope scope;

	private final List<ExportRequest> requests = new ArrayList<>();

	private final List<ExportRequest.Awaiting> awaiting = new ArrayList<>();

	private final ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();

	private ScopeMetrics.Builder metrics = ScopeMetrics.newBuilder();

	// Of the request that is not complete
	private int points;

	/**
	 * Creates an export without requests.
	 * @param maxPoints the number of data points after which another request is begun
	 * @param interval the time of the export
	 */
	RequestPacker(int maxPoints, Interval interval) {
		this.maxPoints = maxPoints;
		this.interval = interval;
		String version = RequestPacker.class.getPackage().getImplementationVersion();
		this.scope = InstrumentationScope.newBuilder()
			.setName(SCOPE)
			.setVersion((version != null) ? version : "")
			.build();
	}

	/**
	 * Returns the requests for all that there is to send.
	 */
	List<ExportRequest> pack(List<ExportedTarget> targets) {
		for (ExportedTarget target : targets) {
			for (ExportedFamily family : target.families()) {
				add(target, family);
			}
			endTarget(target);
		}
		endRequest();
		return this.requests;
	}

	private void add(ExportedTarget target, ExportedFamily family) {
		List<ExportedSeries> series = family.series();
		String unit = family.unit();
		Interval interval = target.interval(this.interval);
		Metric.Builder metric = family.metric(this.interval.temporality());
		int added = 0;
		for (ExportedSeries each : series) {
			if (!target.isExported(each.key(), unit)) {
				each.passOver();
				continue;
			}
			int more = each.addTo(metric, interval);
			if (more > 0 && each.awaitsAnswer()) {
				this.awaiting.add(new ExportRequest.Awaiting(each, this.points));
			}
			added += more;
			this.points += more;
			if (this.points >= this.maxPoints) {
				this.metrics.addMetrics(metric);
				endTarget(target);
				endRequest();
				metric = family.metric(this.interval.temporality());
				added = 0;
			}
		}
		if (added > 0) {
			this.metrics.addMetrics(metric);
		}
	}

	private void endTarget(ExportedTarget target) {
		if (this.metrics.getMetricsCount() > 0) {
			this.request.addResourceMetrics(ResourceMetrics.newBuilder()
				.setResource(target.resource())
				.addScopeMetrics(this.metrics.setScope(this.scope)));
			this.metrics = ScopeMetrics.newBuilder();
		}
	}

	private void endRequest() {
		if (this.points > 0) {
			this.requests.add(ExportRequest.of(this.request.build(), this.points, List.copyOf(this.awaiting)));
			this.request.clear();
			this.awaiting.clear();
			this.points = 0;
		}
	}

}
