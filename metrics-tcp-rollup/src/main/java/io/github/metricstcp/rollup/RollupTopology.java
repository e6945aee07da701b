package io.github.metricstcp.rollup;

import org.apache.kafka.streams.Topology;

/**
 * The steps that a rollup has.
 *
 * @since 0.1.0
 */
public final class RollupTopology {

	private RollupTopology() {
	}

	/**
	 * Returns the topology of a rollup.
	 * @param settings the settings
	 * @return a new topology
	 */
	public static Topology build(RollupSettings settings) {
		Topology topology = new Topology();
		topology.addSource("records", settings.source());
		return topology;
	}

}
