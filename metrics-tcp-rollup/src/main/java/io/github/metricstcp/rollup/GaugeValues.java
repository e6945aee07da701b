package io.github.metricstcp.rollup;

/**
 * The values of one gauge of several instances.
 *
 * @param instances the number of instances that have it
 * @param sum the sum of the values
 * @param min the least value
 * @param max the greatest value
 */
record GaugeValues(long instances, double sum, double min, double max) {

	static final GaugeValues NONE = new GaugeValues(0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

	/**
	 * Returns the values of these instances and others.
	 */
	GaugeValues and(GaugeValues other) {
		return new GaugeValues(this.instances + other.instances, this.sum + other.sum, Math.min(this.min, other.min),
				Math.max(this.max, other.max));
	}

	void writeTo(ByteWriter writer) {
		writer.writeVarint(this.instances).writeDouble(this.sum).writeDouble(this.min).writeDouble(this.max);
	}

	static GaugeValues of(ByteReader reader) {
		return new GaugeValues(reader.readVarint(), reader.readDouble(), reader.readDouble(), reader.readDouble());
	}

}
