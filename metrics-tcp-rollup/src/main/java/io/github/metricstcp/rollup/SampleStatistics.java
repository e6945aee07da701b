package io.github.metricstcp.rollup;

/**
 * What is written of the samples of a window.
 *
 * @param p50 the median, to 1 %
 * @param p90 the 90th percentile, to 1 %
 * @param p99 the 99th percentile, to 1 %
 * @param max the greatest sample
 * @param mean the mean
 */
record SampleStatistics(double p50, double p90, double p99, double max, double mean) {

	static SampleStatistics of(SampleSet samples) {
		return new SampleStatistics(samples.quantile(0.5), samples.quantile(0.9), samples.quantile(0.99), samples.max(),
				samples.mean());
	}

	static SampleStatistics of(ByteReader reader) {
		return new SampleStatistics(reader.readDouble(), reader.readDouble(), reader.readDouble(), reader.readDouble(),
				reader.readDouble());
	}

	void writeTo(ByteWriter writer) {
		writer.writeDouble(this.p50).writeDouble(this.p90).writeDouble(this.p99);
		writer.writeDouble(this.max).writeDouble(this.mean);
	}

}
