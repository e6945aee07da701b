package io.github.metricstcp.client.wire;

/**
 * What happened to a series.
 *
 * @since 0.1.0
 */
public enum Operation {

	/**
	 * A counter grew by a whole number.
	 */
	INCREMENT_COUNTER(Kind.COUNTER),

	/**
	 * A counter's total was told.
	 */
	SET_COUNTER(Kind.COUNTER),

	/**
	 * A gauge rose.
	 */
	INCREMENT_GAUGE(Kind.GAUGE),

	/**
	 * A gauge fell.
	 */
	DECREMENT_GAUGE(Kind.GAUGE),

	/**
	 * A gauge's value was told.
	 */
	SET_GAUGE(Kind.GAUGE),

	/**
	 * A sample was taken.
	 */
	RECORD_HISTOGRAM(Kind.HISTOGRAM);

	private final Kind kind;

	Operation(Kind kind) {
		this.kind = kind;
	}

	/**
	 * Returns what the series is that this happens to.
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * Whether the operand is a whole number, to be read without a sign, and not a double.
	 */
	public boolean isWhole() {
		return this.kind == Kind.COUNTER;
	}

}
