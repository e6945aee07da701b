package io.github.metricstcp.prometheus;

/**
 * The form of histograms.
 *
 * @since 0.1.0
 */
public enum HistogramForm {

	/**
	 * Buckets with bounds that are chosen before, in all formats.
	 */
	CLASSIC,

	/**
	 * Native histograms: the middle of a bucket is at most 0.54 % off each sample in it.
	 * They need a scraper that asks for Protocol Buffers; others get count and sum.
	 */
	NATIVE,

	/**
	 * Classic buckets in all formats, and in Protocol Buffers native ones too.
	 */
	BOTH;

	boolean hasClassic() {
		return this != NATIVE;
	}

	boolean hasNative() {
		return this != CLASSIC;
	}

}
