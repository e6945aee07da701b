package io.github.metricstcp.benchmarks.stream;

/**
 * One thing to measure: who sends, how it is loaded, and who reads.
 *
 * @param name a short name
 * @param source what sends
 * @param load how events are recorded
 * @param threads how many threads record
 * @param rate how many events a second all threads together record, 0 for as fast as they
 * can
 * @param bufferSize the exporter's buffer size
 * @param clients how many clients read
 * @param stalled how many clients besides them connect and never read
 * @param meters how many counters, or gauges, are registered
 * @param newcomer whether one more client connects in the middle of the window
 * @param heapMegabytes the sender's largest heap
 * @param countsWrites whether write system calls are counted, which slows the sender down
 * @param tls whether the connections are encrypted
 */
record Scenario(String name, Source source, Load load, int threads, long rate, int bufferSize, int clients, int stalled,
		int meters, boolean newcomer, int heapMegabytes, boolean countsWrites, boolean tls) {

	private static final int DEFAULT_BUFFER_SIZE = 1024;

	private static final int DEFAULT_HEAP = 512;

	/**
	 * The end of a scenario's name where the same was measured without TLS.
	 */
	private static final String PLAIN = " (plain)";

	static Scenario exporter(String name, Load load, int threads, long rate) {
		return new Scenario(name, Source.EXPORTER, load, threads, rate, DEFAULT_BUFFER_SIZE, 1, 0, 1, false,
				DEFAULT_HEAP, false, false);
	}

	Scenario source(Source source) {
		return new Scenario(this.name, source, this.load, this.threads, this.rate, this.bufferSize, this.clients,
				this.stalled, this.meters, this.newcomer, this.heapMegabytes, this.countsWrites, this.tls);
	}

	Scenario buffer(int bufferSize) {
		return new Scenario(this.name, this.source, this.load, this.threads, this.rate, bufferSize, this.clients,
				this.stalled, this.meters, this.newcomer, this.heapMegabytes, this.countsWrites, this.tls);
	}

	Scenario clients(int clients, int stalled) {
		return new Scenario(this.name, this.source, this.load, this.threads, this.rate, this.bufferSize, clients,
				stalled, this.meters, this.newcomer, this.heapMegabytes, this.countsWrites, this.tls);
	}

	Scenario meters(int meters, boolean newcomer) {
		return new Scenario(this.name, this.source, this.load, this.threads, this.rate, this.bufferSize, this.clients,
				this.stalled, meters, newcomer, this.heapMegabytes, this.countsWrites, this.tls);
	}

	Scenario heap(int heapMegabytes) {
		return new Scenario(this.name, this.source, this.load, this.threads, this.rate, this.bufferSize, this.clients,
				this.stalled, this.meters, this.newcomer, heapMegabytes, this.countsWrites, this.tls);
	}

	Scenario countingWrites() {
		return new Scenario(this.name, this.source, this.load, this.threads, this.rate, this.bufferSize, this.clients,
				this.stalled, this.meters, this.newcomer, this.heapMegabytes, true, this.tls);
	}

	Scenario overTls() {
		return new Scenario(this.name, this.source, this.load, this.threads, this.rate, this.bufferSize, this.clients,
				this.stalled, this.meters, this.newcomer, this.heapMegabytes, this.countsWrites, true);
	}

	/**
	 * Returns the same without TLS, under a name of its own.
	 */
	Scenario plain() {
		return new Scenario(this.name + PLAIN, this.source, this.load, this.threads, this.rate, this.bufferSize,
				this.clients, this.stalled, this.meters, this.newcomer, this.heapMegabytes, this.countsWrites, false);
	}

	/**
	 * The sender.
	 */
	enum Source {

		/**
		 * The exporter.
		 */
		EXPORTER,

		/**
		 * A thread that writes each event straight to the socket: the bound of latency.
		 */
		STRAIGHT,

		/**
		 * A plain Netty server that writes prepared chunks, each when the last one is
		 * done: the bound of throughput.
		 */
		PREPARED,

		/**
		 * The sample application.
		 */
		SAMPLE

	}

	/**
	 * The way in which events are recorded.
	 */
	enum Load {

		/**
		 * Nothing is.
		 */
		NONE,

		/**
		 * Nothing is. The meters are gauges, each with another value at each poll.
		 */
		GAUGES,

		/**
		 * Increments, in bursts of whatever is due; each burst is timed.
		 */
		INCREMENTS,

		/**
		 * Increments, each of which is timed.
		 */
		TIMED_INCREMENTS,

		/**
		 * Increments, in bursts of what has become due in a millisecond. Clients compare
		 * the time that each is stamped with to their clock.
		 */
		BURSTS,

		/**
		 * Samples whose value is the time at which they were recorded.
		 */
		PROBES

	}

}
