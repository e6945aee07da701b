package io.github.metricstcp.benchmarks.stream;

import java.util.List;
import java.util.stream.Stream;

import io.github.metricstcp.benchmarks.stream.Scenario.Load;
import io.github.metricstcp.benchmarks.stream.Scenario.Source;

/**
 * All scenarios, in the order of the table of results.
 */
final class Scenarios {

	private static final int LARGE_BUFFER = 16_384;

	static final List<Scenario> ALL = List.of(Scenario.exporter("bound", Load.NONE, 0, 0).source(Source.PREPARED),
			Scenario.exporter("flood-1", Load.INCREMENTS, 1, 0), Scenario.exporter("flood-2", Load.INCREMENTS, 2, 0),
			Scenario.exporter("flood-2-writes", Load.INCREMENTS, 2, 0).countingWrites(),
			Scenario.exporter("watch-100", Load.INCREMENTS, 1, 100),
			Scenario.exporter("watch-1k", Load.INCREMENTS, 1, 1000),
			Scenario.exporter("watch-10k", Load.INCREMENTS, 1, 10_000),
			Scenario.exporter("watch-100k", Load.INCREMENTS, 1, 100_000),
			Scenario.exporter("steady-500k", Load.INCREMENTS, 1, 500_000),
			Scenario.exporter("steady-1m", Load.INCREMENTS, 1, 1_000_000),
			Scenario.exporter("steady-1m-idle", Load.INCREMENTS, 1, 1_000_000).clients(0, 0),
			Scenario.exporter("steady-2m", Load.INCREMENTS, 1, 2_000_000),
			Scenario.exporter("steady-4m", Load.INCREMENTS, 1, 4_000_000),
			Scenario.exporter("steady-8m", Load.INCREMENTS, 1, 8_000_000),
			Scenario.exporter("steady-2m-buffer-16384", Load.INCREMENTS, 1, 2_000_000).buffer(LARGE_BUFFER),
			Scenario.exporter("tail-50k", Load.TIMED_INCREMENTS, 1, 50_000),
			Scenario.exporter("tail-50k-idle", Load.TIMED_INCREMENTS, 1, 50_000).clients(0, 0),
			Scenario.exporter("tail-flood-8", Load.TIMED_INCREMENTS, 8, 0),
			Scenario.exporter("tail-flood-8-idle", Load.TIMED_INCREMENTS, 8, 0).clients(0, 0),
			Scenario.exporter("clients-8", Load.INCREMENTS, 1, 250_000).clients(8, 0),
			Scenario.exporter("clients-8-buffer-16384", Load.INCREMENTS, 1, 250_000).buffer(LARGE_BUFFER).clients(8, 0),
			Scenario.exporter("clients-7-and-a-stalled-one", Load.INCREMENTS, 1, 250_000).clients(7, 1),
			Scenario.exporter("clients-64-10k", Load.INCREMENTS, 1, 10_000).clients(64, 0),
			Scenario.exporter("clients-64", Load.INCREMENTS, 1, 40_000).clients(64, 0),
			Scenario.exporter("clients-64-buffer-16384", Load.INCREMENTS, 1, 40_000)
				.buffer(LARGE_BUFFER)
				.clients(64, 0),
			Scenario.exporter("tls-bound", Load.NONE, 0, 0).source(Source.PREPARED).overTls(),
			Scenario.exporter("tls-flood-1", Load.INCREMENTS, 1, 0).overTls(),
			Scenario.exporter("tls-clients-8-50k", Load.INCREMENTS, 1, 50_000).clients(8, 0).overTls(),
			Scenario.exporter("latency-10", Load.PROBES, 1, 10), Scenario.exporter("latency-100", Load.PROBES, 1, 100),
			Scenario.exporter("latency-100-straight", Load.PROBES, 1, 100).source(Source.STRAIGHT),
			Scenario.exporter("latency-400-straight", Load.PROBES, 1, 400).source(Source.STRAIGHT),
			Scenario.exporter("latency-10k", Load.PROBES, 1, 10_000),
			Scenario.exporter("latency-10k-straight", Load.PROBES, 1, 10_000).source(Source.STRAIGHT),
			Scenario.exporter("latency-100k", Load.PROBES, 1, 100_000),
			Scenario.exporter("latency-100k-straight", Load.PROBES, 1, 100_000).source(Source.STRAIGHT),
			Scenario.exporter("quiet", Load.NONE, 0, 0),
			Scenario.exporter("quiet-nobody", Load.NONE, 0, 0).clients(0, 0),
			Scenario.exporter("quiet-gauges-500", Load.GAUGES, 0, 0).meters(500, false),
			Scenario.exporter("meters-100000", Load.INCREMENTS, 1, 0).meters(100_000, false),
			Scenario.exporter("meters-100000-newcomer", Load.PROBES, 1, 10_000).meters(100_000, true),
			Scenario.exporter("heap-64-stalled", Load.INCREMENTS, 2, 0).clients(0, 64).heap(64),
			Scenario.exporter("sample-64-stalled", Load.INCREMENTS, 2, 0)
				.source(Source.SAMPLE)
				.clients(0, 64)
				.heap(64));

	/**
	 * The rates at which a peer is measured, and this exporter beside it.
	 */
	static final List<Scenario> BESIDE_PEER = List.of(Scenario.exporter("beside-100", Load.BURSTS, 1, 100),
			Scenario.exporter("beside-1k", Load.BURSTS, 1, 1000),
			Scenario.exporter("beside-10k", Load.BURSTS, 1, 10_000),
			Scenario.exporter("beside-100k", Load.BURSTS, 1, 100_000),
			Scenario.exporter("beside-1m", Load.BURSTS, 1, 1_000_000),
			Scenario.exporter("beside-flood", Load.BURSTS, 1, 0));

	private Scenarios() {
	}

	static Scenario byName(String name) {
		return Stream.of(ALL.stream(), ALL.stream().filter(Scenario::tls).map(Scenario::plain), BESIDE_PEER.stream())
			.flatMap((scenarios) -> scenarios)
			.filter((scenario) -> scenario.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no scenario " + name));
	}

}
