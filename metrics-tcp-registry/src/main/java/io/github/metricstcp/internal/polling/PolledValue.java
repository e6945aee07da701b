package io.github.metricstcp.internal.polling;

import java.util.List;
import java.util.function.DoubleSupplier;

import io.github.metricstcp.internal.stream.PolledSeries;

/**
 * A value that the poller reads, and sends when clients would see a change.
 *
 * @since 0.1.0
 */
public final class PolledValue extends Reading {

	final PolledSeries series;

	private final DoubleSupplier function;

	// What follows is confined to the thread that reads

	private double current = Double.NaN;

	private long lastBits;

	private int lastSession = NO_SESSION;

	/**
	 * Creates a value.
	 * @param meterName the name of its meter, for log messages
	 * @param series the series that it is sent for
	 * @param function returns the value; may throw or hang
	 */
	public PolledValue(String meterName, PolledSeries series, DoubleSupplier function) {
		super(meterName);
		this.series = series;
		this.function = function;
	}

	@Override
	void read() {
		this.current = this.function.getAsDouble();
	}

	/**
	 * Sends the value unless clients of this session have been sent the same one.
	 */
	@Override
	List<Reading> accept(int session) {
		double value = this.current;
		long bits = this.series.bits(value);
		boolean known = session == this.lastSession && bits == this.lastBits;
		if (Double.isFinite(value) && !known && this.series.set(value)) {
			this.lastBits = bits;
			this.lastSession = session;
		}
		return List.of();
	}

}
