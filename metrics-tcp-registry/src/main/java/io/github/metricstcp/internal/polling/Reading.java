package io.github.metricstcp.internal.polling;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One thing that the poller reads from the application, on one thread at a time.
 */
abstract class Reading {

	/**
	 * The session while no thread reads.
	 */
	static final int NO_SESSION = -1;

	final String meterName;

	final ReadingCost cost = new ReadingCost();

	/**
	 * Up once the user has been warned of this reading.
	 */
	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * The session that is being read for. Guarded by this.
	 */
	private int reader = NO_SESSION;

	/**
	 * A later session to read again for. Guarded by this.
	 */
	private int nextReader = NO_SESSION;

	/**
	 * Creates a reading.
	 * @param meterName the name of its meter, for log messages
	 */
	Reading(String meterName) {
		this.meterName = meterName;
	}

	/**
	 * Begins to read, unless another thread does: it may hang. If that one began before
	 * the last client disconnected, its value may be sent to no client, or be out of
	 * date: it then reads again for the clients that have connected since.
	 * @param session a number that grows from session to session
	 * @return whether the caller is to read
	 */
	final synchronized boolean begin(int session) {
		if (this.reader == NO_SESSION) {
			this.reader = session;
			return true;
		}
		if (session > this.reader) {
			this.nextReader = session;
		}
		return false;
	}

	/**
	 * Calls the application, which may throw or hang.
	 */
	abstract void read();

	/**
	 * Called with what was read.
	 * @param session the session that it was read for
	 * @return further readings that are to follow
	 */
	abstract List<? extends Reading> accept(int session);

	/**
	 * Ends to read.
	 * @return the session to read again for, {@link #NO_SESSION} for none
	 */
	final synchronized int end() {
		this.reader = this.nextReader;
		this.nextReader = NO_SESSION;
		return this.reader;
	}

	final synchronized boolean isBeingRead() {
		return this.reader != NO_SESSION;
	}

	/**
	 * Returns {@code true} the first time.
	 */
	final boolean warn() {
		return this.warned.compareAndSet(false, true);
	}

}
