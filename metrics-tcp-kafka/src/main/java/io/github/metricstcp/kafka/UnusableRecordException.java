package io.github.metricstcp.kafka;

/**
 * Thrown for a record that no stream can be made of.
 *
 * @since 0.1.0
 */
public final class UnusableRecordException extends Exception {

	private final Fault fault;

	/**
	 * Creates an exception.
	 * @param fault the reason why
	 * @param message the clause that says what is wrong with the record
	 */
	public UnusableRecordException(Fault fault, String message) {
		super(message);
		this.fault = fault;
	}

	/**
	 * Returns the reason why.
	 * @return the kind of fault
	 */
	public Fault fault() {
		return this.fault;
	}

	/**
	 * The reason why.
	 */
	public enum Fault {

		/**
		 * It has none of the headers.
		 */
		FOREIGN,

		/**
		 * Its headers are of a version that is not known.
		 */
		VERSION,

		/**
		 * A header or a part of its frames is missing or wrong.
		 */
		BROKEN

	}

}
