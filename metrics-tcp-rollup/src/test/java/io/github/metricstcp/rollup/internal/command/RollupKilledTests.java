package io.github.metricstcp.rollup.internal.command;

import java.util.Map;

import org.junit.jupiter.api.Test;

/**
 * Tests of rollups that are killed, and of others that take over.
 */
class RollupKilledTests extends KilledProcesses {

	@Test
	void rollupsThatAreKilledGoOnWithWhatTheyHadOrAnotherOneDoes() throws Exception {
		broker.createTopic(this.source, PARTITIONS, Map.of());
		try (Fleet fleet = new Fleet(broker.servers(), this.source, INSTANCES); FleetReader reader = reader()) {
			try (RollupProcess first = start("first")) {
				recordUntilSome(fleet, reader);
				first.kill();
			}
			record(fleet, 2_000);
			try (RollupProcess again = start("first")) {
				recordUntilAll(fleet, reader, again);
				try (RollupProcess second = start("second")) {
					await().until(() -> second.lines().stream().anyMatch((line) -> line.contains("It sums up now.")));
					record(fleet, 2_000);
					again.kill();
					record(fleet, 2_000);
					assertAll(fleet, reader, second);
				}
			}
		}
	}

}
