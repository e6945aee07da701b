package io.github.metricstcp.rollup;

/**
 * The state of one counter of one instance: what its next event is compared with.
 */
final class CounterState {

	private static final long UNKNOWN = -1;

	private final InstanceSession instance;

	// The number of the session of the last event
	private int session = -1;

	private boolean known;

	private long total;

	// Increments of this session before the first total
	private long counted;

	// Whether a total has come in this session, and whether before all else: then totals
	// are the application's, and otherwise of what the session's relay has seen

	private boolean settled;

	private boolean whole;

	// Whether the next total is that of another relay's session, which goes on. It has
	// not fallen: no application was started again
	private boolean otherTotals;

	// By how much totals of the session before are greater than those of this one, which
	// are of what its relay has seen
	private long difference = UNKNOWN;

	CounterState(InstanceSession instance) {
		this.instance = instance;
	}

	boolean isKnown() {
		return this.known;
	}

	void increment(CounterSum sum, long window, long amount) {
		begin();
		this.known = true;
		this.total += amount;
		this.counted += amount;
		sum.add(window, amount);
	}

	/**
	 * Takes the total. What it has grown by since the last one are increments that were
	 * missing, or those of the time without a stream. If it has fallen, all of it has
	 * come since then, but for the increments that were taken in this session before.
	 * @param mayFall whether the application may have been started again. In a stream
	 * that another relay has gone on with, a later total only says that more was counted
	 * before
	 */
	void set(CounterSum sum, long window, long total, boolean mayFall) {
		beginWithTotal();
		if (!this.known) {
			sum.addBase(total);
		}
		else if (this.otherTotals) {
			sum.add(window, ofOtherRelay(total));
			this.otherTotals = false;
			this.difference = UNKNOWN;
		}
		else if (Long.compareUnsigned(total, this.total) >= 0) {
			compare(total);
			sum.add(window, total - this.total);
		}
		else if (!this.settled || mayFall) {
			compare(total);
			sum.add(window, (Long.compareUnsigned(total, this.counted) >= 0) ? total - this.counted : total);
		}
		this.known = true;
		this.total = total;
		this.counted = 0;
		this.settled = true;
	}

	/**
	 * Returns what the total of another relay's session, which goes on, has more than
	 * what was counted so far: nothing if totals of both can't be compared.
	 */
	private long ofOtherRelay(long total) {
		return (this.difference != UNKNOWN) ? Math.max(0, total - this.total - this.difference) : 0;
	}

	/**
	 * Compares the first total of a session whose totals are of what its relay has seen
	 * with those of the session before.
	 */
	private void compare(long total) {
		boolean seen = Long.compareUnsigned(total, this.counted) >= 0;
		boolean same = Long.compareUnsigned(total, this.total) >= 0 && this.total != this.counted;
		if (!this.settled && !this.whole) {
			this.difference = (seen && !same) ? this.total - this.counted : UNKNOWN;
		}
	}

	/**
	 * Passes over increments that another session has brought.
	 */
	void passOver(long amount) {
		begin();
		this.counted += amount;
	}

	/**
	 * Passes over a total from before the last event that another session has brought.
	 */
	void passOverTotal() {
		beginWithTotal();
		this.counted = 0;
		this.settled = true;
	}

	/**
	 * Notes that another relay goes on, whose session has begun before.
	 */
	void goOn() {
		this.otherTotals = !this.whole;
		this.difference = UNKNOWN;
	}

	/**
	 * Notes that a session goes on, with a snapshot, that has begun before the one before
	 * it has ended: both are of one run of the application.
	 * @param followed whether the session before has followed upon that one
	 */
	void comeBack(boolean followed) {
		boolean last = this.session == this.instance.number() - 1;
		if (this.whole) {
			this.difference = 0;
		}
		else if (!followed) {
			this.difference = UNKNOWN;
		}
		else if (!last || !this.settled) {
			// The total is still of the session that goes on, or one before
			this.difference = 0;
		}
		this.session = this.instance.number();
		this.counted = 0;
		this.settled = false;
		this.otherTotals = true;
	}

	private void beginWithTotal() {
		boolean first = this.session != this.instance.number();
		begin();
		this.whole |= first;
	}

	private void begin() {
		if (this.session != this.instance.number()) {
			this.session = this.instance.number();
			this.counted = 0;
			this.settled = false;
			this.whole = false;
			this.otherTotals = false;
			this.difference = UNKNOWN;
		}
	}

	void writeTo(ByteWriter writer) {
		boolean current = this.session == this.instance.number();
		writer.writeByte((current ? 1 : 0) | (this.known ? 2 : 0) | (this.settled ? 4 : 0) | (this.whole ? 8 : 0)
				| (this.otherTotals ? 16 : 0));
		writer.writeVarint(this.total).writeVarint(this.counted).writeSigned(this.difference);
	}

	void readFrom(ByteReader reader) {
		int flags = reader.readByte();
		this.session = ((flags & 1) != 0) ? this.instance.number() : -1;
		this.known = (flags & 2) != 0;
		this.settled = (flags & 4) != 0;
		this.whole = (flags & 8) != 0;
		this.otherTotals = (flags & 16) != 0;
		this.total = reader.readVarint();
		this.counted = reader.readVarint();
		this.difference = reader.readSigned();
	}

}
