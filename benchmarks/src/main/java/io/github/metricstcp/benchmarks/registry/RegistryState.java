package io.github.metricstcp.benchmarks.registry;

/**
 * The registry, and what goes on beside the threads that are measured.
 */
public enum RegistryState {

	/**
	 * Micrometer's registry that only keeps the numbers.
	 */
	SIMPLE,

	/**
	 * Micrometer's registry for Prometheus, never scraped.
	 */
	PROMETHEUS,

	/**
	 * Micrometer's registry for StatsD, over TCP to a sink in this JVM.
	 */
	STATSD,

	/**
	 * This exporter, listening, with nobody connected.
	 */
	TCP_IDLE,

	/**
	 * This exporter with one client that reads.
	 */
	TCP_CONNECTED,

	/**
	 * This exporter with one client that reads, while another thread increments another
	 * counter as fast as it can.
	 */
	TCP_FLOODED

}
