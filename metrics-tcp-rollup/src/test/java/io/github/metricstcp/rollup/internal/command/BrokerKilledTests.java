package io.github.metricstcp.rollup.internal.command;

import java.util.Map;

import org.junit.jupiter.api.Test;

/**
 * Tests of a rollup whose broker is killed.
 */
class BrokerKilledTests extends KilledProcesses {

	@Test
	void aRollupGoesOnAfterItsBrokerWasKilled() throws Exception {
		broker.createTopic(this.source, PARTITIONS, Map.of());
		try (Fleet fleet = new Fleet(broker.servers(), this.source, INSTANCES);
				FleetReader reader = reader();
				RollupProcess rollup = start("only")) {
			recordUntilSome(fleet, reader);
			broker.kill();
			record(fleet, 2_000);
			broker.start();
			record(fleet, 2_000);
			assertAll(fleet, reader, rollup);
		}
	}

}
