package io.github.metricstcp.otlp;

import java.util.List;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;

/**
 * The two halves of a request that is too large for the collector: the same data points,
 * with the same times.
 *
 * @param first the first half of the data points
 * @param second the others
 */
record RequestHalves(ExportRequest first, ExportRequest second) {

	/**
	 * Returns the halves of a request.
	 * @param request a request of two data points or more
	 */
	static RequestHalves of(ExportRequest request) {
		ExportMetricsServiceRequest message = request.message();
		int half = request.points() / 2;
		return new RequestHalves(part(request, message, 0, half), part(request, message, half, request.points()));
	}

	private static ExportRequest part(ExportRequest request, ExportMetricsServiceRequest message, int from, int to) {
		List<ExportRequest.Awaiting> awaiting = request.awaiting()
			.stream()
			.filter((each) -> each.point() >= from && each.point() < to)
			.map((each) -> new ExportRequest.Awaiting(each.series(), each.point() - from))
			.toList();
		return ExportRequest.of(part(message, from, to), to - from, awaiting);
	}

	/**
	 * Returns a message with some of the data points of another.
	 * @param from the number of data points that are left out before them
	 * @param to the number of the last one
	 */
	private static ExportMetricsServiceRequest part(ExportMetricsServiceRequest message, int from, int to) {
		ExportMetricsServiceRequest.Builder part = ExportMetricsServiceRequest.newBuilder();
		int before = 0;
		for (ResourceMetrics resource : message.getResourceMetricsList()) {
			ResourceMetrics.Builder resourcePart = resource.toBuilder().clearScopeMetrics();
			for (ScopeMetrics scope : resource.getScopeMetricsList()) {
				ScopeMetrics.Builder scopePart = scope.toBuilder().clearMetrics();
				for (Metric metric : scope.getMetricsList()) {
					int points = points(metric);
					int begin = Math.max(from - before, 0);
					int end = Math.min(to - before, points);
					if (begin < end) {
						scopePart.addMetrics(part(metric, begin, end));
					}
					before += points;
				}
				if (scopePart.getMetricsCount() > 0) {
					resourcePart.addScopeMetrics(scopePart);
				}
			}
			if (resourcePart.getScopeMetricsCount() > 0) {
				part.addResourceMetrics(resourcePart);
			}
		}
		return part.build();
	}

	private static int points(Metric metric) {
		// Of the kinds that are sent a metric has one
		return metric.getSum().getDataPointsCount() + metric.getGauge().getDataPointsCount()
				+ metric.getExponentialHistogram().getDataPointsCount();
	}

	private static Metric part(Metric metric, int begin, int end) {
		Metric.Builder part = metric.toBuilder();
		if (metric.hasSum()) {
			part.getSumBuilder()
				.clearDataPoints()
				.addAllDataPoints(metric.getSum().getDataPointsList().subList(begin, end));
		}
		else if (metric.hasGauge()) {
			part.getGaugeBuilder()
				.clearDataPoints()
				.addAllDataPoints(metric.getGauge().getDataPointsList().subList(begin, end));
		}
		else {
			part.getExponentialHistogramBuilder()
				.clearDataPoints()
				.addAllDataPoints(metric.getExponentialHistogram().getDataPointsList().subList(begin, end));
		}
		return part.build();
	}

}
