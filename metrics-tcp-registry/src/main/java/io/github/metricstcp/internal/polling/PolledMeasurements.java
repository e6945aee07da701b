package io.github.metricstcp.internal.polling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Statistic;

/**
 * The measurements of a custom meter: which ones it has is asked at each poll, for it may
 * yield others than before.
 *
 * @since 0.1.0
 */
public final class PolledMeasurements extends Reading {

	private final Iterable<Measurement> measurements;

	private final BiFunction<Statistic, DoubleSupplier, PolledValue> factory;

	/**
	 * By the end of the name on the wire: of two with the same one the first counts.
	 * Guarded by this.
	 */
	private final Map<String, Latest> latest = new HashMap<>();

	// Guarded by this
	private final List<PolledValue> values = new ArrayList<>();

	// Guarded by this
	private boolean removed;

	/**
	 * Confined to the thread that reads.
	 */
	private List<Measurement> current = List.of();

	/**
	 * Creates the measurements of a meter, those that it has now.
	 * @param meterName the name of the meter, for log messages
	 * @param measurements the measurements, which may change; may throw or hang
	 * @param factory creates the value for a statistic and the function to read it
	 */
	public PolledMeasurements(String meterName, Iterable<Measurement> measurements,
			BiFunction<Statistic, DoubleSupplier, PolledValue> factory) {
		super(meterName);
		this.measurements = measurements;
		this.factory = factory;
		read();
		add();
	}

	@Override
	void read() {
		List<Measurement> read = new ArrayList<>();
		this.measurements.forEach(read::add);
		this.current = read;
	}

	@Override
	List<PolledValue> accept(int session) {
		return add();
	}

	private synchronized List<PolledValue> add() {
		if (this.removed) {
			return List.of();
		}
		List<PolledValue> added = new ArrayList<>();
		Set<String> names = new HashSet<>();
		for (Measurement measurement : this.current) {
			Statistic statistic = measurement.getStatistic();
			String name = statistic.getTagValueRepresentation();
			if (names.add(name)) {
				Latest latest = this.latest.get(name);
				if (latest != null) {
					latest.measurement = measurement;
				}
				else {
					latest = new Latest(measurement);
					this.latest.put(name, latest);
					added.add(this.factory.apply(statistic, latest));
				}
			}
		}
		this.values.addAll(added);
		return added;
	}

	synchronized List<PolledValue> values() {
		return List.copyOf(this.values);
	}

	/**
	 * Takes no more measurements.
	 * @return the values so far
	 */
	synchronized List<PolledValue> remove() {
		this.removed = true;
		return values();
	}

	/**
	 * The measurement of a statistic that was yielded last: it may be another object each
	 * time.
	 */
	private static final class Latest implements DoubleSupplier {

		private volatile Measurement measurement;

		Latest(Measurement measurement) {
			this.measurement = measurement;
		}

		@Override
		public double getAsDouble() {
			return this.measurement.getValue();
		}

	}

}
