package io.github.metricstcp.rollup;

/**
 * The state of one counter of one instance: what its next event is compared with.
 */
final class CounterState {

	private final InstanceSession instance;

	// The number of the session of the last event
	private int session = -1;

	private boolean known;

	private long total;

	// Increments of this session before the first total
	private long counted;

	CounterState(InstanceSession instance) {
		this.instance = instance;
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
	 */
	void set(CounterSum sum, long window, long total) {
		begin();
		if (!this.known) {
			sum.addBase(total);
		}
		else if (Long.compareUnsigned(total, this.total) >= 0) {
			sum.add(window, total - this.total);
		}
		else {
			sum.add(window, (Long.compareUnsigned(total, this.counted) >= 0) ? total - this.counted : total);
		}
		this.known = true;
		this.total = total;
		this.counted = 0;
	}

	private void begin() {
		if (this.session != this.instance.number()) {
			this.session = this.instance.number();
			this.counted = 0;
		}
	}

	void writeTo(ByteWriter writer) {
		boolean current = this.session == this.instance.number();
		writer.writeByte((current ? 1 : 0) | (this.known ? 2 : 0));
		writer.writeVarint(this.total).writeVarint(this.counted);
	}

	void readFrom(ByteReader reader) {
		int flags = reader.readByte();
		this.session = ((flags & 1) != 0) ? this.instance.number() : -1;
		this.known = (flags & 2) != 0;
		this.total = reader.readVarint();
		this.counted = reader.readVarint();
	}

}
