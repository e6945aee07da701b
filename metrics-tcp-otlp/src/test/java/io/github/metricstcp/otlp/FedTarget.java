package io.github.metricstcp.otlp;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;

/**
 * A target of an export whose events a test makes.
 */
final class FedTarget {

	private final StreamListener<Object> listener;

	@SuppressWarnings("unchecked")
	FedTarget(OtlpExport export, String name, String address) {
		this.listener = (StreamListener<Object>) export.addTarget(new TargetNames(name, address, name));
	}

	FedTarget(OtlpExport export) {
		this(export, "shop", "10.0.0.1:5000");
	}

	FedTarget open() {
		this.listener.opened("10.0.0.1:5000");
		return this;
	}

	void close() {
		this.listener.closed("closed", Duration.ofSeconds(1));
	}

	void metadata(Kind kind, String name, String unit, String description) {
		this.listener.metadata(new Metadata(kind, name, unit, description));
	}

	void set(String counter, long total, String... labels) {
		event(Operation.SET_COUNTER, counter, total, labels);
	}

	void increment(String counter, long amount, String... labels) {
		event(Operation.INCREMENT_COUNTER, counter, amount, labels);
	}

	void gauge(String name, double value, String... labels) {
		event(Operation.SET_GAUGE, name, Double.doubleToLongBits(value), labels);
	}

	void sample(String histogram, double sample, String... labels) {
		event(Operation.RECORD_HISTOGRAM, histogram, Double.doubleToLongBits(sample), labels);
	}

	void event(Operation operation, String name, long operand, String... labels) {
		this.listener.received(100);
		Object series = this.listener.series(new SeriesKey(operation.kind(), name, labels(labels)));
		this.listener.event(series, operation, operand, 1_700_000_000, 0);
	}

	private static Map<String, String> labels(String... labels) {
		Map<String, String> map = new TreeMap<>();
		for (int i = 0; i < labels.length; i += 2) {
			map.put(labels[i], labels[i + 1]);
		}
		return map;
	}

}
