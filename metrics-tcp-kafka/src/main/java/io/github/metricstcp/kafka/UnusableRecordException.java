package io.github.metricstcp.kafka;

/**
 * A record that no stream can be made of.
 */
final class UnusableRecordException extends Exception {

	private final Fault fault;

	UnusableRecordException(Fault fault, String message) {
		super(message);
		this.fault = fault;
	}

	Fault fault() {
		return this.fault;
	}

	/**
	 * The reason why.
	 */
	enum Fault {

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
