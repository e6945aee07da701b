package io.github.metricstcp.registry;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;

import io.github.metricstcp.stream.PolledSeries;

/**
 * A value that the poller reads and sends when it has changed.
 */
final class PolledValue {

	final PolledSeries series;

	final String meterName;

	private final DoubleSupplier function;

	/**
	 * Up while a thread reads the value: one that hangs is not read by another.
	 */
	private final AtomicBoolean busy = new AtomicBoolean();

	/**
	 * Up once the user has been warned of this value.
	 */
	private final AtomicBoolean warned = new AtomicBoolean();

	// Guarded by busy

	private double last = Double.NaN;

	private int lastSession = -1;

	PolledValue(String meterName, PolledSeries series, DoubleSupplier function) {
		this.meterName = meterName;
		this.series = series;
		this.function = function;
	}

	boolean begin() {
		return this.busy.compareAndSet(false, true);
	}

	double read() {
		return this.function.getAsDouble();
	}

	/**
	 * Sends a value unless it was the last one sent to the clients of this session.
	 */
	void send(double value, int session) {
		if (!Double.isFinite(value) || (session == this.lastSession && value == this.last)) {
			return;
		}
		if (this.series.set(value)) {
			this.last = value;
			this.lastSession = session;
		}
	}

	void end() {
		this.busy.set(false);
	}

	/**
	 * Returns {@code true} the first time.
	 */
	boolean warn() {
		return this.warned.compareAndSet(false, true);
	}

}
