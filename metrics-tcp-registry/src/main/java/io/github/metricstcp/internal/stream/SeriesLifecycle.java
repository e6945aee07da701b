package io.github.metricstcp.internal.stream;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registration and removal of series. While a client is connected the table belongs
 * to the event loop, and what application threads change waits in a queue, with its
 * position in the stream. While none is, they change the table themselves, under a lock.
 */
final class SeriesLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(SeriesLifecycle.class);

	private final SeriesTable table;

	private final Ingress ingress;

	private final BlockEncoder encoder;

	private final FanOut fanOut;

	private final Queue<Change> changes = new ConcurrentLinkedQueue<>();

	private final Object ownership = new Object();

	/**
	 * Whether {@link #table} belongs to the event loop. Guarded by {@link #ownership}.
	 */
	private boolean owned;

	/**
	 * Whether a removed series has ever been let go of before all clients were sent its
	 * last value.
	 */
	private boolean evicted;

	SeriesLifecycle(SeriesTable table, Ingress ingress, BlockEncoder encoder, FanOut fanOut) {
		this.table = table;
		this.ingress = ingress;
		this.encoder = encoder;
		this.fanOut = fanOut;
	}

	/**
	 * Registers a series, at the position of what is recorded next. For any thread.
	 */
	void register(Series series) {
		change(series, true);
	}

	/**
	 * Removes a series, at the position of what is recorded next. For any thread.
	 */
	void remove(Series series) {
		change(series, false);
	}

	private void change(Series series, boolean added) {
		synchronized (this.ownership) {
			if (this.owned) {
				this.changes.add(new Change(this.ingress.position(), series, added));
			}
			else {
				apply(series, added);
			}
		}
		this.ingress.signal().wake();
	}

	/**
	 * Takes the table for the event loop.
	 */
	void acquire() {
		synchronized (this.ownership) {
			this.owned = true;
		}
	}

	/**
	 * Gives the table back to the threads that register and remove series.
	 */
	void release() {
		synchronized (this.ownership) {
			apply(Long.MAX_VALUE);
			this.owned = false;
		}
	}

	/**
	 * Whether the table belongs to the event loop.
	 */
	boolean isAcquired() {
		synchronized (this.ownership) {
			return this.owned;
		}
	}

	/**
	 * Whether changes wait to be applied. Called by the event loop.
	 */
	boolean hasChanges() {
		return !this.changes.isEmpty();
	}

	/**
	 * Applies the changes up to a position, behind all events before it. Called by the
	 * event loop.
	 * @return whether there was any
	 */
	boolean apply(long position) {
		boolean any = false;
		for (Change next = this.changes.peek(); next != null && next.position <= position; next = this.changes.peek()) {
			if (!any) {
				any = true;
				this.encoder.flush();
			}
			this.changes.remove();
			apply(next.series, next.added);
		}
		if (any) {
			this.fanOut.offerChunks();
		}
		return any;
	}

	private void apply(Series series, boolean added) {
		if (added) {
			add(series);
		}
		else {
			retire(series);
		}
	}

	private void add(Series series) {
		Series predecessor = this.table.retiring.newest(series);
		if (predecessor != null && predecessor.isPolled()) {
			// Sent late, its last value would stand for the new one's. And those of its
			// events that wait for metadata would rely on that of the new one, which may
			// be evicted before
			predecessor.evicted = this.fanOut.needsMetadata(predecessor);
			this.fanOut.remove(predecessor);
		}
		Family replaced = this.table.toReplace(series);
		Family created = this.table.add(series);
		this.fanOut.add(series, created, replaced);
		if (this.fanOut.hasClients()) {
			// For increments that found no room in the ingress, or no client
			this.encoder.absorb(series);
			this.encoder.flush();
		}
	}

	private void retire(Series series) {
		if (this.fanOut.hasClients()) {
			this.encoder.absorb(series);
			this.encoder.flush();
		}
		if (!this.fanOut.retire(series)) {
			this.fanOut.remove(series);
			return;
		}
		this.table.retire(series);
		// Bounded as events are: else a client that stalls keeps all meters that come and
		// go
		Series surplus = this.table.retiring.oldest(this.ingress.limit());
		if (surplus != null) {
			evict(surplus);
		}
	}

	private void evict(Series surplus) {
		if (!this.evicted) {
			this.evicted = true;
			logger.warn("More than {} removed meters wait for a client that lags, which is the buffer size. "
					+ "The oldest ones are evicted, '{}' first, and their last values not sent. This is logged once.",
					this.ingress.limit(), surplus.descriptor);
		}
		surplus.evicted = true;
		this.fanOut.remove(surplus);
	}

	private record Change(long position, Series series, boolean added) {
	}

}
