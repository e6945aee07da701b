package io.github.metricstcp.client.wire;

/**
 * An operation on a series: the content of an event.
 *
 * @since 0.1.0
 */
public enum Operation {

	/**
	 * An increment of a counter, by a whole number.
	 */
	INCREMENT_COUNTER(Kind.COUNTER),

	/**
	 * The total of a counter, whatever was known of it before.
	 */
	SET_COUNTER(Kind.COUNTER),

	/**
	 * An increment of a gauge.
	 */
	INCREMENT_GAUGE(Kind.GAUGE),

	/**
	 * A decrement of a gauge.
	 */
	DECREMENT_GAUGE(Kind.GAUGE),

	/**
	 * The value of a gauge, whatever was known of it before.
	 */
	SET_GAUGE(Kind.GAUGE),

	/**
	 * A sample of a histogram.
	 */
	RECORD_HISTOGRAM(Kind.HISTOGRAM);

	private final Kind kind;

	Operation(Kind kind) {
		this.kind = kind;
	}

	/**
	 * Returns the kind of the series that have this operation.
	 * @return the kind
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * Returns whether the operand is a whole number, to be read without a sign.
	 * @return {@code false} if the operand is the bits of a double
	 */
	public boolean isWhole() {
		return this.kind == Kind.COUNTER;
	}

}
