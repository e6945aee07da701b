package io.github.metricstcp.observer.internal.ui;

/**
 * A divisor and the word that is written for it.
 *
 * @param size the divisor
 * @param word the word behind the number, with the blank before it
 */
record UnitPrefix(double size, String word) {

	/**
	 * Returns prefixes whose sizes are the powers of a ratio.
	 * @param words their words, the smallest first
	 */
	static UnitPrefix[] powers(double ratio, String... words) {
		UnitPrefix[] prefixes = new UnitPrefix[words.length];
		for (int i = 0; i < words.length; i++) {
			prefixes[i] = new UnitPrefix(Math.pow(ratio, i), words[i]);
		}
		return prefixes;
	}

}
