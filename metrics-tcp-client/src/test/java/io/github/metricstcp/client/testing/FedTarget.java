package io.github.metricstcp.client.testing;

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
 * A target whose events a test makes.
 */
public final class FedTarget {

	/**
	 * The names of a target for which names do not matter.
	 */
	public static final TargetNames SHOP = new TargetNames("shop", "10.0.0.1:5000", "shop");

	private final StreamListener<Object> listener;

	/**
	 * Creates a target whose stream has not begun.
	 * @param listener takes its events
	 */
	@SuppressWarnings("unchecked")
	public FedTarget(StreamListener<?> listener) {
		this.listener = (StreamListener<Object>) listener;
	}

	/**
	 * Begins a stream.
	 */
	public FedTarget open() {
		this.listener.opened("10.0.0.1:5000");
		return this;
	}

	/**
	 * Ends the stream.
	 */
	public void close() {
		this.listener.closed("closed", Duration.ofSeconds(1));
	}

	/**
	 * Sends metadata.
	 */
	public void metadata(Kind kind, String name, String unit, String description) {
		this.listener.metadata(new Metadata(kind, name, unit, description));
	}

	/**
	 * Sends the total of a counter.
	 */
	public void set(String counter, long total, String... labels) {
		event(Operation.SET_COUNTER, counter, total, labels);
	}

	/**
	 * Sends an increment of a counter.
	 */
	public void increment(String counter, long amount, String... labels) {
		event(Operation.INCREMENT_COUNTER, counter, amount, labels);
	}

	/**
	 * Sends the value of a gauge.
	 */
	public void gauge(String name, double value, String... labels) {
		event(Operation.SET_GAUGE, name, Double.doubleToLongBits(value), labels);
	}

	/**
	 * Sends a sample of a histogram.
	 */
	public void sample(String histogram, double sample, String... labels) {
		event(Operation.RECORD_HISTOGRAM, histogram, Double.doubleToLongBits(sample), labels);
	}

	/**
	 * Sends an event.
	 */
	public void event(Operation operation, String name, long operand, String... labels) {
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
