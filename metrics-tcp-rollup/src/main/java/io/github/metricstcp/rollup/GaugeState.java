package io.github.metricstcp.rollup;

/**
 * The state of one gauge of one instance: its last value, and the one of the windows
 * before that.
 */
final class GaugeState {

	private final InstanceSession instance;

	// The number of the session of the last event
	private int session = -1;

	private double value = Double.NaN;

	// That of the value
	private long window;

	private double before = Double.NaN;

	GaugeState(InstanceSession instance) {
		this.instance = instance;
	}

	InstanceSession instance() {
		return this.instance;
	}

	/**
	 * Takes the value.
	 * @return whether it was not too late
	 */
	boolean set(long window, double value) {
		begin();
		if (window < this.window && !Double.isNaN(this.value)) {
			if (window < this.window - 1) {
				return false;
			}
			this.before = value;
			return true;
		}
		turnTo(window);
		this.value = value;
		return true;
	}

	/**
	 * Takes a change of the value.
	 */
	void change(long window, double amount) {
		begin();
		if (Double.isNaN(this.value)) {
			turnTo(window);
			this.value = amount;
			return;
		}
		if (window == this.window - 1) {
			this.before += amount;
		}
		turnTo(window);
		this.value += amount;
	}

	private void turnTo(long window) {
		if (window > this.window || Double.isNaN(this.value)) {
			this.before = this.value;
			this.window = window;
		}
	}

	/**
	 * Lets go of the values of an earlier session: those that are still there come again.
	 */
	private void begin() {
		if (this.session != this.instance.number()) {
			this.session = this.instance.number();
			this.value = Double.NaN;
			this.before = Double.NaN;
		}
	}

	/**
	 * Returns the value at the end of a window, {@code NaN} if there is none.
	 * @param time the time, by which the instance may be gone
	 */
	double at(long window, long time) {
		if (this.session != this.instance.number() || !this.instance.isLive(time)) {
			return Double.NaN;
		}
		return (window >= this.window) ? this.value : this.before;
	}

	void writeTo(ByteWriter writer) {
		writer.writeByte((this.session == this.instance.number()) ? 1 : 0);
		writer.writeDouble(this.value).writeVarint(this.window).writeDouble(this.before);
	}

	void readFrom(ByteReader reader) {
		this.session = (reader.readByte() != 0) ? this.instance.number() : -1;
		this.value = reader.readDouble();
		this.window = reader.readVarint();
		this.before = reader.readDouble();
	}

}
