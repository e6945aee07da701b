package io.github.metricstcp.client.model;

/**
 * A kind of quantity that units measure. Amounts of one can be compared with each other.
 */
enum Quantity {

	/**
	 * A number without a unit, or with one that is not known.
	 */
	NUMBER("a number"),

	/**
	 * A time, in seconds.
	 */
	DURATION("a duration"),

	/**
	 * An amount of data, in bytes.
	 */
	BYTES("a number of bytes"),

	/**
	 * A rate of data, in bits a second.
	 */
	BIT_RATE("a number of bits a second"),

	/**
	 * A number a second.
	 */
	RATE("a rate"),

	/**
	 * A part of something, 1 being all of it.
	 */
	SHARE("a percentage");

	private final String words;

	Quantity(String words) {
		this.words = words;
	}

	/**
	 * Returns its name in a sentence, with an article.
	 */
	String words() {
		return this.words;
	}

}
