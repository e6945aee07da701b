package io.github.metricstcp.internal.stream;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One turn's work: the ingress is polled into blocks, series are added and removed at
 * their positions, and unstreamed adders are read. Confined to the event loop, but for
 * {@link #flag} and the count.
 */
final class StreamTurn implements TurnScheduler.Turn {

	/**
	 * Number of full blocks that make a turn, after which the event loop does its I/O.
	 */
	private static final int BLOCKS_A_TURN = 16;

	/**
	 * After how many events their room in the ingress is given back: each time costs
	 * those who record a cache miss.
	 */
	private static final int RELEASE_EVERY = 128;

	/**
	 * Number of unstreamed adders that are read in a turn.
	 */
	private static final int SWEEP_A_TURN = 4096;

	private final SeriesTable table;

	private final Ingress ingress;

	private final BlockEncoder encoder;

	private final SeriesLifecycle lifecycle;

	private final FanOut fanOut;

	private final Queue<CounterSeries> flagged = new ConcurrentLinkedQueue<>();

	private final AtomicLong accepted = new AtomicLong();

	/**
	 * Place where reading the unstreamed adders goes on; beyond the end if there is
	 * nothing to do.
	 */
	private int sweep = Integer.MAX_VALUE;

	/**
	 * Whether the last turn ended before it had seen the ingress empty.
	 */
	private boolean full;

	private long polled;

	StreamTurn(SeriesTable table, Ingress ingress, BlockEncoder encoder, SeriesLifecycle lifecycle, FanOut fanOut) {
		this.table = table;
		this.ingress = ingress;
		this.encoder = encoder;
		this.lifecycle = lifecycle;
		this.fanOut = fanOut;
	}

	/**
	 * Adds a counter whose unstreamed adder must be read. For any thread.
	 */
	void flag(CounterSeries counter) {
		this.flagged.add(counter);
	}

	/**
	 * Returns how many events were taken from the ingress into the stream, for any
	 * thread.
	 */
	long accepted() {
		return this.accepted.get();
	}

	@Override
	public boolean hasClients() {
		return this.fanOut.hasClients();
	}

	@Override
	public boolean work() {
		boolean worked = false;
		long before = this.ingress.polled();
		this.full = true;
		for (int i = 0; this.full && i < BLOCKS_A_TURN; i++) {
			this.full = fill();
			worked |= !this.encoder.isEmpty();
			this.encoder.flush();
		}
		this.polled = this.ingress.polled() - before;
		if (!this.full) {
			worked |= this.lifecycle.apply(this.ingress.polled());
		}
		worked |= absorbFlagged();
		worked |= sweepOn();
		this.encoder.flush();
		return worked;
	}

	@Override
	public boolean isIdle() {
		return this.ingress.isEmpty() && !this.lifecycle.hasChanges() && this.flagged.isEmpty();
	}

	@Override
	public boolean hasContinuation() {
		return this.full || this.sweep < this.table.size() || this.fanOut.hasContinuation();
	}

	@Override
	public long polled() {
		return this.polled;
	}

	@Override
	public boolean isUrgent() {
		return this.ingress.isUrgent();
	}

	@Override
	public void recover(Throwable failure) {
		this.encoder.recover(failure);
	}

	/**
	 * Fills the block from the ingress.
	 * @return whether it is full: there may be more
	 */
	private boolean fill() {
		long before = this.accepted.getPlain();
		long taken = 0;
		try {
			for (int polled = 1; !this.encoder.isFull(); polled++) {
				RecordedEvent event = this.ingress.poll();
				if (event == null) {
					return false;
				}
				// Looked at after the poll: the event may be the first of a series just
				// added
				if (this.lifecycle.hasChanges()) {
					this.lifecycle.apply(this.ingress.polled() - 1);
				}
				if (!event.series.retired) {
					taken++;
					this.encoder.publish(event);
				}
				if (polled % RELEASE_EVERY == 0) {
					this.ingress.release();
				}
			}
			return true;
		}
		finally {
			this.accepted.lazySet(before + taken);
			this.ingress.release();
		}
	}

	private boolean absorbFlagged() {
		boolean any = false;
		for (CounterSeries series = this.flagged.poll(); series != null; series = this.flagged.poll()) {
			any = true;
			series.lowerFlag();
			this.encoder.absorb(series);
		}
		return any;
	}

	/**
	 * Has the next turns read all unstreamed adders.
	 */
	void startSweep() {
		this.sweep = 0;
	}

	private boolean sweepOn() {
		int end = (int) Math.min(this.table.size(), (long) this.sweep + SWEEP_A_TURN);
		boolean any = (this.sweep < end);
		for (; this.sweep < end; this.sweep++) {
			Series series = this.table.find(this.sweep);
			if (series != null) {
				this.encoder.absorb(series);
			}
		}
		return any;
	}

	/**
	 * Takes what is left in the ingress into the published state, for nobody to see.
	 */
	void settle() {
		while (fill()) {
			this.encoder.discard();
		}
		this.encoder.discard();
		for (CounterSeries series = this.flagged.poll(); series != null; series = this.flagged.poll()) {
			series.lowerFlag();
		}
	}

}
