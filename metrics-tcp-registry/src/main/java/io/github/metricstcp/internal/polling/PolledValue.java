package io.github.metricstcp.internal.polling;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;

import io.github.metricstcp.internal.stream.PolledSeries;

/**
 * A value that the poller reads and sends when it has changed.
 *
 * @since 0.1.0
 */
public final class PolledValue {

	/**
	 * The session of a value that no thread reads.
	 */
	static final int NO_SESSION = -1;

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
	private int reader = NO_SESSION;

	/**
	 * A later session that the value is to be read again for. Guarded by this.
	 */
	private int nextReader = NO_SESSION;

	// Confined to the thread that reads the value

	private double last = Double.NaN;

	private int lastSession = NO_SESSION;

	/**
	 * Creates a value.
	 * @param meterName the name of its meter, for log messages
	 * @param series the series that it is sent for
	 * @param function returns the value; may throw or hang
	 */
	public PolledValue(String meterName, PolledSeries series, DoubleSupplier function) {
		this.meterName = meterName;
		this.series = series;
		this.function = function;
	}

	/**
	 * Begins to read the value, unless another thread does: it may hang. If that one
	 * began before the last client disconnected, its value may be sent to no client, or
	 * be out of date: it then reads again for the clients that have connected since.
	 * @param session a number that grows from session to session
	 * @return whether the caller is to read it
	 */
	synchronized boolean begin(int session) {
		if (this.reader == NO_SESSION) {
			this.reader = session;
			return true;
		}
		if (session > this.reader) {
			this.nextReader = session;
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
	 * Called when the value has been read.
	 * @return the session that it is to be read again for, {@link #NO_SESSION} for none
	 */
	synchronized int end() {
		this.reader = this.nextReader;
		this.nextReader = NO_SESSION;
		return this.reader;
	}

	/**
	 * Returns {@code true} the first time.
	 */
	boolean warn() {
		return this.warned.compareAndSet(false, true);
	}

}
