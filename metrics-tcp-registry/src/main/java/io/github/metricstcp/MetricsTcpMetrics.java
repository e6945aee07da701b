package io.github.metricstcp;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The exporter's own meters, for any registry:
 * <ul>
 * <li>{@code metrics.tcp.clients}: the clients connected now
 * <li>{@code metrics.tcp.connections}: the connections made to the exporter, by
 * {@code outcome=accepted|refused|failed|evicted}
 * <li>{@code metrics.tcp.events}: the events recorded while a client was connected, by
 * {@code outcome=accepted|coalesced|dropped}
 * <li>{@code metrics.tcp.deliveries}: the events on their way to all clients, by
 * {@code outcome=sent|coalesced|dropped}
 * <li>{@code metrics.tcp.bytes}: the bytes written to all clients
 * </ul>
 * The exporter is weakly held, as the objects behind meters are.
 *
 * @since 0.1.0
 */
public final class MetricsTcpMetrics implements MeterBinder {

	private final MetricsTcpExporter exporter;

	/**
	 * Creates the meters of an exporter.
	 * @param exporter the exporter to observe
	 */
	public MetricsTcpMetrics(MetricsTcpExporter exporter) {
		this.exporter = exporter;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("metrics.tcp.clients", this.exporter, MetricsTcpExporter::clientCount)
			.description("Clients of the metrics stream that are connected")
			.baseUnit(BaseUnits.CONNECTIONS)
			.register(registry);
		bindConnections(registry, "accepted", (exporter) -> exporter.connections().accepted());
		bindConnections(registry, "refused", (exporter) -> exporter.connections().refused());
		bindConnections(registry, "failed", (exporter) -> exporter.connections().failed());
		bindConnections(registry, "evicted", (exporter) -> exporter.connections().evicted());
		bindEvents(registry, "accepted", (exporter) -> exporter.events().accepted());
		bindEvents(registry, "coalesced", (exporter) -> exporter.events().coalesced());
		bindEvents(registry, "dropped", (exporter) -> exporter.events().dropped());
		bindDeliveries(registry, "sent", (exporter) -> exporter.deliveries().sent());
		bindDeliveries(registry, "coalesced", (exporter) -> exporter.deliveries().coalesced());
		bindDeliveries(registry, "dropped", (exporter) -> exporter.deliveries().dropped());
		FunctionCounter.builder("metrics.tcp.bytes", this.exporter, (exporter) -> exporter.deliveries().bytes())
			.description("Bytes written to all clients of the metrics stream")
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
	}

	private void bindConnections(MeterRegistry registry, String outcome, ToDoubleFunction<MetricsTcpExporter> count) {
		bind(registry, "metrics.tcp.connections", "Connections made to the metrics stream", BaseUnits.CONNECTIONS,
				outcome, count);
	}

	private void bindEvents(MeterRegistry registry, String outcome, ToDoubleFunction<MetricsTcpExporter> count) {
		bind(registry, "metrics.tcp.events", "Events recorded while a client of the metrics stream was connected",
				BaseUnits.EVENTS, outcome, count);
	}

	private void bindDeliveries(MeterRegistry registry, String outcome, ToDoubleFunction<MetricsTcpExporter> count) {
		bind(registry, "metrics.tcp.deliveries", "Events on their way to the clients of the metrics stream",
				BaseUnits.EVENTS, outcome, count);
	}

	private void bind(MeterRegistry registry, String name, String description, String unit, String outcome,
			ToDoubleFunction<MetricsTcpExporter> count) {
		FunctionCounter.builder(name, this.exporter, count)
			.tag("outcome", outcome)
			.description(description)
			.baseUnit(unit)
			.register(registry);
	}

}
