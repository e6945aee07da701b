package io.github.metricstcp.internal.polling;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;

import io.github.metricstcp.internal.stream.PolledSeries;

/**
 * A value that the poller reads and sends when it has changed.
 */
public final class PolledValue {

	/**
	 * The session of whoever reads a value that nobody reads.
	 */
	static final int NOBODY = -1;

	final PolledSeries series;

	final String meterName;

	private final DoubleSupplier function;

	/**
	 * Up once the user has been warned of this value.
	 */
	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * The session that the value is being read for. Guarded by this.
	 */
	private int reader = NOBODY;

	/**
	 * A later session that the value is to be read again for. Guarded by this.
	 */
	private int successor = NOBODY;

	// Confined to the thread that reads the value

	private double last = Double.NaN;

	private int lastSession = NOBODY;

	public PolledValue(String meterName, PolledSeries series, DoubleSupplier function) {
		this.meterName = meterName;
		this.series = series;
		this.function = function;
	}

	/**
	 * Begins to read the value, unless another thread does: it may hang. What that one
	 * reads may be told nobody, or be out of date, if it began before the last client
	 * left: it then reads again for the clients that have come since.
	 * @param session a number that grows from session to session
	 * @return whether the caller is to read it
	 */
	synchronized boolean begin(int session) {
		if (this.reader == NOBODY) {
			this.reader = session;
			return true;
		}
		if (session > this.reader) {
			this.successor = session;
		}
		return false;
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

	/**
	 * Ends to read the value.
	 * @return the session that it is to be read again for, {@link #NOBODY} for none
	 */
	synchronized int end() {
		this.reader = this.successor;
		this.successor = NOBODY;
		return this.reader;
	}

	/**
	 * Returns {@code true} the first time.
	 */
	boolean warn() {
		return this.warned.compareAndSet(false, true);
	}

}
